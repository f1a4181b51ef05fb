import { checkInteger } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';

/** In how many batches scores lay where; part of a state, so that it is known of all examples at the end. */
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

/** Notes where the scores of a batch lie. */
export function noteScoreRange(counts: RangeCounts, batch: Batch): void {
  if (batch.predicted) return;
  const range = batch.scoreRange();
  if (range === 'between') counts.scoresBetween++;
  if (range === 'outside') counts.scoresOutside++;
}

/**
 * Whether all scores that were noted lie within 0 and 1, as probabilities do. Mere predictions, 0 and 1, do
 * not count.
 */
export function likeProbabilities({ scoresBetween, scoresOutside }: RangeCounts): boolean {
  return scoresBetween > 0 && scoresOutside === 0;
}

/** Why a metric of no given threshold wants logits. */
export const defaultWantsLogits =
  'compares with 0 where it is not told threshold: 0.5, as probabilities need';

/**
 * What to warn of where what look like probabilities were compared with the threshold of logits. No error: a
 * model not yet trained, or one that ends in a ReLU, may give logits from 0 to 1.
 */
export const probabilitiesWarning =
  'all scores lie between 0 and 1, as probabilities do, and were compared with 0, the default threshold, which is right ' +
  'for logits: every label with a score above 0 counts as predicted. Say threshold: 0.5 if they are probabilities, threshold: 0 if they are not.';

/** The same of a metric that takes softmax itself. */
export const softmaxTwiceWarning =
  'all scores lie between 0 and 1, as probabilities do. It takes softmax of them: give logits, the scores before softmax or sigmoid.';
