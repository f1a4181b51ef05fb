import { checkInteger } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';

/**
 * In how many batches some scores were strictly between 0 and 1, or outside of 0 to 1; part of a metric's
 * state, so that at the end it is known for all examples.
 */
export type RangeCounts = { scoresBetween: number; scoresOutside: number };

export function noRanges(): RangeCounts {
  return { scoresBetween: 0, scoresOutside: 0 };
}

/** Checks counts that come from JSON. */
export function checkRangeCounts(counts: RangeCounts, examples: number): void {
  for (const name of ['scoresBetween', 'scoresOutside'] as const) {
    checkInteger(`json.state.${name}`, counts[name], { min: 0, max: examples });
  }
}

/** Counts a batch by the range of its scores. */
export function noteScoreRange(counts: RangeCounts, batch: Batch): void {
  if (batch.predicted) return;
  const range = batch.scoreRange();
  if (range === 'between') counts.scoresBetween++;
  if (range === 'outside') counts.scoresOutside++;
}

/**
 * Whether all counted scores are from 0 to 1, as probabilities are. Scores that are only 0 and 1 are
 * predictions, and do not count as probabilities.
 */
export function likeProbabilities({ scoresBetween, scoresOutside }: RangeCounts): boolean {
  return scoresBetween > 0 && scoresOutside === 0;
}

/** Why a metric needs logits if no threshold is given. */
export const defaultWantsLogits =
  'compares scores with 0 unless threshold: 0.5 is given, which probabilities need';

/**
 * The warning if scores that look like probabilities were compared with the threshold for logits. It is not
 * an error: a model that is not trained yet, or that ends in a ReLU, may give logits from 0 to 1.
 */
export const probabilitiesWarning =
  'all scores lie between 0 and 1, as probabilities do, and were compared with 0, the default threshold, which is right ' +
  'for logits: every label with a score above 0 counts as predicted. Give threshold: 0.5 if they are probabilities, threshold: 0 if they are not.';

/** The warning of a metric that applies softmax itself. */
export const softmaxTwiceWarning =
  'all scores lie between 0 and 1, as probabilities do. The metric takes their softmax itself: give logits, the scores before softmax or sigmoid.';
