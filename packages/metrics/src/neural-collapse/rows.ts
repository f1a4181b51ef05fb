import type { ScoreMatrix } from '@argmaxable/core';

/** The rows of a checked matrix. */
export function rowsOf({ values, size, numLabels: width }: ScoreMatrix): ArrayLike<number>[] {
  return Array.from({ length: size }, (_, i) => values.subarray(i * width, (i + 1) * width));
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
