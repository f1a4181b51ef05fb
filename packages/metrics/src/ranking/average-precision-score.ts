import { labelMetricFunction } from '../metric/metric-function.js';
import { AveragedRankingScore, type RankingOptions } from './averaged-ranking-score.js';
import { averagePrecision, type RankedPositives } from '../batch/ranked-positives.js';

/**
 * Average precision: `sum over j of (R_j - R_{j-1}) P_j`, precision P_j and recall R_j at each score in turn
 * as the threshold; the area under the precision-recall curve as steps. From 0 to 1.
 *
 * A label without positives has no recall: it counts `zeroDivision`. The default, NaN, leaves it out of
 * averages, and 0 is what scikit-learn does. With `average: 'macro'` this is mAP without interpolation; see
 * `MeanAveragePrecision`. Streaming form of `averagePrecisionScore`. Its memory grows by n numbers per
 * example, because every score is needed at the end; not so with `average: 'samples'`. `perLabel()` is the
 * value of each label. Source: scikit-learn's `average_precision_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed; `perLabel` with
 * `average: 'samples'`.
 *
 * @example
 * import { AveragePrecisionScore } from '@argmaxable/metrics';
 * const metric = new AveragePrecisionScore({ average: 'micro' });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.833...
 */
export class AveragePrecisionScore extends AveragedRankingScore {
  static readonly metricName: string = 'averagePrecisionScore';
  protected override readonly shortName = 'AveragePrecision';

  constructor(options: RankingOptions = {}) {
    super('AveragePrecisionScore', options);
  }

  protected override score(ranked: RankedPositives): number {
    return ranked.numPositives === 0 ? this.options.zeroDivision : averagePrecision(ranked);
  }
}

/**
 * Average precision, as a number or for `model.compile`; see `AveragePrecisionScore`.
 *
 * @example
 * import { averagePrecisionScore } from '@argmaxable/metrics';
 * const [yTrue, yPred] = [[[1, 0], [0, 0], [1, 0]], [[2, -1], [1, 3], [-1, 0]]];
 * averagePrecisionScore(yTrue, yPred); // 0.833...: label 1 has no positives
 * averagePrecisionScore.perLabel(yTrue, yPred, { zeroDivision: 0 }); // [0.833..., 0]
 * const metrics = [averagePrecisionScore()]; // for model.compile({ metrics })
 */
export const averagePrecisionScore = labelMetricFunction<RankingOptions>(AveragePrecisionScore);
