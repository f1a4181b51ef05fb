import { checkInteger, LabelSets, seededRandom } from '@argmaxable/core';
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
import { labelSetsOf } from './targets/read-batch.js';

export interface PickOneLabelOptions extends CommonOptions, SingleLabelOptions {
  /** Seed of the draws, an integer; 0 by default. */
  readonly seed: number;
}

/**
 * Pick-one-label loss (POL): a single-label loss of one active label, which is drawn again for each example
 * at each call; softmax cross-entropy by default.
 *
 * `l_i = - log softmax(z)_j`, j drawn uniformly from the active labels, or the other bases of
 * `pickAllLabels`, which see: the mean over draws is `pickAllLabels` with `normalize`. An example without
 * active labels contributes 0.
 *
 * The draws of a loss object, such as `with` makes, depend only on its seed and the number of calls; a loaded
 * model starts again at the seed. Multi-hot targets are read back from the device, and must be 0 or 1.
 *
 * Source: Menon et al. 2019, arXiv 1910.10073 (POL).
 *
 * @param yTrue Targets: multi-hot [..., n], or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses; or 'none', all of them, [...].
 * @throws ValueError for shapes or dtypes that do not fit, targets other than 0 and 1, label indices out of
 *   range or repeated, no example, and for options out of range.
 *
 * @example
 * import { pickOneLabel } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const loss = pickOneLabel.with({ seed: 42 });
 * loss(tensor2d([[1, 0, 1]]), tensor2d([[2, -1, 1]])).print();
 */
export const pickOneLabel = defineLoss<PickOneLabelOptions>({
  name: 'pickOneLabel',
  defaults: { reduction: 'mean', targets: 'auto', seed: 0, ...singleLabelDefaults },
  check: (options) => {
    checkInteger('seed', options.seed);
    checkSingleLabel(options);
  },
  wantsLogits: wantsLogitsOf,
  compute: (options) => {
    const random = seededRandom(options.seed);
    return lossOfRows(options, lossOfPicked(options, false), (targets) => {
      const sets = labelSetsOf(targets);
      const drawn = Array.from(sets, (labels) =>
        labels.length === 0 ? [] : [labels[random.integer(labels.length)]],
      );
      return LabelSets.from(drawn, sets.numLabels);
    });
  },
});
