import { besideIdentity } from '../linear-algebra/beside-identity.js';
import type { Classifier } from '../input/classifier.js';
import { greatestOf } from '../linear-algebra/long-arrays.js';
import { checkClassifier } from '../input/check-classifier.js';
import { checkMultipliers } from './arguments.js';
import { exactMultipliers } from './exact/exact-multipliers.js';
import type { Multipliers } from './multipliers.js';
import { multipliersUpperBound } from './bounds/multipliers-bound.js';
import { gamma, vanishing } from './bounds/rounding.js';
import { readSigns } from './signs.js';

/** Newton steps that bring a solver's multipliers to the accuracy of the float64 residual. */
const refinements = 2;

/**
 * Proves that there are multipliers l >= 0 near the given ones with `sum_i l_i y_i w_i = 0` exactly, so that
 * no feature vector gives all labels their sign. It works in float64 and is faster than `exactMultipliers`,
 * which finds such multipliers. With a projection, for rankings, and if features are bounded on one side
 * only, it calls `exactMultipliers`.
 *
 * One multiplier is held fixed and the other d solve a linear system `G l = g`. With an approximate inverse
 * R, alpha = ||I - R G||_inf < 1 proves G regular, and the exact solution differs from the given l by e = R
 * (g - G l) + (I - R G) e, which is at most ||R (g - G l)||_inf / (1 - alpha) (Rump, Acta Numerica 19, 2010,
 * section 10). The proof is complete when no l_i can fall below 0. All quantities are rounded up by bounds
 * that are known in advance.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`. With a bias, `sum_i l_i y_i b_i <= 0`
 *   is proved too, or that the given multipliers themselves rule the set out within the range.
 * @param labelSet Active labels, each an integer from 0 to n - 1, none twice.
 * @param multipliers d + 1 rows with values above 0 from a solver (with a bias, d + 2 if their sum over b is
 *   0 too); rows with the value 0 do not count.
 * @returns true if it is proved. false means only that nothing was proved; with fewer rows use
 *   `exactMultipliers`.
 * @throws ValueError for a label or row out of range, and for rows and values of unequal length.
 *
 * @example
 * import { provesInfeasible, readClassifier, verifyMatrix } from '@argmaxable/verify';
 * const weights = [[0.1, 0], [0, 0.3], [0.7, 0.7]];
 * const { results } = await verifyMatrix({ weights }, [[0, 1]], { certificates: true });
 * provesInfeasible(await readClassifier({ weights }), [0, 1], results[0].multipliers); // true
 */
export function provesInfeasible(
  classifier: Classifier,
  labelSet: ArrayLike<number>,
  multipliers: Multipliers,
): boolean {
  const { numLabels, numFeatures, projection, ranked, range } = checkClassifier(classifier);
  const given = checkMultipliers(multipliers, numLabels);
  const signs = readSigns(labelSet, numLabels);
  if (multipliersUpperBound(classifier, labelSet, given) < 0) return true;
  const isOneSided = range.lower.some(
    (lower, j) => Number.isFinite(lower) !== Number.isFinite(range.upper[j]),
  );
  if (projection !== null || ranked || isOneSided) {
    return exactMultipliers(classifier, labelSet, given) !== null;
  }
  const used = [...given.rows.keys()].filter((m) => given.values[m] > 0);
  const width = used.length - 1;
  if (width !== numFeatures && !(width === numFeatures + 1 && classifier.bias !== null)) return false;

  // If there is one row more than the features need, b counts as one more feature.
  const scaled = used.map((m) =>
    scaledRow(classifier, given.rows[m], signs, given.values[m], width > numFeatures),
  );
  if (!scaled.every(({ isExact }) => isExact)) return exactMultipliers(classifier, labelSet, given) !== null;
  // The largest multiplier is held fixed, because the determinant of the others is in proportion to it.
  scaled.sort((a, b) => a.value - b.value);
  const fixed = scaled.pop()!;
  const system = asColumns(
    scaled.map(({ entries }) => entries),
    width,
  );
  const inverse = approximateInverse(system, width);
  if (inverse === null) return false;
  const contraction = contractionBounds(system, inverse, width);
  const alpha = greatestOf(contraction);
  if (!(alpha < 1)) return false;

  let l = Float64Array.from(scaled, ({ value }) => value / fixed.value);
  for (let step = 0; step < refinements; step++) {
    const correction = times(inverse, residual(system, l, fixed.entries).values, width);
    l = l.map((value, i) => value - correction[i]);
  }
  const error = solutionError(inverse, residual(system, l, fixed.entries), contraction, alpha);
  if (!l.every((value, i) => value - error[i] > 0)) return false;
  return biasAllows(l, error, scaled, fixed);
}

interface ScaledRow {
  /** y_i w_i, or y_i (w_i, b_i), times a power of two, so that the largest is near 1. */
  readonly entries: Float64Array;
  /** y_i b_i times the same power; 0 if it is among the entries. */
  readonly offset: number;
  /** l_i, for the scaled row. */
  readonly value: number;
  /** Whether no number was lost when it was scaled. */
  readonly isExact: boolean;
}

function scaledRow(
  { weights, bias, numFeatures }: Classifier,
  row: number,
  signs: Int8Array,
  value: number,
  withBias: boolean,
): ScaledRow {
  const offset = bias === null ? 0 : bias[row];
  const entries = Array.from(weights.subarray(row * numFeatures, (row + 1) * numFeatures));
  if (withBias) entries.push(offset);
  const largest = entries.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  const scale = largest === 0 ? 1 : 2 ** -Math.floor(Math.log2(largest));
  const factor = signs[row] * scale;
  // Within the normal float64 numbers a product with a power of two is exact.
  const isKept = (entry: number) => entry === 0 || Math.abs(entry * scale) >= 2 ** -1022;
  return {
    isExact: entries.every(isKept) && isKept(offset) && Number.isFinite(offset * scale),
    entries: Float64Array.from(entries, (entry) => entry * factor),
    offset: withBias ? 0 : offset * factor,
    value: value / scale,
  };
}

/** Row j holds entry j of every vector, [d, d]. */
function asColumns(vectors: readonly Float64Array[], d: number): Float64Array {
  const matrix = new Float64Array(d * d);
  vectors.forEach((vector, i) => vector.forEach((value, j) => (matrix[j * d + i] = value)));
  return matrix;
}

/**
 * The inverse by Gauss-Jordan elimination with row pivoting, in place, with the identity beside the matrix;
 * null if a pivot is 0.
 */
function approximateInverse(matrix: Float64Array, d: number): Float64Array | null {
  const rows = besideIdentity(matrix, d);
  for (let column = 0; column < d; column++) {
    let best = column;
    for (let i = column + 1; i < d; i++) {
      if (Math.abs(rows[i][column]) > Math.abs(rows[best][column])) best = i;
    }
    [rows[column], rows[best]] = [rows[best], rows[column]];
    const pivotRow = rows[column];
    const pivot = pivotRow[column];
    if (pivot === 0) return null;
    for (let j = column; j < 2 * d; j++) pivotRow[j] /= pivot;
    for (let i = 0; i < d; i++) {
      if (i === column) continue;
      const row = rows[i];
      const factor = row[column];
      if (factor === 0) continue;
      for (let j = column; j < 2 * d; j++) row[j] -= factor * pivotRow[j];
    }
  }
  const inverse = new Float64Array(d * d);
  rows.forEach((row, i) => inverse.set(row.subarray(d), i * d));
  return inverse;
}

/** Upper bounds on `sum_j |I - R G|_ij`, for each i. */
function contractionBounds(system: Float64Array, inverse: Float64Array, d: number): Float64Array {
  const systemSums = new Float64Array(d);
  for (let k = 0; k < d; k++) {
    for (let j = 0; j < d; j++) systemSums[k] += Math.abs(system[k * d + j]);
  }
  const row = new Float64Array(d);
  return Float64Array.from({ length: d }, (_, i) => {
    row.fill(0);
    row[i] = -1;
    let magnitude = 1;
    for (let k = 0; k < d; k++) {
      const factor = inverse[i * d + k];
      magnitude += Math.abs(factor) * systemSums[k];
      for (let j = 0, at = k * d; j < d; j++, at++) row[j] += factor * system[at];
    }
    const sum = row.reduce((total, value) => total + Math.abs(value), 0);
    return sum * (1 + gamma(d)) + gamma(d + 1) * magnitude + d * d * vanishing;
  });
}

/** `G l + g_fixed`, and upper bounds on the rounding error of each value. */
function residual(
  system: Float64Array,
  l: Float64Array,
  fixed: Float64Array,
): { values: Float64Array; errors: Float64Array } {
  const d = l.length;
  const values = new Float64Array(d);
  const errors = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    let sum = fixed[j];
    let magnitude = Math.abs(fixed[j]);
    for (let i = 0, at = j * d; i < d; i++, at++) {
      const product = system[at] * l[i];
      sum += product;
      magnitude += Math.abs(product);
    }
    values[j] = sum;
    errors[j] = gamma(d + 1) * magnitude + d * vanishing;
  }
  return { values, errors };
}

function times(matrix: Float64Array, vector: Float64Array, d: number): Float64Array {
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += matrix[i * d + j] * vector[j];
    return sum;
  });
}

/** Upper bounds on |e_i| for `e = R r + (I - R G) e`. */
function solutionError(
  inverse: Float64Array,
  { values, errors }: { values: Float64Array; errors: Float64Array },
  contraction: Float64Array,
  alpha: number,
): Float64Array {
  const d = values.length;
  const reach = values.map((value, j) => Math.abs(value) + errors[j]);
  const absolute = inverse.map(Math.abs);
  const first = times(absolute, reach, d).map((value) => value * (1 + gamma(d + 1)) + d * vanishing);
  const largest = (greatestOf(first) / (1 - alpha)) * (1 + gamma(1));
  return first.map((value, i) => (value + contraction[i] * largest) * (1 + gamma(1)) + vanishing);
}

/** Whether `sum_i l_i y_i b_i <= 0` for all multipliers within their errors. */
function biasAllows(
  l: Float64Array,
  error: Float64Array,
  rows: readonly ScaledRow[],
  fixed: ScaledRow,
): boolean {
  let sum = fixed.offset;
  let slack = gamma(l.length + 1) * Math.abs(fixed.offset);
  rows.forEach(({ offset }, i) => {
    if (offset === 0) return;
    sum += l[i] * offset;
    slack += (gamma(l.length + 1) * l[i] + error[i]) * Math.abs(offset) + vanishing;
  });
  return sum + slack * (1 + gamma(l.length + 1)) <= 0;
}
