/*
 * Rounding in float64, with u = 2^-53. The error of a computed sum of k products is at most gamma_k * sum
 * |terms|, with gamma_k = k u / (1 - k u) (Higham, Accuracy and Stability of Numerical Algorithms, section
 * 3.1).
 */
const unitRoundoff = 2 ** -53;

/**
 * gamma_{2k+16}: covers a sum of k products whose sum |terms| is computed too, and a few more operations.
 * Products that underflow are not covered: the error of each is at most `vanishing`.
 */
export function gamma(k: number): number {
  const operations = 2 * k + 16;
  return (operations * unitRoundoff) / (1 - operations * unitRoundoff);
}

/** The largest error of a product that underflows. */
export const vanishing = Number.MIN_VALUE;

/**
 * Results below this have errors of up to `vanishing`, which are no longer a share of the results; with a
 * margin for a few operations.
 */
const fullPrecision = 2 ** -1000;

const bits = new DataView(new ArrayBuffer(8));

/** `|value|` is from 2^this up to twice that; -Infinity for 0. */
export function exponentOf(value: number): number {
  bits.setFloat64(0, value);
  // The bits of the exponent are read, because a logarithm of each weight would take noticeable time.
  const exponent = (bits.getUint16(0) >> 4) & 0x7ff;
  if (exponent === 0) return Math.floor(Math.log2(Math.abs(value))); // 0, and numbers below 2^-1022
  return exponent === 0x7ff ? Math.abs(value) : exponent - 1023;
}

/** 2^-1000 to 2^1000: reading a table takes a fraction of the time of computing a power. */
const powers = Float64Array.from({ length: 2001 }, (_, k) => 2 ** (k - 1000));

/**
 * `value 2^exponent`: exact, or with an error below two `vanishing` if the result is nearer to 0 than
 * 2^-1022.
 */
export function scaled(value: number, exponent: number): number {
  if (exponent >= -1000 && exponent <= 1000) return value * powers[exponent + 1000];
  const limited = Math.max(-2200, Math.min(2200, exponent));
  const third = Math.trunc(limited / 3);
  return value * 2 ** third * 2 ** third * 2 ** (limited - 2 * third);
}

/** A lower bound, 0 or more, from a computed number whose error is at most the share gamma(1) of it. */
export function notMore(value: number): number {
  return value >= fullPrecision ? value * (1 - gamma(1)) : 0;
}

/** An upper bound, 0 or more, from a computed number whose error is at most the share gamma(1) of it. */
export function notLess(value: number): number {
  return value >= fullPrecision ? value * (1 + gamma(1)) : value + 4 * vanishing;
}

/**
 * A lower bound on a margin divided by a length that lies between bounds, including the quotient's rounding.
 */
export function marginOver(margin: number, { lower, upper }: { lower: number; upper: number }): number {
  if (Number.isNaN(margin)) return -Infinity;
  if (upper === 0) return margin > 0 ? Infinity : -Infinity; // the margin is the same at every e
  if (margin > 0) return upper < Infinity ? notMore(margin / upper) : 0;
  if (margin === 0) return 0;
  return lower > 0 && lower < Infinity ? -notLess(-margin / lower) : -Infinity;
}
