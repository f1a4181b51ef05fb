import { checkInteger, ValueError } from '@argmaxable/core';
import type { Classifier } from '../classifier.js';
import { type Fractions, solveExactly } from './dixon.js';
import { type Dyadic, dyadic, toInteger } from './dyadic.js';
import { combinationFlaw, type ExactMultipliers } from './exact-combination.js';
import { IntegerMatrix } from './integer-matrix.js';
import { pivots } from './modular.js';
import { readSigns } from './signs.js';

/**
 * Integer multipliers l >= 0 of some rows with `sum_i l_i y_i w_i = 0` exactly, recovered from rows for which a solver found
 * that combination to be about 0. With a bias, `sum_i l_i y_i b_i <= 0` too: they rule the set out for feature vectors of any size.
 *
 * The rows that depend on others are found modulo a prime, and each is solved for exactly by p-adic lifting; the first
 * combination without a negative multiplier that exact arithmetic confirms is returned. A set that a bias puts out of reach only
 * within the box has none; the solver's own float64 multipliers may then pass exact arithmetic as they are.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labelSet Active labels, each an integer from 0 to n - 1, none twice.
 * @param rows Label indices, as `LabelSetResult.multipliers.rows`: at most d + 1, with a bias d + 2; a repeated one counts once.
 * @returns Rows with multipliers above 0, confirmed in exact arithmetic; null when no single dependency among the rows has
 *   multipliers of one sign, as for rows whose combination is not quite 0.
 * @throws ValueError for a label or row out of range, and for too many rows.
 *
 * @example
 * import { exactMultipliers, multipliersCertificate, readClassifier, verifyMatrix } from '@argmaxable/verify';
 * const weights = [[0.1, 0], [0, 0.3], [0.7, 0.7]];
 * const { results } = await verifyMatrix({ weights }, [[0, 1]], { certificates: true });
 * const exact = exactMultipliers(await readClassifier({ weights }), [0, 1], results[0].multipliers.rows);
 * if (exact) JSON.stringify(multipliersCertificate(exact)); // a proof that no rounding touches
 */
export function exactMultipliers(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  rows: ArrayLike<number>,
): ExactMultipliers | null {
  const { numLabels, numFeatures, bias } = classifier;
  const signs = readSigns(labelSet, numLabels);
  const distinct = [...new Set(Array.from(rows))];
  distinct.forEach((row, m) => checkInteger(`rows[${m}]`, row, { min: 0, max: numLabels - 1 }));
  const most = numFeatures + (bias === null ? 1 : 2);
  if (distinct.length > most) {
    const allowed = `at most ${most} rows, one or (with a bias) two more than features`;
    throw new ValueError('rows', `${distinct.length} rows`, allowed, 'No certificate needs more.');
  }
  const confirmed = (found: ExactMultipliers) => combinationFlaw(classifier, signs, found) === null;

  const signed = distinct.map((row) => ({ row, entries: exactRow(classifier, row, signs[row]) }));
  for (const { row, entries } of signed) {
    const alone = { rows: Int32Array.of(row), values: [1n] };
    if (entries.slice(0, numFeatures).every(isZero) && confirmed(alone)) return alone;
  }
  const used = signed.filter(({ entries }) => !entries.every(isZero));
  // What is missing to sum l y b = 0 is the multiplier of a row (0, 1).
  if (bias !== null)
    used.push({ row: none, entries: [...new Array<Dyadic>(numFeatures).fill(dyadic(0)), dyadic(1)] });
  if (used.length < 2) return null;
  const { matrix, rowExponents } = scaledMatrix(used.map(({ entries }) => entries));
  const { rows: independent, columns, dependentRows } = pivots(matrix.residues());
  const square = submatrix(matrix, independent, columns);
  for (const dependent of dependentRows) {
    const right = columns.map((column) => -matrix.entries[dependent * matrix.numColumns + column]);
    const combination = nonNegative(solveExactly(square, right), [...independent, dependent]);
    if (combination === null) continue;
    const multipliers = unscaled(combination, rowExponents)
      .map((value, m) => ({ row: used[combination[m].place].row, value }))
      .filter(({ row }) => row !== none);
    const found = {
      rows: Int32Array.from(multipliers, ({ row }) => row),
      values: multipliers.map(({ value }) => value),
    };
    if (confirmed(found)) return found;
  }
  return null;
}

/** In place of a label. */
const none = -1;
const isZero = ({ mantissa }: Dyadic) => mantissa === 0n;

/** y_i (w_i, b_i), without b_i where there is no bias. */
function exactRow({ weights, numFeatures, bias }: Classifier, row: number, sign: number): Dyadic[] {
  const entries = Array.from(weights.subarray(row * numFeatures, (row + 1) * numFeatures));
  if (bias !== null) entries.push(bias[row]);
  return entries.map((entry) => dyadic(sign * entry));
}

/** Columns, then rows, scaled by powers of two to integers that are as short as that makes them. */
function scaledMatrix(rows: readonly (readonly Dyadic[])[]): {
  matrix: IntegerMatrix;
  rowExponents: number[];
} {
  const numColumns = rows[0].length;
  const least = (numbers: Dyadic[]) =>
    numbers.reduce(
      (exponent, number) => (isZero(number) ? exponent : Math.min(exponent, number.exponent)),
      Infinity,
    );
  const columnExponents = Array.from({ length: numColumns }, (_, j) => least(rows.map((row) => row[j])));
  const shifted = rows.map((row) =>
    row.map((number, j) => ({
      ...number,
      exponent: isZero(number) ? 0 : number.exponent - columnExponents[j],
    })),
  );
  const rowExponents = shifted.map(least);
  const entries = shifted.flatMap((row, i) => row.map((number) => toInteger(number, rowExponents[i])));
  return { matrix: new IntegerMatrix(entries, rows.length, numColumns), rowExponents };
}

/** The square of the given rows and columns, transposed: its columns are rows of the matrix. */
function submatrix(
  matrix: IntegerMatrix,
  rows: readonly number[],
  columns: readonly number[],
): IntegerMatrix {
  const entries = columns.flatMap((column) =>
    rows.map((row) => matrix.entries[row * matrix.numColumns + column]),
  );
  return new IntegerMatrix(entries, columns.length, rows.length);
}

interface Multiplier {
  /** Row of the scaled matrix. */
  readonly place: number;
  readonly value: bigint;
}

/** The multipliers of `places`, 1 for the last, times their denominator; null when one is negative. */
function nonNegative({ numerators, denominator }: Fractions, places: readonly number[]): Multiplier[] | null {
  if (numerators.some((value) => value < 0n)) return null;
  return [...numerators, denominator]
    .map((value, m) => ({ place: places[m], value }))
    .filter(({ value }) => value > 0n);
}

/** Multipliers of the rows before they were scaled, as integers. */
function unscaled(multipliers: readonly Multiplier[], rowExponents: readonly number[]): bigint[] {
  const most = Math.max(...multipliers.map(({ place }) => rowExponents[place]));
  return multipliers.map(({ place, value }) => value << BigInt(most - rowExponents[place]));
}
