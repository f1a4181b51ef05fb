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

/**
 * Below this, results are off by `vanishing` and no longer by a share of themselves; with room for a few
 * operations.
 */
const fullPrecision = 2 ** -1000;

const bits = new DataView(new ArrayBuffer(8));

/** `|value|` is from 2^this up to twice that; -Infinity for 0. */
export function exponentOf(value: number): number {
  bits.setFloat64(0, value);
  // The bits of the exponent: to ask for a logarithm of each weight would show.
  const exponent = (bits.getUint16(0) >> 4) & 0x7ff;
  if (exponent === 0) return Math.floor(Math.log2(Math.abs(value))); // 0, and numbers below 2^-1022
  return exponent === 0x7ff ? Math.abs(value) : exponent - 1023;
}

/** 2^-1000 to 2^1000: a table takes a fraction of the time of a power. */
const powers = Float64Array.from({ length: 2001 }, (_, k) => 2 ** (k - 1000));

/**
 * `value 2^exponent`: exact unless the result is nearer to 0 than 2^-1022, and then off by less than two
 * `vanishing`.
 */
export function scaled(value: number, exponent: number): number {
  if (exponent >= -1000 && exponent <= 1000) return value * powers[exponent + 1000];
  const limited = Math.max(-2200, Math.min(2200, exponent));
  const third = Math.trunc(limited / 3);
  return value * 2 ** third * 2 ** third * 2 ** (limited - 2 * third);
}

/** No more than a computed number that is off by a share gamma(1) of itself, 0 or more. */
export function notMore(value: number): number {
  return value >= fullPrecision ? value * (1 - gamma(1)) : 0;
}

/** No less than a computed number that is off by a share gamma(1) of itself, 0 or more. */
export function notLess(value: number): number {
  return value >= fullPrecision ? value * (1 + gamma(1)) : value + 4 * vanishing;
}

/** No more than a margin over a length that lies between bounds, whatever rounding did to the quotient. */
export function marginOver(margin: number, { lower, upper }: { lower: number; upper: number }): number {
  if (Number.isNaN(margin)) return -Infinity;
  if (upper === 0) return margin > 0 ? Infinity : -Infinity; // the same everywhere
  if (margin > 0) return upper < Infinity ? notMore(margin / upper) : 0;
  if (margin === 0) return 0;
  return lower > 0 && lower < Infinity ? -notLess(-margin / lower) : -Infinity;
}
