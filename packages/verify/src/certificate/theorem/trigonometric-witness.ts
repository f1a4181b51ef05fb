import { checkInteger } from '@argmaxable/core';
import { dyadic, floatBelow } from '../exact/dyadic.js';
import { exactScore } from '../exact/exact-scores.js';
import { gamma, vanishing } from '../bounds/rounding.js';
import { readSigns } from '../signs.js';

/** 1 GiB of float64. */
const mostEntries = 2 ** 27;

/** What the trigonometric polynomial of a label set is worth as a witness. */
export interface TrigonometricWitness {
  /**
   * x [2k + 1] in the unit box, proved for the ideal matrix; null where float64 coefficients cannot carry the
   * polynomial.
   */
  readonly witness: Float64Array | null;
  /**
   * `min_i y_i w_i . x / ||w_i||` of the polynomial itself, scaled to the unit box: a lower bound on the
   * ideal radius, evaluated in product form, so that many digits are correct even if it is very small (it is
   * 0 if below 1e-308).
   */
  readonly radius: number;
}

/**
 * The explicit witness of a label set with at most 2k sign changes around the circle, for the ideal truncated
 * DFT matrix: the trigonometric polynomial of least degree whose zeros lie half way between the labels where
 * the sign changes.
 *
 * `p(t) = +-prod_m sin((t - theta_m) / 2)` is positive at active labels, `t_i = 2 pi i / n`, and negative at
 * others. The columns of W_DFT are orthonormal, so its coefficients are `x = W_DFT^T p(t_0..t_n-1)`. If there
 * are many runs, or runs that are close to each other, p is at some labels much smaller than its largest
 * value: below a share of about 1e-16, float64 coefficients are too inexact, and below about 1e-7 no float32
 * model reaches the region.
 *
 * @param n Number of labels, 3 or more.
 * @param k From 1 to (n - 1) / 2.
 * @param labelSet Active labels in the order of the circle, each an integer from 0 to n - 1, none twice.
 * @returns The witness, if float64 is exact enough, and its radius; null for a set with more than 2k sign
 *   changes, which has none.
 * @throws ValueError for n, k or a label out of range.
 *
 * Source: arXiv 2310.10443, proof of Theorem 3.
 *
 * @example
 * import { trigonometricWitness } from '@argmaxable/verify';
 * const { witness, radius } = trigonometricWitness(9, 2, [1, 2, 5]);
 * console.log(witness, radius); // five coefficients; the radius of their region is at least this
 */
export function trigonometricWitness(
  n: number,
  k: number,
  labelSet: ArrayLike<number>,
): TrigonometricWitness | null {
  checkInteger('n', n, { min: 3 });
  checkInteger('k', k, { min: 1, max: Math.floor((n - 1) / 2) });
  checkInteger('number of entries of the matrix, n (2k + 1)', n * (2 * k + 1), { max: mostEntries });
  const signs = readSigns(labelSet, n);
  const changes = [...signs.keys()].filter((i) => signs[i] !== signs[(i + 1) % n]);
  if (changes.length > 2 * k) return null;

  const matrix = idealMatrix(n, k);
  const width = 2 * k + 1;
  const values = polynomialValues(signs, changes);
  const x = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < width; j++) x[j] += matrix[i * width + j] * values[i];
  }
  const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const least = values.reduce((min, value) => Math.min(min, Math.abs(value)), Infinity);
  const rowNorm = Math.sqrt(width / n);
  const witness = x.map((value) => value / largest);
  return {
    witness: isProved(witness, matrix, signs) ? witness : null,
    radius: least / largest / rowNorm,
  };
}

/**
 * W_DFT in float64, [n, 2k + 1] row by row. The matrix in `layers` is computed in the same way, but stored in
 * float32.
 */
function idealMatrix(n: number, k: number): Float64Array {
  const width = 2 * k + 1;
  const scale = Math.sqrt(2 / n);
  const cos = Float64Array.from({ length: n }, (_, i) => scale * cosineOfTurns(i, n));
  const sin = Float64Array.from({ length: n }, (_, i) => scale * cosineOfTurns(4 * i - n, 4 * n));
  const matrix = new Float64Array(n * width);
  for (let i = 0; i < n; i++) {
    matrix[i * width] = Math.sqrt(1 / n);
    for (let j = 1; j <= k; j++) {
      matrix[i * width + 2 * j - 1] = cos[(i * j) % n];
      matrix[i * width + 2 * j] = sin[(i * j) % n];
    }
  }
  return matrix;
}

/**
 * cos(2 pi a / b) with almost full precision: the fraction of a turn is reduced exactly, to an eighth of a
 * turn around a zero of cos or sin.
 */
function cosineOfTurns(a: number, b: number): number {
  let turns = Math.abs(a) % b;
  if (2 * turns > b) turns = b - turns;
  const sign = 4 * turns > b ? -1 : 1;
  if (sign < 0) turns = b / 2 - turns;
  const angle = (2 * Math.PI * turns) / b;
  return sign * (8 * turns > b ? Math.sin((2 * Math.PI * (b / 4 - turns)) / b) : Math.cos(angle));
}

/**
 * p at every label, with the label set's signs and the largest magnitude near 1. Products are kept as a
 * mantissa and a power of two, because they can be far below the range of float64.
 */
function polynomialValues(signs: Int8Array, changes: readonly number[]): Float64Array {
  const n = signs.length;
  // sin of half the angle between label i and the zero after label m, by i - m mod n: |sin(pi (i - m - 1/2) /
  // n)|.
  const sines = Float64Array.from({ length: n }, (_, gap) =>
    Math.abs(cosineOfTurns(4 * gap - 2 - 2 * n, 8 * n)),
  );
  const mantissas = new Float64Array(n).fill(1);
  const exponents = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (const change of changes) {
      mantissas[i] *= sines[(i - change + n) % n];
      if (mantissas[i] < 2 ** -500) {
        mantissas[i] *= 2 ** 500;
        exponents[i] -= 500;
      }
    }
  }
  const logarithms = mantissas.map((mantissa, i) => Math.log2(mantissa) + exponents[i]);
  const top = Math.ceil(logarithms.reduce((most, value) => Math.max(most, value), -Infinity));
  return mantissas.map((mantissa, i) => signs[i] * mantissa * 2 ** Math.max(-1100, exponents[i] - top));
}

/**
 * A bound on the relative error of the ideal matrix's entries: a few units of rounding for the angle, its
 * cosine and the scale.
 */
const entryError = 2 ** -50;

/**
 * Whether W_DFT x has the signs, for any rounding of its entries; sums that float64 cannot decide are
 * computed exactly.
 */
function isProved(x: Float64Array, matrix: Float64Array, signs: Int8Array): boolean {
  const width = x.length;
  const exactX = Array.from(x, dyadic);
  return signs.every((sign, i) => {
    const row = matrix.subarray(i * width, (i + 1) * width);
    let score = 0;
    let magnitude = 0;
    for (let j = 0; j < width; j++) {
      const product = row[j] * x[j];
      score += product;
      magnitude += Math.abs(product);
    }
    const slip = 1.01 * entryError * magnitude; // the factor 1.01 covers the rounding of the magnitude itself
    const rounding = gamma(width) * magnitude + 2 * width * vanishing;
    if (Math.abs(score) > slip + rounding) return score > 0 === sign > 0;
    const { mantissa, exponent } = exactScore(row, exactX);
    return floatBelow({ mantissa: sign > 0 ? mantissa : -mantissa, exponent }) > slip;
  });
}
