import type { LabelSets, ScoreMatrix } from '@argmaxable/core';

/**
 * How many pairs of an example and a label are active, predicted, or both, for each label or for each
 * example.
 */
export interface ErrorCounts {
  readonly truePositives: Float64Array;
  readonly predicted: Float64Array;
  readonly active: Float64Array;
}

export interface CountsByAxis {
  readonly byLabel: ErrorCounts;
  readonly byExample: ErrorCounts;
}

/**
 * Counts the labels with a score above the threshold as predicted; there is one threshold, or one per label.
 * Takes time in proportion to the number of scores.
 */
export function countErrors(
  targets: LabelSets,
  { values }: ScoreMatrix,
  threshold: number | ArrayLike<number>,
): CountsByAxis {
  const { size, numLabels } = targets;
  const thresholds = typeof threshold === 'number' ? new Float64Array(numLabels).fill(threshold) : threshold;
  const byLabel = emptyCounts(numLabels);
  const byExample = emptyCounts(size);
  for (let i = 0; i < size; i++) {
    const row = values.subarray(i * numLabels, (i + 1) * numLabels);
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
 * Makes the same counts for given label sets. Takes time in proportion to n and the number of labels in all
 * sets; nothing is made dense.
 */
export function countSetErrors(targets: LabelSets, predicted: LabelSets): CountsByAxis {
  const byLabel = emptyCounts(targets.numLabels);
  const byExample = emptyCounts(targets.size);
  for (let i = 0; i < targets.size; i++) {
    const [active, decided] = [targets.get(i), predicted.get(i)];
    byExample.active[i] = active.length;
    byExample.predicted[i] = decided.length;
    for (const label of active) byLabel.active[label]++;
    let at = 0; // both are in ascending order
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

export function emptyCounts(length: number): ErrorCounts {
  const [truePositives, predicted, active] = [0, 1, 2].map(() => new Float64Array(length));
  return { truePositives, predicted, active };
}
