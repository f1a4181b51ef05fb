import { meanOverExamples } from '../metric/example-means.js';
import type { Scoring } from '../metric/scoring.js';
import type { State } from '../metric/state.js';
import type { PartialMean } from '../metric/zero-division.js';
import type { CheckedThresholdOptions } from './options.js';
import {
  checkRangeCounts,
  defaultWantsLogits,
  likeProbabilities,
  noRanges,
  noteScoreRange,
  probabilitiesWarning,
  type RangeCounts,
} from './probabilities.js';
import { checkNoThreshold, checkThresholdLength } from './threshold.js';

/**
 * Completes a scoring of predicted label sets: of those that scores and a threshold give, or of given ones.
 * It warns if scores that look like probabilities are compared with 0, the threshold for logits.
 */
export function ofPredictedSets<Options extends CheckedThresholdOptions, S extends State>(
  scoring: Scoring<Options, S>,
): Scoring<Options, S & RangeCounts, true> {
  return {
    ...scoring,
    takesLabelSets: true,
    implied: { threshold: 0 } as Partial<Options>,
    wantsLogits: ({ threshold }) => (threshold === undefined ? defaultWantsLogits : undefined),
    warning: (state) => (likeProbabilities(state) ? probabilitiesWarning : undefined),
    empty: (numLabels) => ({ ...scoring.empty(numLabels), ...noRanges() }),
    add(state, batch, options) {
      scoring.add(state, batch, options);
      if (options.threshold === undefined) noteScoreRange(state, batch);
    },
    checkState(state, options, examples, numLabels) {
      scoring.checkState(state, options, examples, numLabels);
      checkRangeCounts(state, examples);
    },
    checkNumLabels: (numLabels, { threshold }) => checkThresholdLength(threshold, numLabels),
    checkBatch: (batch, { threshold }) => checkNoThreshold(threshold, batch),
  };
}

/**
 * Makes the scoring of the mean over examples of a formula of the numbers of active, of predicted, and of
 * both active and predicted labels.
 *
 * @param score The formula; its value is from 0 to 1.
 */
export function meanOverSets(
  score: (truePositives: number, predicted: number, active: number, numLabels: number) => number,
): Scoring<CheckedThresholdOptions, PartialMean & RangeCounts, true> {
  return ofPredictedSets(
    meanOverExamples<CheckedThresholdOptions>((batch, { threshold }) => {
      const { truePositives, predicted, active } = batch.errorCounts(threshold).byExample;
      return (i) => score(truePositives[i], predicted[i], active[i], batch.numLabels);
    }),
  );
}
