import { checkInteger, cyclicSignChanges } from '@argmaxable/core';
import { concat, serialization, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core';
import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { assertBuilt } from './base/assert-built.js';
import { checkDftSize } from './dft-product/dft-matrix.js';
import { checkLabels, type Guarantee } from './guarantee.js';
import { LabelOrder } from './dft-product/label-order.js';
import { ProjectedOutput, type ProjectedOutputArgs } from './base/projected-output.js';
import { checkTensorSize } from './base/size-limit.js';
import { StartOptions } from './base/start-options.js';
import { TruncatedDft } from './dft-product/truncated-dft.js';
import {
  type InitializerIdentifier,
  type RegularizerIdentifier,
  WeightOptions,
} from './base/weight-options.js';

export interface DFTOutputArgs extends ProjectedOutputArgs {
  /** Number of labels n, 3 or more. */
  units: number;
  /** Every set of up to k active labels is guaranteed to be reachable; from 1 to (units - 1) / 2. */
  k: number;
  /**
   * Number s of trainable columns in addition to the 2k + 1 fixed ones, 0 or more; 0 by default. The
   * guarantee holds with them too.
   */
  slack?: number;
  /**
   * The labels in their order around the circle, each of 0 .. units - 1 once; 0, 1, 2, ... by default. The
   * guarantee counts runs of neighbours in this order; inputs, targets and weights keep the order of the
   * labels. `suggestLabelOrder` of `@argmaxable/data` finds an order that lowers the k that a data set needs.
   */
  labelOrder?: ArrayLike<number> | null;
  /** Initializer of `slack_kernel`; 'glorotUniform' by default. */
  slackInitializer?: InitializerIdentifier;
  /** Regularizer of `slack_kernel`; none by default. */
  slackRegularizer?: RegularizerIdentifier;
}

/**
 * The discrete Fourier output layer: it computes logits with a fixed matrix and a few trainable columns. The
 * fixed matrix makes every set of up to k active labels reachable by construction.
 *
 * `x = e P + p`, then `z = x[0..2k] W_DFT^T + x[2k+1..] S`. W_DFT [n, 2k + 1] is fixed (see `dftMatrix`),
 * rebuilt from (n, k) and never saved. Every label set with at most 2k sign changes around the circle is
 * reachable (Theorems 3, 4), which includes each set of at most k labels; the slack columns S do not change
 * this (Lemma 3).
 *
 * With `labelOrder` the label `labelOrder[j]` is at place j of the circle, and has row j of W_DFT. The
 * guaranteed sets of more than k labels are then those with few runs in that order.
 *
 * Input [..., E], rank 2 or more; output [..., n]. Weights `projection_kernel` [E, 2k+1+s], `projection_bias`
 * [2k+1+s], `slack_kernel` [s, n] (none when s = 0): E(2k+1+s) + (2k+1+s) + s n parameters, all trained; with
 * `useBias` also `bias` [n].
 *
 * A label bias b takes nothing from that where x can be of any size: no score is 0 at the x of a covered set,
 * and t x outweighs b for t large enough. Where x is bounded, a bias may put covered sets out of reach.
 *
 * The theorem is about x: give the layer an input of at least 2k + 1 + s features, of any sign, such as those
 * of a leaky ReLU, or the projection may not reach every x. And it holds for real numbers. Sets with many
 * runs may have regions too thin for float32 numbers: `@argmaxable/verify` decides which sets the stored
 * floats reach.
 *
 * If n is large compared with k, the product with W_DFT takes far fewer multiplications than a dense product:
 * it uses a non-uniform Fourier transform on wasm with `@argmaxable/wasm-training`, and interpolation on cpu,
 * webgl, webgpu and on wasm without that package. The error of logits is then at most 1e-6 times the largest
 * logit. On other backends, with a `labelOrder` on wasm without that package, and in half precision the
 * product is dense and as exact as the backend's. No table takes much more than 128 MiB, for any n and k.
 * Gradients of any order are supported.
 *
 * Source: arXiv 2310.10443, section 4.
 *
 * @throws ValueError for `units`, `k` or `slack` missing, out of range or not an integer, for 2k + 1 > units,
 *   for a `labelOrder` that is not a permutation, for `expectedActive` and `labelFrequencies` out of range,
 *   for an unknown argument, and for weights or logits beyond 2 GiB.
 *
 * @example
 * import { DFTOutput } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential();
 * model.add(layers.dense({ units: 128, inputShape: [64] }));
 * model.add(new DFTOutput({ units: 1000, k: 20, slack: 10 }));
 *
 * const ordered = new DFTOutput({ units: 6, k: 1, labelOrder: [0, 2, 4, 1, 3, 5] });
 * ordered.guarantee().covers([0, 2, 4]); // true: one run in that order
 */
export class DFTOutput extends ProjectedOutput {
  static readonly className = 'DFTOutput';
  readonly k: number;
  readonly slack: number;
  /** The labels in their order around the circle; null for 0, 1, 2, ... */
  readonly labelOrder: readonly number[] | null;
  protected readonly start: StartOptions;
  private readonly slackOptions: WeightOptions;
  private readonly order: LabelOrder | null;
  private slackKernel: LayerVariable | null = null;
  private dft!: TruncatedDft;

  constructor(args: DFTOutputArgs) {
    super('DFTOutput', args, ['k', 'slack', 'labelOrder', 'slackInitializer', 'slackRegularizer']);
    const { units, k, slack = 0, labelOrder = null } = args;
    checkDftSize('units', units, k);
    this.k = k;
    this.slack = checkInteger('slack', slack, { min: 0 });
    checkTensorSize(`slack_kernel of ${this.name}`, [slack, units]);
    this.order = labelOrder === null ? null : new LabelOrder(labelOrder, units);
    this.labelOrder = this.order?.labels ?? null;
    this.start = new StartOptions(args, units, k);
    this.slackOptions = new WeightOptions('slack', args);
  }

  private get fixedColumns(): number {
    return 2 * this.k + 1;
  }

  protected get width(): number {
    return this.fixedColumns + this.slack;
  }

  protected buildClassifier(): void {
    if (this.slack > 0) {
      const { initializer, regularizer } = this.slackOptions;
      const shape = [this.slack, this.units];
      this.slackKernel = this.addWeight('slack_kernel', shape, 'float32', initializer, regularizer);
    }
    this.dft = new TruncatedDft(this.units, this.k, this.order);
    // The fixed tensors are disposed with the weights. Wrappers such as timeDistributed dispose the weights
    // of this layer without calling it, so the weight itself has to dispose the fixed tensors.
    const { projectionKernel, dft } = this;
    const disposeKernel = projectionKernel.dispose.bind(projectionKernel);
    projectionKernel.dispose = () => {
      dft.dispose();
      disposeKernel();
    };
  }

  protected logits(x: Tensor2D): Tensor2D {
    return this.dft.logits(x, this.slackKernel && (this.slackKernel.read() as Tensor2D));
  }

  /**
   * The classifier's matrix [W_DFT | S^T], float32 [n, 2k + 1 + s], row i for label i. The caller disposes
   * it.
   */
  classifierMatrix(): Tensor2D {
    assertBuilt(this, 'classifierMatrix()');
    checkTensorSize(`classifierMatrix() of ${this.name}`, [this.units, this.width]);
    return tidy(() => {
      const fixed = this.dft.matrix();
      if (this.slackKernel === null) return fixed;
      return concat([fixed, transpose(this.slackKernel.read() as Tensor2D)], 1);
    });
  }

  guarantee(): Guarantee {
    const { units, k, order, useBias } = this;
    const circle = `the circle of ${units} labels${order ? ' in the order of labelOrder' : ''}`;
    return {
      theorem: 'truncatedDft',
      maxActive: k,
      statement:
        `Every label set with at most ${2 * k} sign changes around ${circle} is reachable, ` +
        `which includes each set of up to ${k} active labels (arXiv 2310.10443, Theorems 3 and 4)` +
        `${useBias ? ', with any bias on the labels where features can be of any size' : ''}.`,
      covers: (given) => {
        const labels = checkLabels(given, units);
        return (order ? order.signChanges(labels) : cyclicSignChanges(labels, units)) <= 2 * k;
      },
    };
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...super.getConfig(),
      k: this.k,
      slack: this.slack,
      labelOrder: this.labelOrder && [...this.labelOrder],
      ...this.slackOptions.getConfig(),
    };
  }
}
serialization.registerClass(DFTOutput);
