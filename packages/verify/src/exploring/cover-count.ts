import { checkInteger } from '@argmaxable/core';

/**
 * How many label sets a bias-free linear classifier reaches: `2 * sum_{i<d} C(n-1, i)` of the 2^n, for every
 * matrix of n labels and d features in general position (any d rows independent).
 *
 * Source: T. M. Cover, 1965, Theorem 1; arXiv 2310.10443, section 2.
 *
 * @param n Number of labels, from 1 to a million.
 * @param d Number of features, 1 or more.
 * @returns The exact count; 2^n if d >= n.
 * @throws ValueError for n or d below 1 or not an integer.
 *
 * @example
 * import { coverCount } from '@argmaxable/verify';
 * coverCount(4, 2); // 8n: of the 16 sets of 4 labels, half are out of reach with 2 features
 */
export function coverCount(n: number, d: number): bigint {
  checkInteger('n', n, { min: 1, max: mostCounted });
  checkInteger('d', d, { min: 1 });
  const all = 1n << BigInt(n);
  if (d >= n) return all;
  // Binomials are symmetric: the shorter of two sums is enough.
  return 2 * d <= n ? 2n * firstBinomials(n - 1, d) : all - 2n * firstBinomials(n - 1, n - d);
}

/** Larger n take minutes. */
const mostCounted = 1e6;

/** `sum_{i<count} C(n, i)`. */
function firstBinomials(n: number, count: number): bigint {
  let binomial = 1n;
  let sum = 0n;
  for (let i = 0; i < count; i++) {
    sum += binomial;
    binomial = (binomial * BigInt(n - i)) / BigInt(i + 1);
  }
  return sum;
}
