import type { Classifier } from '../../input/classifier.js';
import { inputsOf } from '../../input/classifier.js';
import { type Dyadic, dyadic, productOf, scaledToIntegers, sumOf } from './dyadic.js';
import type { Multipliers } from '../multipliers.js';

/** Rows and their multipliers, integers 0 or more; see `Multipliers`. */
export interface ExactMultipliers {
  readonly rows: Int32Array;
  readonly against?: Int32Array;
  /** l for each of `rows`. */
  readonly values: readonly bigint[];
}

/**
 * Why multipliers l >= 0 do not rule a label set out, in real arithmetic on the numbers as given; null if
 * they do: not all of them are 0, and `sup over the range of sum_m l_m (a_m . e + c_m) <= 0`.
 *
 * That sum is above 0 at every e at which all labels have their sign. An inactive label without weights and
 * bias has its sign at a score of exactly 0, so its multiplier does not count.
 *
 * `unlessByItself` has the same parameters, with multipliers in float64.
 */
export function combinationFlaw(
  classifier: Classifier,
  signs: Int8Array,
  { rows, against, values }: ExactMultipliers,
): string | null {
  const { ranked, range } = classifier;
  if (ranked !== (against !== undefined)) {
    return ranked ? 'a ranking needs pairs of rows and against' : 'against is for rankings';
  }
  const counts = (m: number): boolean =>
    values[m] > 0n && (ranked || signs[rows[m]] > 0 || !isEmptyRow(classifier, rows[m]));
  if (!Array.from(rows.keys()).some(counts)) {
    return 'all multipliers are 0 or belong to labels without weights';
  }
  const misplaced =
    against && Array.from(rows.keys()).find((m) => signs[rows[m]] < 0 || signs[against[m]] > 0);
  if (misplaced !== undefined) {
    return `row ${misplaced} does not compare a label of the set with one that is not in it`;
  }
  const { features, offset } = exactSum(classifier, signs, { rows, ...(against ? { against } : {}), values });
  const terms = [offset];
  for (let j = 0; j < inputsOf(classifier); j++) {
    const g = features[j];
    if (g.mantissa === 0n) continue;
    const end = g.mantissa > 0n ? range.upper[j] : range.lower[j];
    if (!Number.isFinite(end)) {
      return `feature ${j} has no bound on the side where the combination of the rows grows`;
    }
    terms.push(productOf(dyadic(end), g));
  }
  return sumOf(terms).mantissa <= 0n ? null : 'the combination of the rows gets above 0 in the range';
}

/** `sum_m l_m a_m`, [E], and `sum_m l_m c_m`. */
function exactSum(
  { weights, bias, numFeatures: d, projection }: Classifier,
  signs: Int8Array,
  { rows, against, values }: ExactMultipliers,
): { features: readonly Dyadic[]; offset: Dyadic } {
  const factors: bigint[] = [];
  const labels: number[] = [];
  rows.forEach((row, m) => {
    labels.push(row);
    factors.push(signs[row] > 0 ? values[m] : -values[m]);
    if (!against) return;
    labels.push(against[m]);
    factors.push(-values[m]);
  });
  const x = Array.from({ length: d }, (_, k) =>
    combine(
      factors,
      labels.map((label) => dyadic(weights[label * d + k])),
    ),
  );
  const own = combine(
    factors,
    labels.map((label) => dyadic(bias === null ? 0 : bias[label])),
  );
  if (projection === null) return { features: x, offset: own };
  const { kernel, offset, numInputs } = projection;
  const column = (j: number) => x.map((value, k) => productOf(value, dyadic(kernel[k * numInputs + j])));
  return {
    features: Array.from({ length: numInputs }, (_, j) => sumOf(column(j))),
    offset: sumOf([own, ...x.map((value, k) => productOf(value, dyadic(offset[k])))]),
  };
}

function isEmptyRow({ weights, bias, numFeatures: d }: Classifier, row: number): boolean {
  return (
    (bias === null || bias[row] === 0) &&
    weights.subarray(row * d, (row + 1) * d).every((weight) => weight === 0)
  );
}

function combine(multipliers: readonly bigint[], numbers: readonly Dyadic[]): Dyadic {
  const { integers, exponent } = scaledToIntegers(numbers);
  let mantissa = 0n;
  integers.forEach((integer, m) => (mantissa += integer * multipliers[m]));
  return { mantissa, exponent };
}

/** Multipliers in float64, as integers in the same proportions. */
export function integerMultipliers({ rows, against, values }: Multipliers): ExactMultipliers {
  const integers = scaledToIntegers(Array.from(values, dyadic)).integers;
  return { rows, ...(against ? { against } : {}), values: integers };
}
