import { defineMetric } from '../metric/define-metric.js';
import { thresholdOptions } from './options.js';
import { meanOverSets } from './predicted-sets.js';
import { thresholdSuffix } from './threshold.js';

const metric = defineMetric({
  name: 'hammingLoss',
  options: thresholdOptions,
  key: ({ threshold }) => `hammingLoss${thresholdSuffix(threshold)}`,
  score: meanOverSets(
    (truePositives, predicted, active, numLabels) => (predicted + active - 2 * truePositives) / numLabels,
  ),
});

/**
 * Hamming loss: the fraction of the N n pairs of an example and a label that is predicted wrong,
 * `(fp + fn) / (N n)`. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. Streaming form of
 * `hammingLoss`; its memory does not grow. Source: scikit-learn's `hamming_loss`.
 *
 * @throws ValueError for an unknown option, or a threshold that is NaN; `update` throws it if there are
 * several thresholds but not one per label.
 *
 * @example
 * import { HammingLoss } from '@argmaxable/metrics';
 * const metric = new HammingLoss({ threshold: 0 }); // 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.666...
 */
export const HammingLoss = metric.Class;
export type HammingLoss = InstanceType<typeof HammingLoss>;

/**
 * Hamming loss, as a number or for `model.compile`; see `HammingLoss`.
 *
 * @example
 * import { hammingLoss } from '@argmaxable/metrics';
 * hammingLoss([[1, 1, 0]], [[2, -1, 0.5]]); // 0.666...
 * const metrics = [hammingLoss({ threshold: 0.5 })]; // for model.compile({ metrics })
 */
export const hammingLoss = metric.function;
