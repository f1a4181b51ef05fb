import { defineMetric } from '../metric/define-metric.js';
import { divide } from '../metric/zero-division.js';
import { averagedOverSets } from './averaged-sets.js';
import { averagedKey, averagedOptions } from './options.js';

const metric = defineMetric({
  name: 'recallScore',
  options: averagedOptions,
  key: (options) => averagedKey('Recall', options),
  score: averagedOverSets((truePositives, _predicted, active, { zeroDivision }) =>
    divide(truePositives, active, zeroDivision),
  ),
});

/**
 * Recall: `tp / (tp + fn)`, the fraction of the active labels that is predicted. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. A label or example
 * for which nothing is active counts as `zeroDivision`: 0 by default; NaN leaves it out of averages.
 * Streaming form of `recallScore`; its memory does not grow. `perLabel()` returns the value of each label.
 * Source: scikit-learn's `recall_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed.
 *
 * @example
 * import { RecallScore } from '@argmaxable/metrics';
 * const metric = new RecallScore({ average: 'micro' }); // threshold: 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const RecallScore = metric.Class;
export type RecallScore = InstanceType<typeof RecallScore>;

/**
 * Recall, as a number or for `model.compile`; see `RecallScore`.
 *
 * @example
 * import { recallScore } from '@argmaxable/metrics';
 * recallScore([[1, 1, 0]], [[2, -1, 0.5]], { average: 'micro' }); // 0.5
 * recallScore.perLabel([[1, 1, 0]], [[2, -1, 0.5]]); // [1, 0, 0]
 * const metrics = [recallScore({ average: 'micro' })]; // for model.compile({ metrics })
 */
export const recallScore = metric.function;
