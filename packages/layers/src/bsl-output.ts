import { checkInteger, fromLoadedConfig } from '@argmaxable/core';
import {
  concat,
  fill,
  type Rank,
  serialization,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { assertBuilt } from './base/assert-built.js';
import { checkLabels, type Guarantee } from './guarantee.js';
import { matrixProduct } from './base/product.js';
import { ProjectedOutput, type ProjectedOutputArgs } from './base/projected-output.js';
import { checkTensorSize } from './base/size-limit.js';
import { StartOptions } from './base/start-options.js';
import {
  type InitializerIdentifier,
  type RegularizerIdentifier,
  WeightOptions,
} from './base/weight-options.js';

export interface BSLOutputArgs extends ProjectedOutputArgs {
  /** Number d of trained columns, 1 or more: the width of the bottleneck, without the constant column. */
  features: number;
  /** Initializer of `kernel`; 'glorotUniform' by default. */
  kernelInitializer?: InitializerIdentifier;
  /** Regularizer of `kernel`; none by default. */
  kernelRegularizer?: RegularizerIdentifier;
}

/**
 * The bottlenecked sigmoid layer, the usual low-rank linear output: `x = e P + p`, then
 * `z = x[0] / sqrt(n) + x[1..d] W`. W [d, n] is trained. In front of it is a constant column, as a DFT matrix
 * has it: through it the layer can start at the prior of the labels, see `priorBias`. `priorBias: false`
 * leaves the column out: `z = (e P + p) W`, the layer of the source.
 *
 * With n > d + 1 labels no such layer can reach all of the 2^n label sets, and with n far above d it reaches
 * only a small share of them (Cover 1965). It guarantees none: `@argmaxable/verify` decides which ones it
 * reaches.
 *
 * Input [..., E], rank 2 or more; output [..., n]. Weights `projection_kernel` [E, d + 1], `projection_bias`
 * [d + 1], `kernel` [d, n]: E (d + 1) + (d + 1) + d n parameters, all trained; [E, d] and [d], E d + d + d n,
 * without the constant column. With `useBias` also `bias` [n]. The constant column is not saved.
 *
 * Source: arXiv 2310.10443, section 2; the constant column is that of its DFT layer, section 4.
 *
 * @throws ValueError for `units` or `features` missing, below 1 or not an integer, for `expectedActive` and
 *   `labelFrequencies` out of range, for an unknown argument, and for weights beyond 2 GiB.
 *
 * @example
 * import { BSLOutput } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential();
 * model.add(layers.dense({ units: 128, inputShape: [64] }));
 * model.add(new BSLOutput({ units: 1000, features: 50, expectedActive: 4 })); // all labels start at 0.4 %
 */
export class BSLOutput extends ProjectedOutput {
  static readonly className = 'BSLOutput';
  readonly features: number;
  protected readonly start: StartOptions;
  private readonly kernelOptions: WeightOptions;
  private kernel!: LayerVariable;

  constructor(args: BSLOutputArgs) {
    super('BSLOutput', args, ['features', 'kernelInitializer', 'kernelRegularizer']);
    this.features = checkInteger('features', args.features, { min: 1 });
    checkTensorSize(`kernel of ${this.name}`, [this.features, this.units]);
    this.start = new StartOptions(args, this.units, Math.min(1, this.units / 2));
    this.kernelOptions = new WeightOptions('kernel', args);
  }

  protected get width(): number {
    return this.features + (this.priorBias ? 1 : 0);
  }

  protected buildClassifier(): void {
    const { initializer, regularizer } = this.kernelOptions;
    const shape = [this.features, this.units];
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer, regularizer);
  }

  protected logits(x: Tensor2D): Tensor2D {
    return matrixProduct(x, this.columns());
  }

  /** The matrix, float32 [n, width of x], its constant column first. The caller disposes it. */
  classifierMatrix(): Tensor2D {
    assertBuilt(this, 'classifierMatrix()');
    return tidy(() => transpose(this.columns()));
  }

  /**
   * All columns of the matrix, as rows: [width of x, n]. One more row in the product costs less, forward and
   * backward, than adding x[0] / sqrt(n) to all logits of the batch.
   */
  private columns(): Tensor2D {
    const kernel = this.kernel.read() as Tensor2D;
    if (!this.priorBias) return kernel;
    return concat([fill<Rank.R2>([1, this.units], Math.sqrt(1 / this.units)), kernel]);
  }

  guarantee(): Guarantee {
    const { units, width } = this;
    return {
      theorem: 'none',
      maxActive: 0,
      statement: `A bottlenecked layer of ${units} labels and ${width} columns guarantees no label set.`,
      covers: (labels) => {
        checkLabels(labels, units);
        return false;
      },
    };
  }

  /** A config without `priorBias` is older than the constant column: it has none. */
  static override readonly fromConfig: typeof fromLoadedConfig = (cls, config) =>
    fromLoadedConfig(cls, { priorBias: false, ...config });

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      features: this.features,
      ...this.kernelOptions.getConfig(),
    };
  }
}
serialization.registerClass(BSLOutput);
