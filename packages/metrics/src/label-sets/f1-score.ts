import { defineMetric } from '../metric/define-metric.js';
import { divide } from '../metric/zero-division.js';
import { averagedOverSets } from './averaged-sets.js';
import { averagedKey, averagedOptions } from './options.js';

const metric = defineMetric({
  name: 'f1Score',
  options: averagedOptions,
  key: (options) => averagedKey('F1', options),
  score: averagedOverSets((truePositives, predicted, active, { zeroDivision }) =>
    divide(2 * truePositives, predicted + active, zeroDivision),
  ),
});

/**
 * F1: `2 tp / (2 tp + fp + fn)`, the harmonic mean of precision and recall. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. A label or example
 * for which nothing is active and nothing is predicted counts as `zeroDivision`: 0 by default; NaN leaves it
 * out of averages. Streaming form of `f1Score`; its memory does not grow. `perLabel()` returns the value of
 * each label. Source: scikit-learn's `f1_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed.
 *
 * @example
 * import { F1Score } from '@argmaxable/metrics';
 * const metric = new F1Score({ average: 'micro' }); // threshold: 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const F1Score = metric.Class;
export type F1Score = InstanceType<typeof F1Score>;

/**
 * F1, as a number or for `model.compile`; see `F1Score`.
 *
 * @example
 * import { f1Score } from '@argmaxable/metrics';
 * f1Score([[1, 1, 0]], [[2, -1, 0.5]], { average: 'micro' }); // 0.5
 * f1Score.perLabel([[1, 1, 0]], [[2, -1, 0.5]]); // [1, 0, 0]
 * const metrics = [f1Score({ average: 'micro' })]; // for model.compile({ metrics })
 */
export const f1Score = metric.function;
