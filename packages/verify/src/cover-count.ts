import { checkInteger } from '@argmaxable/core';

/**
 * How many label sets a bias-free linear classifier reaches: `2 * sum_{i<d} C(n-1, i)` of the 2^n, for every matrix of
 * n labels and d features in general position (any d rows independent).
 *
 * Source: T. M. Cover, 1965, Theorem 1; arXiv 2310.10443, section 2.
 *
 * @param n Number of labels, 1 or more.
 * @param d Number of features, 1 or more.
 * @returns The exact count; 2^n where d >= n.
 * @throws ValueError for n or d below 1 or not an integer.
 *
 * @example
 * import { coverCount } from '@argmaxable/verify';
 * coverCount(4, 2); // 8n: of the 16 sets of 4 labels, half are out of reach with 2 features
 */
export function coverCount(n: number, d: number): bigint {
  checkInteger('n', n, { min: 1 });
  checkInteger('d', d, { min: 1 });
  let binomial = 1n;
  let sum = 0n;
  for (let i = 0; i < Math.min(d, n); i++) {
    sum += binomial;
    binomial = (binomial * BigInt(n - 1 - i)) / BigInt(i + 1);
  }
  return 2n * sum;
}
