import { checkNumber, ValueError } from '@argmaxable/core';
import type { Batch } from '../batch.js';

/** Labels with a score above it are predicted: one number, or one per label. */
export type Threshold = number | readonly number[];

/** For each label, or each example: how many labels are active, are predicted, and are both. */
export interface Counts {
  readonly truePositives: Float64Array;
  readonly predicted: Float64Array;
  readonly active: Float64Array;
}

export interface ErrorCounts {
  readonly byLabel: Counts;
  readonly byExample: Counts;
}

/** Returns a threshold as plain numbers; throws a ValueError for one that is not finite. */
export function checkThreshold(threshold: number | ArrayLike<number>): Threshold {
  if (typeof threshold !== 'object' || threshold === null) return checkNumber('threshold', threshold);
  return Array.from(threshold, (value, label) => checkNumber(`threshold[${label}]`, value));
}

export function countErrors(batch: Batch, threshold: Threshold): ErrorCounts {
  const { size, numLabels, targets } = batch;
  const thresholds = typeof threshold === 'number' ? new Float64Array(numLabels).fill(threshold) : threshold;
  const byLabel = emptyCounts(numLabels);
  const byExample = emptyCounts(size);
  for (let i = 0; i < size; i++) {
    const row = batch.row(i);
    const active = targets.get(i);
    for (let label = 0; label < numLabels; label++) {
      if (row[label] > thresholds[label]) {
        byLabel.predicted[label]++;
        byExample.predicted[i]++;
      }
    }
    for (const label of active) {
      byLabel.active[label]++;
      if (row[label] > thresholds[label]) {
        byLabel.truePositives[label]++;
        byExample.truePositives[i]++;
      }
    }
    byExample.active[i] = active.length;
  }
  return { byLabel, byExample };
}

/** Throws a ValueError for thresholds of labels that are not as many as the labels. */
export function checkThresholdLength(threshold: Threshold, numLabels: number): void {
  if (typeof threshold === 'object' && threshold.length !== numLabels) {
    throw new ValueError('threshold', threshold, `a number, or ${numLabels} numbers, one per label`);
  }
}

export function emptyCounts(length: number): Counts {
  const [truePositives, predicted, active] = [0, 1, 2].map(() => new Float64Array(length));
  return { truePositives, predicted, active };
}
