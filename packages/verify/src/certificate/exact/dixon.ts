import type { IntegerMatrix } from './integer-matrix.js';
import { inverseMatrix, prime, residue } from './modular.js';

/** Fractions with one denominator, which is above 0. */
export interface Fractions {
  readonly numerators: readonly bigint[];
  readonly denominator: bigint;
}

/**
 * The solution of `A x = b` over the rationals, for integers A [d, d] regular modulo the prime.
 *
 * Dixon's p-adic lifting (Numerische Mathematik 40, 1982): the inverse modulo p gives one base-p digit of
 * every x_j per step, in O(d^2). Once p^steps exceeds twice the largest numerator times denominator that
 * Cramer's rule and Hadamard's bound allow, Euclid's algorithm finds the fractions.
 */
export function solveExactly(matrix: IntegerMatrix, right: readonly bigint[]): Fractions {
  const size = matrix.numRows;
  const bits = hadamardBits(matrix, right);
  const steps = Math.ceil((2 * bits + 2) / Math.log2(prime));
  const inverse = splitInverse(inverseMatrix(matrix.residues()));
  const p = BigInt(prime);
  const digits = Array.from({ length: size }, () => new Array<bigint>(steps));
  let rest = right;
  for (let step = 0; step < steps; step++) {
    const residues = Float64Array.from(rest, (value) => Number(((value % p) + p) % p));
    const digit = inverse(residues);
    digit.forEach((value, j) => (digits[j][step] = BigInt(value)));
    const product = matrix.times(digit);
    rest = rest.map((value, i) => (value - product[i]) / p); // the division is exact
  }
  return readFractions(
    digits.map((list) => joinDigits(list, p)),
    p ** BigInt(steps),
    1n << BigInt(Math.ceil(bits)),
  );
}

/**
 * log2 of a bound on |det A| and on every |det| with a column replaced by b: the product of the lengths of
 * the rows [A | b].
 */
function hadamardBits({ entries, numRows, numColumns }: IntegerMatrix, right: readonly bigint[]): number {
  let bits = 1;
  for (let i = 0; i < numRows; i++) {
    const row = entries.slice(i * numColumns, (i + 1) * numColumns);
    const squares = [...row, right[i]].reduce((sum, value) => sum + value * value, 0n);
    bits += log2(squares) / 2;
  }
  return bits;
}

/** An upper bound, slightly above log2, for an integer above 0. */
function log2(value: bigint): number {
  const excess = Math.max(0, value.toString(2).length - 53);
  return excess + Math.log2(Number(value >> BigInt(excess)) + 1) + 1e-9;
}

/**
 * The product with a matrix of residues. Its entries are split into halves of 13 bits so that sums over a row
 * stay exact.
 */
function splitInverse(rows: readonly Float64Array[]): (vector: Float64Array) => Float64Array {
  const half = 2 ** 13;
  const high = rows.map((row) => row.map((value) => Math.floor(value / half)));
  const low = rows.map((row) => row.map((value) => value % half));
  return (vector) =>
    Float64Array.from(rows, (_, i) => {
      const highRow = high[i];
      const lowRow = low[i];
      let highSum = 0;
      let lowSum = 0;
      for (let j = 0; j < vector.length; j++) {
        highSum += highRow[j] * vector[j];
        lowSum += lowRow[j] * vector[j];
      }
      return residue(residue(highSum) * half + residue(lowSum));
    });
}

/**
 * `sum_k digits[k] base^k`, computed pair by pair, so that most multiplications are of long numbers of equal
 * length.
 */
function joinDigits(digits: readonly bigint[], base: bigint): bigint {
  let list = digits;
  for (let power = base; list.length > 1; power *= power) {
    const pairs: bigint[] = [];
    for (let k = 0; k < list.length; k += 2) pairs.push(list[k] + (list[k + 1] ?? 0n) * power);
    list = pairs;
  }
  return list[0];
}

/** The fractions with numerators and a denominator up to `limit` that are `values` modulo `modulus`. */
function readFractions(values: readonly bigint[], modulus: bigint, limit: bigint): Fractions {
  let denominator = 1n;
  const known: { numerator: bigint; denominator: bigint }[] = [];
  for (const value of values) {
    // With the common denominator so far, most numerators are integers.
    let numerator = centred((value * denominator) % modulus, modulus);
    if (numerator < -limit || numerator > limit) {
      const more = denominatorOf(numerator < 0n ? numerator + modulus : numerator, modulus, limit);
      denominator *= more;
      numerator = centred((numerator * more) % modulus, modulus);
    }
    known.push({ numerator, denominator });
  }
  return {
    numerators: known.map((fraction) => fraction.numerator * (denominator / fraction.denominator)),
    denominator,
  };
}

/** The representative nearest to 0 of a value between -modulus and modulus. */
function centred(value: bigint, modulus: bigint): bigint {
  if (2n * value > modulus) return value - modulus;
  return 2n * value < -modulus ? value + modulus : value;
}

/**
 * The denominator of the fraction that is `value` modulo `modulus`, by Euclid's algorithm stopped half way.
 */
function denominatorOf(value: bigint, modulus: bigint, limit: bigint): bigint {
  let [before, rest] = [modulus, value];
  let [factorBefore, factor] = [0n, 1n];
  while (rest > limit) {
    const quotient = before / rest;
    [before, rest] = [rest, before - quotient * rest];
    [factorBefore, factor] = [factor, factorBefore - quotient * factor];
  }
  return factor < 0n ? -factor : factor;
}
