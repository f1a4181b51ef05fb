import { checkInteger } from '@argmaxable/core';
import { serialization, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { assertBuilt } from './base/assert-built.js';
import { checkLabels, type Guarantee } from './guarantee.js';
import { matrixProduct } from './base/product.js';
import { ProjectedOutput, type ProjectedOutputArgs } from './base/projected-output.js';
import { checkTensorSize } from './base/size-limit.js';
import {
  type InitializerIdentifier,
  type RegularizerIdentifier,
  WeightOptions,
} from './base/weight-options.js';

export interface BSLOutputArgs extends ProjectedOutputArgs {
  /** Width d of the bottleneck, 1 or more. */
  features: number;
  /** Initializer of `kernel`; 'glorotUniform' by default. */
  kernelInitializer?: InitializerIdentifier;
  /** Regularizer of `kernel`; none by default. */
  kernelRegularizer?: RegularizerIdentifier;
}

/**
 * The bottlenecked sigmoid layer: `z = (e P + p) W`, the usual low-rank linear output, for comparison.
 *
 * With n > d labels no such layer can reach all of the 2^n label sets, and with n far above d it reaches only
 * a small share of them (Cover 1965). It guarantees none: `@argmaxable/verify` decides which ones it reaches.
 *
 * Input [..., E], rank 2 or more; output [..., n]. Weights `projection_kernel` [E, d], `projection_bias` [d],
 * `kernel` [d, n]: E d + d + d n parameters, all trained.
 *
 * Source: arXiv 2310.10443, section 2.
 *
 * @throws ValueError for `units` or `features` missing, below 1 or not an integer, for an unknown argument,
 * and for weights beyond 2 GiB.
 *
 * @example
 * import { BSLOutput } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential();
 * model.add(layers.dense({ units: 128, inputShape: [64] }));
 * model.add(new BSLOutput({ units: 1000, features: 50 }));
 */
export class BSLOutput extends ProjectedOutput {
  static readonly className = 'BSLOutput';
  readonly features: number;
  private readonly kernelOptions: WeightOptions;
  private kernel!: LayerVariable;

  constructor(args: BSLOutputArgs) {
    super('BSLOutput', args, ['features', 'kernelInitializer', 'kernelRegularizer']);
    this.features = checkInteger('features', args.features, { min: 1 });
    checkTensorSize(`kernel of ${this.name}`, [this.features, this.units]);
    this.kernelOptions = new WeightOptions('kernel', args);
  }

  protected get width(): number {
    return this.features;
  }

  protected buildClassifier(): void {
    const { initializer, regularizer } = this.kernelOptions;
    const shape = [this.features, this.units];
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer, regularizer);
  }

  protected logits(x: Tensor2D): Tensor2D {
    return matrixProduct(x, this.kernel.read() as Tensor2D);
  }

  /** The classifier's matrix, float32 [n, d]. The caller disposes it. */
  classifierMatrix(): Tensor2D {
    assertBuilt(this, 'classifierMatrix()');
    return tidy(() => transpose(this.kernel.read() as Tensor2D));
  }

  guarantee(): Guarantee {
    return {
      theorem: 'none',
      maxActive: 0,
      statement: `A bottlenecked layer of ${this.units} labels on ${this.features} features guarantees no label set.`,
      covers: (labels) => {
        checkLabels(labels, this.units);
        return false;
      },
    };
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      features: this.features,
      ...this.kernelOptions.getConfig(),
    };
  }
}
serialization.registerClass(BSLOutput);
