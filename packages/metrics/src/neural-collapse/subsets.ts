/** Counts the subsets of `size` out of `n`; Infinity if a double cannot hold the number. */
export function countSubsets(n: number, size: number): number {
  let count = 1;
  for (let i = 1; i <= size; i++) count = (count * (n - size + i)) / i;
  return Math.round(count);
}

/**
 * Yields all subsets of `size` out of 0..n-1, each ascending, in lexicographic order. All are in the same
 * array: copy it to keep a subset.
 */
export function* allSubsets(n: number, size: number): Generator<readonly number[]> {
  const subset = Array.from({ length: size }, (_, i) => i);
  while (true) {
    yield subset;
    let place = size - 1;
    while (place >= 0 && subset[place] === n - size + place) place--;
    if (place < 0) return;
    subset[place]++;
    for (let i = place + 1; i < size; i++) subset[i] = subset[i - 1] + 1;
  }
}
