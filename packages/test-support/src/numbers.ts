import { seededRandom } from '@argmaxable/core';

/** `count` numbers between `min` and `max`, the same for a seed: every backend is given the same ones. */
export function seededValues(count: number, seed: number, min = -1, max = 1): Float32Array {
  const { next } = seededRandom(seed);
  return Float32Array.from({ length: count }, () => min + (max - min) * next());
}

/** A matrix of standard normal numbers, as rows. */
export function gaussianMatrix(rows: number, columns: number, seed: number): number[][] {
  const { normal } = seededRandom(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, normal));
}

/**
 * The largest difference, relative to the size of the expected number where that is above 1; NaN where a
 * number is.
 */
export function largestError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
  }
  return largest;
}

/** The largest difference, relative to the largest of the expected numbers; NaN where a number is. */
export function errorToLargest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let [error, largest] = [0, Number.MIN_VALUE];
  for (let i = 0; i < expected.length; i++) {
    error = Math.max(error, Math.abs(actual[i] - expected[i]));
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return error / largest;
}
