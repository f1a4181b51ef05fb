import type { LabelSets } from '@argmaxable/core';

/** F1 by each average; labels that are neither there nor predicted have 0 in macro. */
export interface F1s {
  readonly macro: number;
  readonly micro: number;
  readonly weighted: number;
}

/** One number for each average, made by its name. */
export const eachAverage = (make: (average: keyof F1s) => number): F1s => ({
  ...{ macro: make('macro'), micro: make('micro'), weighted: make('weighted') },
});

/** Scores of examples [examples, n], row by row, and their label sets. */
export interface Scored {
  readonly labelSets: LabelSets;
  readonly scores: Float32Array;
}

/** The F1s where labels with a score above a threshold are predicted, for each of some in ascending order. */
export function f1sAbove({ labelSets, scores }: Scored, thresholds: readonly number[]): F1s[] {
  const n = labelSets.numLabels;
  const places = thresholds.length + 1;
  // By label and by how many thresholds a score is above: how many scores there are, and how many are right.
  const [predicted, right] = [new Float64Array(n * places), new Float64Array(n * places)];
  for (let i = 0; i < scores.length; i++) {
    predicted[(i % n) * places + countBelow(thresholds, scores[i])]++;
  }
  for (let row = 0; row < labelSets.size; row++) {
    for (const label of labelSets.get(row)) {
      right[label * places + countBelow(thresholds, scores[row * n + label])]++;
    }
  }
  for (const counts of [predicted, right]) addUpFromAbove(counts, places);
  return thresholds.map((_, t) => {
    const of = (counts: Float64Array, label: number, above = t + 1): number => counts[label * places + above];
    const labels = Array.from({ length: n }, (_, label) => ({
      ...{ tp: of(right, label), predicted: of(predicted, label), support: of(right, label, 0) },
    }));
    const sum = (value: (label: (typeof labels)[number]) => number): number =>
      labels.reduce((total, label) => total + value(label), 0);
    const support = sum((label) => label.support);
    return {
      macro: sum(f1) / n,
      micro: f1({ tp: sum(({ tp }) => tp), predicted: sum((label) => label.predicted), support }),
      weighted: support === 0 ? 0 : sum((label) => label.support * f1(label)) / support,
    };
  });
}

const f1 = ({ tp, predicted, support }: { tp: number; predicted: number; support: number }): number =>
  tp === 0 ? 0 : (2 * tp) / (predicted + support);

/** How many of the ascending thresholds are below a score. */
function countBelow(thresholds: readonly number[], score: number): number {
  let [from, to] = [0, thresholds.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (thresholds[middle] < score) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** In every group of `places` counts: each becomes the sum of itself and those behind it. */
function addUpFromAbove(counts: Float64Array, places: number): void {
  for (let i = counts.length - 2; i >= 0; i--) if (i % places !== places - 1) counts[i] += counts[i + 1];
}

/**
 * The one threshold for all labels with the best F1, and that F1, for each average: of 100 quantiles of the
 * scores of active labels.
 */
export function bestThresholds(scored: Scored): { thresholds: F1s; values: F1s } {
  const candidates = activeQuantiles(scored, 100);
  const all = f1sAbove(scored, candidates);
  const place = (average: keyof F1s): number =>
    all.reduce((top, next, i) => (next[average] > all[top][average] ? i : top), 0);
  return {
    thresholds: eachAverage((average) => candidates[place(average)]),
    values: eachAverage((average) => all[place(average)][average]),
  };
}

/** Ascending and distinct. */
function activeQuantiles({ labelSets, scores }: Scored, count: number): number[] {
  const n = labelSets.numLabels;
  const active = [...labelSets].flatMap((set, row) => Array.from(set, (label) => scores[row * n + label]));
  active.sort((a, b) => a - b);
  const at = Array.from({ length: count }, (_, i) => active[Math.floor((i * active.length) / count)]);
  return [...new Set(at)];
}
