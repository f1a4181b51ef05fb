import { isArrayLike, readNumbers, ValueError } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';

/**
 * Labels with a score z > t are predicted: one t, or one per label. With `Infinity` no score is above it, so
 * a label is never predicted; with `-Infinity` every score is, but for `-Infinity` itself.
 */
export type CheckedThreshold = number | readonly number[];

/** Returns a threshold as plain numbers; throws a ValueError for one that is NaN, or no number. */
export function readThreshold(threshold: unknown): CheckedThreshold {
  if (isArrayLike(threshold)) return Array.from(readNumbers('threshold', threshold, { infinite: true }));
  if (typeof threshold === 'number' && !Number.isNaN(threshold)) return threshold;
  throw new ValueError('threshold', threshold, 'a number, not NaN, or an array of numbers, one per label');
}

/** Throws a ValueError for thresholds of labels that are not as many as the labels. */
export function checkThresholdLength(threshold: CheckedThreshold | undefined, numLabels: number): void {
  if (typeof threshold === 'object' && threshold.length !== numLabels) {
    throw new ValueError('threshold', threshold, `a number, or ${numLabels} numbers, one per label`);
  }
}

/** Throws a ValueError for a threshold that was given beside label sets, where it would change nothing. */
export function checkNoThreshold(threshold: CheckedThreshold | undefined, batch: Batch): void {
  if (batch.predicted && threshold !== undefined) {
    throw new ValueError(
      'threshold',
      threshold,
      'left out where label sets are predicted',
      'They are decided already; a threshold is for scores.',
    );
  }
}

/** How a key tells a threshold that is not the default. */
export function thresholdSuffix(threshold: CheckedThreshold = 0): string {
  if (threshold === 0) return '';
  return typeof threshold === 'number' ? `>${threshold}` : '>perLabel';
}
