import {
  concat,
  cos,
  fill,
  matMul,
  mul,
  outerProduct,
  type Rank,
  reshape,
  serialization,
  sin,
  stack,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { lowest, type Rows } from './matrices/columns.js';
import type { Split } from './matrices/candidates.js';

/**
 * The last matrix of a candidate: `z = x[0..w-1] F + x[w..] S`, x [batch, w + s], F [w, n] fixed, S [s, n]
 * trained. With angles F is of sines and cosines of the frequencies 1 to k at trained angles, an angle for
 * each label.
 */
export class SplitOutput extends layers.Layer {
  static readonly className = 'StudySplitOutput';
  private slack: LayerVariable | null = null;
  private fixed: LayerVariable | null = null;
  private angles: LayerVariable | null = null;

  constructor(
    private readonly start: Split,
    private readonly startAngles: readonly number[] | null,
  ) {
    super({});
  }

  private get labels(): number {
    return this.start.fixed.length;
  }

  private get width(): number {
    return this.start.fixed[0].length;
  }

  override build(): void {
    const { fixed, slack } = this.start;
    const add = (name: string, rows: Rows, trainable: boolean): LayerVariable => {
      const shape: [number, number] = [rows[0].length, rows.length];
      const variable = this.addWeight(name, shape, 'float32', initializers.zeros(), undefined, trainable);
      tidy(() => void variable.write(transpose(tensor2d(rows as number[][]))));
      return variable;
    };
    if (slack[0].length > 0) this.slack = add('slack', slack, true);
    if (this.startAngles === null) {
      this.fixed = add('fixed', fixed, false);
    } else {
      this.angles = this.addWeight('angles', [this.labels], 'float32', initializers.zeros());
      this.angles.write(tensor1d([...this.startAngles]));
    }
    this.built = true;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tidy(() => {
      const x = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor2D;
      return matMul(x, this.columns());
    });
  }

  override computeOutputShape(inputShape: (number | null)[]): (number | null)[] {
    return [inputShape[0], this.labels];
  }

  /** The matrix as it is now, [n, w + s]. */
  async matrix(): Promise<Rows> {
    const columns = tidy(() => transpose(this.columns()));
    const rows = await columns.array();
    columns.dispose();
    return rows;
  }

  /** [w + s, n]. */
  private columns(): Tensor2D {
    const fixed = this.angles === null ? (this.fixed!.read() as Tensor2D) : this.atAngles();
    return this.slack === null ? fixed : concat([fixed, this.slack.read() as Tensor2D]);
  }

  /** W_DFT^T at the angles, its rows the constant, cosine 1, sine 1, cosine 2, ... */
  private atAngles(): Tensor2D {
    const n = this.labels;
    const k = (this.width - 1) / 2;
    const turns = outerProduct(tensor1d(lowest(k)), this.angles!.read() as Tensor1D);
    const waves = reshape(stack([cos(turns), sin(turns)], 1), [2 * k, n]);
    const constant = fill<Rank.R2>([1, n], Math.sqrt(1 / n));
    return concat([constant, mul(waves, Math.sqrt(2 / n))]);
  }
}
serialization.registerClass(SplitOutput);
