import type { Classifier } from '../classifier.js';
import { type Dyadic, dyadic, productOf, scaledToIntegers, sumOf } from './dyadic.js';

/** Rows and their multipliers, integers 0 or more. */
export interface ExactMultipliers {
  /** Label indices. */
  readonly rows: Int32Array;
  /** l_i for each of `rows`. */
  readonly values: readonly bigint[];
}

/**
 * Whether multipliers l >= 0 rule a label set out, in real arithmetic on the stored numbers: not all of them are 0, and
 * `R ||sum_i l_i y_i w_i||_1 + sum_i l_i y_i b_i <= 0`.
 *
 * At any x in the box the left side is at least `sum_i l_i y_i (w_i . x + b_i)`, which is above 0 where all labels have their sign.
 * An inactive label without weights and bias has its sign at a score of exactly 0, so its multiplier does not count.
 *
 * @returns null when they do, or the reason why not.
 */
export function combinationFlaw(
  { numFeatures, weights, bias, box }: Classifier,
  signs: Int8Array,
  { rows, values }: ExactMultipliers,
): string | null {
  const matrix = Array.from(rows, (row) =>
    Array.from(weights.subarray(row * numFeatures, (row + 1) * numFeatures), dyadic),
  );
  const offsets = Array.from(rows, (row) => dyadic(bias === null ? 0 : bias[row]));
  const counts = (m: number) =>
    values[m] > 0n &&
    (signs[rows[m]] > 0 || offsets[m].mantissa !== 0n || matrix[m].some(({ mantissa }) => mantissa !== 0n));
  if (!Array.from(rows.keys()).some(counts)) return 'all multipliers are 0, or of labels without weights';

  const signed = values.map((value, m) => (signs[rows[m]] > 0 ? value : -value));
  const reach: Dyadic[] = [];
  for (let j = 0; j < numFeatures; j++) {
    const total = combine(
      signed,
      matrix.map((row) => row[j]),
    );
    reach.push({ ...total, mantissa: total.mantissa < 0n ? -total.mantissa : total.mantissa });
  }
  const norm = sumOf(reach);
  const excess = sumOf([productOf(dyadic(box), norm), combine(signed, offsets)]);
  if (excess.mantissa <= 0n) return null;
  return bias === null
    ? 'the combination of the rows is not exactly 0'
    : 'R ||sum l y w||_1 + sum l y b is above 0 in exact arithmetic';
}

function combine(multipliers: readonly bigint[], numbers: readonly Dyadic[]): Dyadic {
  const { integers, exponent } = scaledToIntegers(numbers);
  let mantissa = 0n;
  integers.forEach((integer, m) => (mantissa += integer * multipliers[m]));
  return { mantissa, exponent };
}

/** Multipliers that are float64 numbers, as integers of the same proportions. */
export function integerMultipliers(values: readonly number[]): bigint[] {
  return scaledToIntegers(values.map(dyadic)).integers;
}
