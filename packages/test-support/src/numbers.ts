/** Pseudo-random numbers (mulberry32), so that every backend is given the same ones. */
export function seededNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let hash = Math.imul(state ^ (state >>> 15), state | 1);
    hash ^= hash + Math.imul(hash ^ (hash >>> 7), hash | 61);
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` numbers between `min` and `max`. */
export function seededValues(count: number, seed: number, min = -1, max = 1): Float32Array {
  const next = seededNumbers(seed);
  return Float32Array.from({ length: count }, () => min + (max - min) * next());
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
