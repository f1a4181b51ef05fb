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
 * Jaccard index: `tp / (tp + fp + fn)`, intersection over union of predicted and active. From 0 to 1.
 *
 * Labels with a score above `threshold` are predicted, or those of given `LabelSets`. A label or example with
 * nothing active and nothing predicted counts `zeroDivision`; 0 by default; NaN leaves it out of averages.
 * Streaming form of `jaccardScore`; its memory does not grow. `perLabel()` is the value of each label.
 * Source: scikit-learn's `jaccard_score`.
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
