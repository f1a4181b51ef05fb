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
