import { defineMetric } from '../metric/define-metric.js';
import { thresholdOptions } from './options.js';
import { meanOverSets } from './predicted-sets.js';
import { thresholdSuffix } from './threshold.js';

const metric = defineMetric({
  name: 'accuracyScore',
  options: thresholdOptions,
  key: ({ threshold }) => `accuracyScore${thresholdSuffix(threshold)}`,
  score: meanOverSets((truePositives, predicted, active) =>
    truePositives === predicted && truePositives === active ? 1 : 0,
  ),
});

/**
 * Subset accuracy: the fraction of the examples whose label set is predicted without any error. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. Streaming form of
 * `accuracyScore`; its memory does not grow. Source: scikit-learn's `accuracy_score` for multi-label targets.
 *
 * @throws ValueError for an unknown option, or a threshold that is NaN; `update` throws it if there are
 * several thresholds but not one per label.
 *
 * @example
 * import { AccuracyScore } from '@argmaxable/metrics';
 * const metric = new AccuracyScore({ threshold: 0 }); // 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0
 */
export const AccuracyScore = metric.Class;
export type AccuracyScore = InstanceType<typeof AccuracyScore>;

/**
 * Subset accuracy, as a number or for `model.compile`; see `AccuracyScore`.
 *
 * @example
 * import { accuracyScore } from '@argmaxable/metrics';
 * accuracyScore([[1, 1, 0]], [[2, -1, 0.5]]); // 0
 * const metrics = [accuracyScore({ threshold: 0.5 })]; // for model.compile({ metrics })
 */
export const accuracyScore = metric.function;
