import { checkBoolean } from '@argmaxable/core';
import { type CommonOptions } from './define/common-options.js';
import { defineLoss } from './define/loss.js';
import { lossOfRows } from './per-example/row-loss.js';
import {
  checkSingleLabel,
  lossOfPicked,
  singleLabelDefaults,
  type SingleLabelOptions,
  wantsLogitsOf,
} from './single-label/bases.js';

export interface PickAllLabelsOptions extends CommonOptions, SingleLabelOptions {
  /** Whether to divide each example's loss by its number of active labels (PAL-N); false by default. */
  readonly normalize: boolean;
}

/**
 * Pick-all-labels loss (PAL): a single-label loss, once for each active label, softmax cross-entropy by
 * default.
 *
 * `l_i = sum over active labels a of L(z, t_a)`, where `t_a = (1 - s) onehot(a) + s/n` is the one-hot target,
 * smoothed by s, the option `labelSmoothing`; with `normalize` (PAL-N) the mean instead of the sum. An
 * example without active labels contributes 0. With p the softmax of z, over labels j, the `base` L is
 *
 * - 'crossEntropy': `- sum of t_j log p_j`;
 * - 'focal': `- sum of t_j (1 - p_j)^gamma log p_j`;
 * - 'squared': `mean of (z_j - M t_j)^2`, of the logits themselves, M the option `targetScale`.
 *
 * Source: Li et al. 2023, arXiv 2310.15903, equation 2, with cross-entropy, and its open question which other
 * losses collapse so; PAL-N: Menon et al. 2019, arXiv 1910.10073. The bases are those of Zhou et al. 2022,
 * arXiv 2210.02192, and its public code: label smoothing with cross-entropy, focal loss, and the squared
 * error with a scaled target (Hui and Belkin 2020, arXiv 2006.07322). Smoothing with the other two is ours.
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
 * const yPred = tensor2d([[2, -1, 1], [0, 3, 0]]);
 * pickAllLabels.with({ normalize: true })(yTrue, yPred).print();
 * pickAllLabels.with({ base: 'focal', gamma: 3 })(yTrue, yPred).print();
 */
export const pickAllLabels = defineLoss<PickAllLabelsOptions>({
  name: 'pickAllLabels',
  defaults: { reduction: 'mean', targets: 'auto', normalize: false, ...singleLabelDefaults },
  check: (options) => {
    checkBoolean('normalize', options.normalize);
    checkSingleLabel(options);
  },
  wantsLogits: wantsLogitsOf,
  compute: (options) => lossOfRows(options, lossOfPicked(options, options.normalize)),
});
