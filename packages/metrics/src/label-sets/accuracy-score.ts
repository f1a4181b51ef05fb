import { metricFunction, type SetMetricFunction } from '../metric/metric-function.js';
import { checkThresholdOptions, type ThresholdOptions } from './options.js';
import { ThresholdMean } from './threshold-mean.js';

/**
 * Subset accuracy: the part of the examples whose label set is predicted without any error. From 0 to 1.
 *
 * Labels with a score above `threshold` are predicted, or those of given `LabelSets`.
 * Streaming form of `accuracyScore`; its memory does not grow.
 * Source: scikit-learn's `accuracy_score` of multi-label targets.
 *
 * @throws ValueError for an unknown option, or a threshold that is NaN; `update` for another number of
 * thresholds.
 *
 * @example
 * import { AccuracyScore } from '@argmaxable/metrics';
 * const metric = new AccuracyScore({ threshold: 0 }); // 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0
 */
export class AccuracyScore extends ThresholdMean {
  static readonly metricName: string = 'accuracyScore';
  protected override readonly shortName = 'accuracyScore';

  constructor(options: ThresholdOptions = {}) {
    super(checkThresholdOptions('AccuracyScore', options));
  }

  protected override score(truePositives: number, predicted: number, active: number): number {
    return truePositives === predicted && truePositives === active ? 1 : 0;
  }
}

/**
 * Subset accuracy, as a number or for `model.compile`; see `AccuracyScore`.
 *
 * @example
 * import { accuracyScore } from '@argmaxable/metrics';
 * accuracyScore([[1, 1, 0]], [[2, -1, 0.5]]); // 0
 * const metrics = [accuracyScore({ threshold: 0.5 })]; // for model.compile({ metrics })
 */
export const accuracyScore = metricFunction<ThresholdOptions, SetMetricFunction<ThresholdOptions>>(
  AccuracyScore,
);
