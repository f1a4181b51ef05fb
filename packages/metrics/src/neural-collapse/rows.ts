import type { ScoreMatrix } from '@argmaxable/core';

/** Returns the rows of a checked matrix, as views. */
export function rowsOfScores({ values, size, numLabels: width }: ScoreMatrix): ArrayLike<number>[] {
  return Array.from({ length: size }, (_, i) => values.subarray(i * width, (i + 1) * width));
}
