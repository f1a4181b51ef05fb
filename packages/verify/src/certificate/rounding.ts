/*
 * Rounding in float64, with u = 2^-53. A computed sum of k products is off by at most gamma_k * sum |terms|,
 * gamma_k = k u / (1 - k u) (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1).
 */
const unitRoundoff = 2 ** -53;

/**
 * gamma_{2k+16}: covers a sum of k products where sum |terms| is itself computed, and a few operations more.
 * Products that vanish are not covered: they are off by at most `vanishing` each.
 */
export function gamma(k: number): number {
  const operations = 2 * k + 16;
  return (operations * unitRoundoff) / (1 - operations * unitRoundoff);
}

/** Where a product is nearer to 0 than float64 can say, it is off by at most this. */
export const vanishing = Number.MIN_VALUE;
