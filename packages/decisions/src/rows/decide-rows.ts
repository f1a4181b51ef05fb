import { LabelSets, readScores, type Scores } from '@argmaxable/core';

/** Scores of one example, one per label. */
export type ScoreRow = Float32Array | Float64Array;

/** Label sets from a function that decides one example at a time. */
export function decideRows(
  scores: Scores,
  numLabels: number | undefined,
  decide: (row: ScoreRow, example: number) => ArrayLike<number>,
): LabelSets {
  const { values, size, numLabels: n } = readScores(scores, numLabels, 'scores');
  const sets = Array.from({ length: size }, (_, i) => decide(values.subarray(i * n, (i + 1) * n), i));
  return LabelSets.from(sets, n);
}

/** The labels, ascending, that satisfy a condition. */
export function labelsWhere(row: ScoreRow, condition: (score: number, label: number) => boolean): number[] {
  const labels: number[] = [];
  for (let label = 0; label < row.length; label++) {
    if (condition(row[label], label)) labels.push(label);
  }
  return labels;
}
