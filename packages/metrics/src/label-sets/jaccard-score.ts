import { defineMetric } from '../metric/define-metric.js';
import { divide } from '../metric/zero-division.js';
import { averagedOverSets } from './averaged-sets.js';
import { averagedKey, averagedOptions } from './options.js';

const metric = defineMetric({
  name: 'jaccardScore',
  options: averagedOptions,
  key: (options) => averagedKey('Jaccard', options),
  score: averagedOverSets((truePositives, predicted, active, { zeroDivision }) =>
    divide(truePositives, predicted + active - truePositives, zeroDivision),
  ),
});

/**
 * Jaccard index: `tp / (tp + fp + fn)`, the intersection of predicted and active labels over their union.
 * From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. A label or example
 * for which nothing is active and nothing is predicted counts as `zeroDivision`: 0 by default; NaN leaves it
 * out of averages. Streaming form of `jaccardScore`; its memory does not grow. `perLabel()` returns the value
 * of each label. Source: scikit-learn's `jaccard_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed.
 *
 * @example
 * import { JaccardScore } from '@argmaxable/metrics';
 * const metric = new JaccardScore({ average: 'micro' }); // threshold: 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.333...
 */
export const JaccardScore = metric.Class;
export type JaccardScore = InstanceType<typeof JaccardScore>;

/**
 * Jaccard index, as a number or for `model.compile`; see `JaccardScore`.
 *
 * @example
 * import { jaccardScore } from '@argmaxable/metrics';
 * jaccardScore([[1, 1, 0]], [[2, -1, 0.5]], { average: 'micro' }); // 0.333...
 * jaccardScore.perLabel([[1, 1, 0]], [[2, -1, 0.5]]); // [1, 0, 0]
 * const metrics = [jaccardScore({ average: 'micro' })]; // for model.compile({ metrics })
 */
export const jaccardScore = metric.function;
