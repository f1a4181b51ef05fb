import { metricFunction, type SetMetricFunction } from '../metric/metric-function.js';
import { checkThresholdOptions, type ThresholdOptions } from './options.js';
import { ThresholdMean } from './threshold-mean.js';

/**
 * Hamming score: the part of all labels of all examples that is predicted right, `1 - Hamming loss`. From 0
 * to 1.
 *
 * Labels with a score above `threshold` are predicted, or those of given `LabelSets`. Some authors call the
 * samples-averaged Jaccard index by this name: that is `jaccardScore` with `average: 'samples'`. Streaming
 * form of `hammingScore`; its memory does not grow. Source: one minus scikit-learn's `hamming_loss`.
 *
 * @throws ValueError for an unknown option, or a threshold that is NaN; `update` for another number of
 * thresholds.
 *
 * @example
 * import { HammingScore } from '@argmaxable/metrics';
 * const metric = new HammingScore({ threshold: 0 }); // 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.333...
 */
export class HammingScore extends ThresholdMean {
  static readonly metricName: string = 'hammingScore';
  protected override readonly shortName = 'hammingScore';

  constructor(options: ThresholdOptions = {}) {
    super(checkThresholdOptions('HammingScore', options));
  }

  protected override score(
    truePositives: number,
    predicted: number,
    active: number,
    numLabels: number,
  ): number {
    return 1 - (predicted + active - 2 * truePositives) / numLabels;
  }
}

/**
 * Hamming score, as a number or for `model.compile`; see `HammingScore`.
 *
 * @example
 * import { hammingScore } from '@argmaxable/metrics';
 * hammingScore([[1, 1, 0]], [[2, -1, 0.5]]); // 0.333...
 * const metrics = [hammingScore({ threshold: 0.5 })]; // for model.compile({ metrics })
 */
export const hammingScore = metricFunction<ThresholdOptions, SetMetricFunction<ThresholdOptions>>(
  HammingScore,
);
