import { defineMetric } from '../metric/define-metric.js';
import { divide } from '../metric/zero-division.js';
import { averagedOverSets } from './averaged-sets.js';
import { averagedKey, averagedOptions } from './options.js';

const metric = defineMetric({
  name: 'precisionScore',
  options: averagedOptions,
  key: (options) => averagedKey('Precision', options),
  score: averagedOverSets((truePositives, predicted, _active, { zeroDivision }) =>
    divide(truePositives, predicted, zeroDivision),
  ),
});

/**
 * Precision: `tp / (tp + fp)`, the fraction of the predicted labels that is active. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. A label or example
 * for which nothing is predicted counts as `zeroDivision`: 0 by default; NaN leaves it out of averages.
 * Streaming form of `precisionScore`; its memory does not grow. `perLabel()` returns the value of each label.
 * Source: scikit-learn's `precision_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed.
 *
 * @example
 * import { PrecisionScore } from '@argmaxable/metrics';
 * const metric = new PrecisionScore({ average: 'micro' }); // threshold: 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const PrecisionScore = metric.Class;
export type PrecisionScore = InstanceType<typeof PrecisionScore>;

/**
 * Precision, as a number or for `model.compile`; see `PrecisionScore`.
 *
 * @example
 * import { precisionScore } from '@argmaxable/metrics';
 * precisionScore([[1, 1, 0]], [[2, -1, 0.5]], { average: 'micro' }); // 0.5
 * precisionScore.perLabel([[1, 1, 0]], [[2, -1, 0.5]]); // [1, 0, 0]
 * const metrics = [precisionScore({ average: 'micro' })]; // for model.compile({ metrics })
 */
export const precisionScore = metric.function;
