import type { LabelSets } from '@argmaxable/core';

/** The labels that are active somewhere. */
export interface LabelCounts {
  /** Ascending. */
  readonly labels: Int32Array;
  /** In how many examples each of them is active. */
  readonly counts: Int32Array;
}

/** Counted in the memory of the sets, however many labels there are. */
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
