import { isArrayLike, type LabelSets, readNumbers, ValueError } from '@argmaxable/core';
import type { Batch } from './batch.js';

/**
 * Labels with a score z > t are predicted: one t, or one per label. With `Infinity` no score is above it, so
 * a label is never predicted; with `-Infinity` every score is, but for `-Infinity` itself.
 */
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

/** Returns a threshold as plain numbers; throws a ValueError for one that is NaN, or no number. */
export function checkThreshold(threshold: unknown): Threshold {
  if (isArrayLike(threshold)) return Array.from(readNumbers('threshold', threshold, { infinite: true }));
  if (typeof threshold === 'number' && !Number.isNaN(threshold)) return threshold;
  throw new ValueError('threshold', threshold, 'a number, not NaN, or an array of numbers, one per label');
}

/** Time: the number of scores. */
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

/**
 * The same of label sets that are decided. Time: the number of labels in both, and n; nothing is made dense.
 */
export function countSetErrors(targets: LabelSets, predicted: LabelSets): ErrorCounts {
  const byLabel = emptyCounts(targets.numLabels);
  const byExample = emptyCounts(targets.size);
  for (let i = 0; i < targets.size; i++) {
    const [active, decided] = [targets.get(i), predicted.get(i)];
    byExample.active[i] = active.length;
    byExample.predicted[i] = decided.length;
    for (const label of active) byLabel.active[label]++;
    let at = 0; // both ascend
    for (const label of decided) {
      byLabel.predicted[label]++;
      while (at < active.length && active[at] < label) at++;
      if (active[at] !== label) continue;
      byLabel.truePositives[label]++;
      byExample.truePositives[i]++;
    }
  }
  return { byLabel, byExample };
}

/** Throws a ValueError for thresholds of labels that are not as many as the labels. */
export function checkThresholdLength(threshold: Threshold | undefined, numLabels: number): void {
  if (typeof threshold === 'object' && threshold.length !== numLabels) {
    throw new ValueError('threshold', threshold, `a number, or ${numLabels} numbers, one per label`);
  }
}

/** Throws a ValueError for a threshold that was given beside label sets, where it would change nothing. */
export function checkNoThreshold(threshold: Threshold | undefined, batch: Batch): void {
  if (batch.predicted && threshold !== undefined) {
    throw new ValueError(
      'threshold',
      threshold,
      'left out where label sets are predicted',
      'They are decided already; a threshold is for scores.',
    );
  }
}

export function emptyCounts(length: number): Counts {
  const [truePositives, predicted, active] = [0, 1, 2].map(() => new Float64Array(length));
  return { truePositives, predicted, active };
}
