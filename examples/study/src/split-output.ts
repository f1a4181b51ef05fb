import {
  abs,
  argMin,
  concat,
  cos,
  customGrad,
  div,
  fill,
  matMul,
  max,
  maximum,
  mul,
  oneHot,
  outerProduct,
  type Rank,
  reshape,
  serialization,
  sin,
  sqrt,
  square,
  stack,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { lowest, type Rows } from './matrices/columns.js';
import type { Split } from './matrices/candidates.js';

/** What lengths are divided by at least. */
const tiny = 1e-12;

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
  private features: Tensor2D | null = null;

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
      this.features = x;
      return matMul(x, this.columns());
    });
  }

  /**
   * The least of `y_i z_i / (|w_i| max_j |x_j|)` over the labels i of each example [batch], of the last call,
   * which gave z: how far x, scaled into the box, is from the wrong side of a label. For a loss of the same
   * step, while x is there.
   */
  leastDistance(signs: Tensor2D, z: Tensor2D): Tensor1D {
    return tidy(() => {
      const norms = sqrt(sum(square(this.columns()), 0));
      const own = mul(signs, z);
      // Which label is the least is taken as fixed: the gradient is that of its distance.
      const least = customGrad((logits) => ({
        value: oneHot(argMin(div(logits as Tensor2D, norms), 1), this.labels),
        gradFunc: () => zerosLike(logits as Tensor2D),
      }))(own) as Tensor2D;
      const length = matMul(least, reshape(norms, [-1, 1]));
      const scale = mul(reshape(length, [-1]), max(abs(this.features!), 1));
      return div(sum(mul(own, least), 1), maximum(scale, tiny));
    });
  }

  /** The fixed and the slack columns as they are now. */
  async split(): Promise<Split> {
    const rows = await this.matrix();
    return {
      fixed: rows.map((row) => row.slice(0, this.width)),
      slack: rows.map((row) => row.slice(this.width)),
    };
  }

  /** Slack [n, s] in the place of that there is. */
  setSlack(slack: Rows): void {
    tidy(() => void this.slack!.write(transpose(tensor2d(slack as number[][]))));
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
