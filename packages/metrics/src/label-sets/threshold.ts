import { isArrayLike, readNumbers, ValueError } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';

/**
 * Labels with a score z > t are predicted, with one t for all, or one per label. No score is above
 * `Infinity`, so such a label is never predicted; every score is above `-Infinity`, except `-Infinity`
 * itself.
 */
export type CheckedThreshold = number | readonly number[];

/** Returns a threshold as plain numbers; throws a ValueError for NaN and for other things than numbers. */
export function readThreshold(threshold: unknown): CheckedThreshold {
  if (isArrayLike(threshold)) return Array.from(readNumbers('threshold', threshold, { infinite: true }));
  if (typeof threshold === 'number' && !Number.isNaN(threshold)) return threshold;
  throw new ValueError('threshold', threshold, 'a number, not NaN, or an array of numbers, one per label');
}

/** Throws a ValueError for an array of thresholds whose length is not the number of labels. */
export function checkThresholdLength(threshold: CheckedThreshold | undefined, numLabels: number): void {
  if (typeof threshold === 'object' && threshold.length !== numLabels) {
    throw new ValueError('threshold', threshold, `a number, or ${numLabels} numbers, one per label`);
  }
}

/** Throws a ValueError for a threshold that was given together with label sets: it would have no effect. */
export function checkNoThreshold(threshold: CheckedThreshold | undefined, batch: Batch): void {
  if (batch.predicted && threshold !== undefined) {
    throw new ValueError(
      'threshold',
      threshold,
      'omitted if the predictions are label sets',
      'A threshold is for scores only.',
    );
  }
}

/** The part of a key that gives a threshold other than the default. */
export function thresholdSuffix(threshold: CheckedThreshold = 0): string {
  if (threshold === 0) return '';
  return typeof threshold === 'number' ? `>${threshold}` : '>perLabel';
}
