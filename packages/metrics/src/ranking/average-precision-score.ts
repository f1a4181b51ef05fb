import { averagePrecision } from '../batch/ranked-positives.js';
import { defineMetric } from '../metric/define-metric.js';
import { averagedOverRankings } from './averaged-rankings.js';
import { rankingKey, rankingOptions } from './options.js';

/** The scoring, exported so that several metrics can share one ranking. */
export const averagePrecisionOfRankings = averagedOverRankings((ranked, { zeroDivision }) =>
  ranked.numPositives === 0 ? zeroDivision : averagePrecision(ranked),
);

const metric = defineMetric({
  name: 'averagePrecisionScore',
  options: rankingOptions,
  key: (options) => rankingKey('AveragePrecision', options),
  score: averagePrecisionOfRankings,
});

/**
 * Average precision: `sum over j of (R_j - R_{j-1}) P_j`, with the precision P_j and the recall R_j if score
 * j is the threshold: the area under the precision-recall curve drawn in steps. From 0 to 1.
 *
 * A label without positives has no recall and counts as `zeroDivision`. The default, NaN, leaves it out of
 * averages; scikit-learn uses 0. With `average: 'macro'` this is mAP without interpolation; see
 * `MeanAveragePrecision`. Streaming form of `averagePrecisionScore`. Its memory grows by n numbers per
 * example, because every score is needed at the end, except with `average: 'samples'`. `perLabel()` returns
 * the value of each label. Source: scikit-learn's `average_precision_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed; `perLabel` throws it with
 * `average: 'samples'`.
 *
 * @example
 * import { AveragePrecisionScore } from '@argmaxable/metrics';
 * const metric = new AveragePrecisionScore({ average: 'micro' });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.833...
 */
export const AveragePrecisionScore = metric.Class;
export type AveragePrecisionScore = InstanceType<typeof AveragePrecisionScore>;

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
export const averagePrecisionScore = metric.function;
