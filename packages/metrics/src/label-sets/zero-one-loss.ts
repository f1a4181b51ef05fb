import { defineMetric } from '../metric/define-metric.js';
import { thresholdOptions } from './options.js';
import { meanOverSets } from './predicted-sets.js';
import { thresholdSuffix } from './threshold.js';

const metric = defineMetric({
  name: 'zeroOneLoss',
  options: thresholdOptions,
  key: ({ threshold }) => `zeroOneLoss${thresholdSuffix(threshold)}`,
  score: meanOverSets((truePositives, predicted, active) =>
    truePositives === predicted && truePositives === active ? 0 : 1,
  ),
});

/**
 * Zero-one loss: the fraction of the examples whose label set is predicted with at least one error,
 * `1 - subset accuracy`. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. Streaming form of
 * `zeroOneLoss`; its memory does not grow. Source: scikit-learn's `zero_one_loss`.
 *
 * @throws ValueError for an unknown option, or a threshold that is NaN; `update` throws it if there are
 * several thresholds but not one per label.
 *
 * @example
 * import { ZeroOneLoss } from '@argmaxable/metrics';
 * const metric = new ZeroOneLoss({ threshold: 0 }); // 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 1
 */
export const ZeroOneLoss = metric.Class;
export type ZeroOneLoss = InstanceType<typeof ZeroOneLoss>;

/**
 * Zero-one loss, as a number or for `model.compile`; see `ZeroOneLoss`.
 *
 * @example
 * import { zeroOneLoss } from '@argmaxable/metrics';
 * zeroOneLoss([[1, 1, 0]], [[2, -1, 0.5]]); // 1
 * const metrics = [zeroOneLoss({ threshold: 0.5 })]; // for model.compile({ metrics })
 */
export const zeroOneLoss = metric.function;
