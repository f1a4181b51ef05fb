import { checkBoolean, kernels, runKernel } from '@argmaxable/core';
import { add, div, divNoNan, exp, log, max, mul, neg, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { type CommonOptions } from './define/common-options.js';
import { defineLoss } from './define/loss.js';
import { lossOfRows, type RowLoss } from './per-example/row-loss.js';
import type { TargetRows } from './targets/target-rows.js';

export interface PickAllLabelsOptions extends CommonOptions {
  /** Whether to divide each example's loss by its number of active labels (PAL-N); false by default. */
  readonly normalize: boolean;
}

/**
 * Pick-all-labels loss (PAL): softmax cross-entropy, once for each active label.
 *
 * `l_i = - sum over active labels of log softmax(z)`; with `normalize` (PAL-N) the mean instead of the sum.
 * An example without active labels contributes 0.
 *
 * Source: Li et al. 2023, arXiv 2310.15903, equation 2; PAL-N: Menon et al. 2019, arXiv 1910.10073.
 *
 * @param yTrue Targets: multi-hot [..., n], or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses, each a sum over active labels
 *   (a mean with `normalize`); or 'none', all of them, [...]. Examples without active labels count in the
 *   mean.
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { pickAllLabels } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const yTrue = tensor2d([[0, 2], [1, -1]], [2, 2], 'int32'); // labels 0 and 2, and label 1
 * pickAllLabels.with({ normalize: true })(yTrue, tensor2d([[2, -1, 1], [0, 3, 0]])).print();
 */
export const pickAllLabels = defineLoss<PickAllLabelsOptions>({
  name: 'pickAllLabels',
  defaults: { reduction: 'mean', targets: 'auto', normalize: false },
  check: ({ normalize }) => void checkBoolean('normalize', normalize),
  wantsLogits: () => 'takes their softmax itself',
  compute: (options) => lossOfRows(options, softmaxCrossEntropy(options.normalize)),
});

/** The loss of rows: the sum, or the mean, over a row's active labels of its softmax cross-entropy. */
export function softmaxCrossEntropy(normalize: boolean): RowLoss {
  const share = (x: Tensor2D, targets: TargetRows): Tensor2D =>
    normalize ? divNoNan(x, targets.counts()) : x;
  return {
    values: (z, targets) => {
      const shifted: Tensor2D = sub(z, max(z, 1, true));
      const logSum = log(sum(exp(shifted), 1, true));
      // Both terms are 0 or more, so that they do not cancel.
      const value: Tensor2D = add(mul(targets.counts(), logSum), targets.activeRowSums(neg(shifted)));
      return share(value, targets);
    },
    gradient: (z, targets, dy) => {
      const powers = exp(sub(z, max(z, 1, true)));
      const expected: Tensor2D = mul(powers, div(targets.counts(), sum(powers, 1, true)));
      return mul(
        targets.map(expected, (e, y) => (y === 0 ? e : sub(e, y))),
        share(dy, targets),
      );
    },
    kernel: {
      contract: kernels.softmaxCrossEntropy,
      run: (inputs, gradientScale) =>
        runKernel(kernels.softmaxCrossEntropy, inputs, { normalize, gradientScale }),
    },
  };
}
