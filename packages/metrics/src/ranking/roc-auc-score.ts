import { misorderedPairs } from '../batch/ranked-positives.js';
import { defineMetric } from '../metric/define-metric.js';
import { averagedOverRankings } from './averaged-rankings.js';
import { rankingKey, rankingOptions } from './options.js';

/** The scoring, exported so that several metrics can share one ranking. */
export const rocAucOfRankings = averagedOverRankings((ranked, { zeroDivision }) => {
  const { numPositives, numNegatives } = ranked;
  return numPositives === 0 || numNegatives === 0 ? zeroDivision : 1 - misorderedPairs(ranked, 0.5);
});

const metric = defineMetric({
  name: 'rocAucScore',
  options: rankingOptions,
  key: (options) => rankingKey('RocAuc', options),
  score: rocAucOfRankings,
});

/**
 * ROC AUC: the fraction of the pairs of a positive and a negative in which the positive has the higher score;
 * a tie counts as half. From 0 to 1; random scores give 0.5.
 *
 * A label without positives, or without negatives, has no such pair and counts as `zeroDivision`. The
 * default, NaN, leaves it out of averages; scikit-learn throws an error or warns. Streaming form of
 * `rocAucScore`. Its memory grows by n numbers per example, because every score is needed at the end, except
 * with `average: 'samples'`. `perLabel()` returns the value of each label. Source: scikit-learn's
 * `roc_auc_score`; Fawcett 2006.
 *
 * @throws ValueError for an unknown option or a value that is not allowed; `perLabel` throws it with
 * `average: 'samples'`.
 *
 * @example
 * import { RocAucScore } from '@argmaxable/metrics';
 * const metric = new RocAucScore({ average: 'micro' });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const RocAucScore = metric.Class;
export type RocAucScore = InstanceType<typeof RocAucScore>;

/**
 * ROC AUC, as a number or for `model.compile`; see `RocAucScore`.
 *
 * @example
 * import { rocAucScore } from '@argmaxable/metrics';
 * const [yTrue, yPred] = [[[1, 0], [0, 0], [1, 0]], [[2, -1], [1, 3], [-1, 0]]];
 * rocAucScore(yTrue, yPred); // 0.5: label 1 has no positives
 * rocAucScore.perLabel(yTrue, yPred, { zeroDivision: 0 }); // [0.5, 0]
 * const metrics = [rocAucScore()]; // for model.compile({ metrics })
 */
export const rocAucScore = metric.function;
