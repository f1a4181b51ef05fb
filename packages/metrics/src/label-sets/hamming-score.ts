import { defineMetric } from '../metric/define-metric.js';
import { thresholdOptions } from './options.js';
import { meanOverSets } from './predicted-sets.js';
import { thresholdSuffix } from './threshold.js';

const metric = defineMetric({
  name: 'hammingScore',
  options: thresholdOptions,
  key: ({ threshold }) => `hammingScore${thresholdSuffix(threshold)}`,
  score: meanOverSets(
    (truePositives, predicted, active, numLabels) => 1 - (predicted + active - 2 * truePositives) / numLabels,
  ),
});

/**
 * Hamming score: the fraction of all pairs of an example and a label that is predicted right,
 * `1 - Hamming loss`. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. Some authors give
 * this name to the Jaccard index averaged over examples, which is `jaccardScore` with `average: 'samples'`.
 * Streaming form of `hammingScore`; its memory does not grow. Source: one minus scikit-learn's
 * `hamming_loss`.
 *
 * @throws ValueError for an unknown option, or a threshold that is NaN; `update` throws it if there are
 * several thresholds but not one per label.
 *
 * @example
 * import { HammingScore } from '@argmaxable/metrics';
 * const metric = new HammingScore({ threshold: 0 }); // 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.333...
 */
export const HammingScore = metric.Class;
export type HammingScore = InstanceType<typeof HammingScore>;

/**
 * Hamming score, as a number or for `model.compile`; see `HammingScore`.
 *
 * @example
 * import { hammingScore } from '@argmaxable/metrics';
 * hammingScore([[1, 1, 0]], [[2, -1, 0.5]]); // 0.333...
 * const metrics = [hammingScore({ threshold: 0.5 })]; // for model.compile({ metrics })
 */
export const hammingScore = metric.function;
