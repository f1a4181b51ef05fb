import type { LabelSets } from '@argmaxable/core';

/** The labels that are active in at least one example, with their counts. */
export interface LabelCounts {
  /** The labels, ascending. */
  readonly labels: Int32Array;
  /** The number of examples in which each of these labels is active. */
  readonly counts: Int32Array;
}

/**
 * Counts the examples of each label that is used. It takes as much memory as the sets, for any number of
 * labels.
 */
export function countsOfUsed({ indices }: LabelSets): LabelCounts {
  const sorted = indices.slice().sort();
  const [labels, counts]: number[][] = [[], []];
  let start = 0;
  for (let at = 1; at <= sorted.length; at++) {
    if (at < sorted.length && sorted[at] === sorted[start]) continue;
    labels.push(sorted[start]);
    counts.push(at - start);
    start = at;
  }
  return { labels: Int32Array.from(labels), counts: Int32Array.from(counts) };
}
