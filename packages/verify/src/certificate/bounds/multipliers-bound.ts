import { checkClassifier } from '../../input/check-classifier.js';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import { activeFlags, checkMultipliers } from '../arguments.js';
import { domainOf, measureOf, widthsOf } from '../../input/domain.js';
import { combinationFlaw, integerMultipliers } from '../exact/exact-combination.js';
import type { Multipliers } from '../multipliers.js';
import { type Bounds, NormBounds } from './norm-bounds.js';
import { exponentOf, gamma, notLess, notMore, scaled, vanishing } from './rounding.js';

/**
 * What multipliers prove: an upper bound on the radius of a label set.
 *
 * With signs y, a_i = P^T w_i and c_i = w_i . p + b_i, no e of the range has every margin
 * `y_i (a_i . e + c_i) / ||a_i||` above `sup over e of sum_i l_i y_i (a_i . e + c_i)`, divided by
 * `sum_i l_i ||a_i||`: multiply the margins by l_i ||a_i|| and add up. With g = sum_i l_i y_i a_i the sup is
 * a sum of `max(lower_j g_j, upper_j g_j)` over the features. Of a ranking, rows are differences `a_i - a_j`.
 * The result is rounded up by the largest rounding error that its own evaluation can have made.
 *
 * Where scores are 0 at e = 0 and that is in the range, e can be scaled, and is taken within |e_j| <= 1.
 * Where it cannot and some features are unbounded, there is no radius, and the bound has no unit: above 0 it
 * says by how much, relative to themselves, the stored numbers would have to change for the sup to be 0 or
 * less.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labels Active labels, each an integer from 0 to n - 1, in any order.
 * @param multipliers Rows and their multipliers.
 * @returns The bound; -Infinity for a label without weights that contradicts the set by itself; Infinity for
 *   multipliers that prove nothing: one below 0 or not finite, all 0, a pair that is not of the set and its
 *   complement, rows whose lengths are nothing but rounding, numbers that overflow. Where terms cancel out to
 *   rounding they are added up exactly, and the bound is 0 where that shows a sup of 0 or less.
 * @throws ValueError for a label or row out of range, and for rows and values of unequal length.
 *
 * @example
 * import { verifyMatrix, multipliersUpperBound } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 1]], { certificates: true });
 * const [{ labels, multipliers }] = report.results;
 * // the result's radius.upper
 * if (multipliers) multipliersUpperBound(report.classifier, labels, multipliers);
 */
export function multipliersUpperBound(
  classifier: Classifier,
  labels: ArrayLike<number>,
  multipliers: Multipliers,
): number {
  const { numLabels } = checkClassifier(classifier);
  return boundsOf(classifier, labels, checkMultipliers(multipliers, numLabels)).radius;
}

/** What multipliers prove of a label set. */
export interface ProvedBounds {
  /** See `multipliersUpperBound`. */
  readonly radius: number;
  /**
   * The same without a unit: what decides whether a set counts as out of reach where no eps is given. It does
   * not depend on the units that features have: a radius counts in half widths of their ranges, and a
   * combination that has to be 0 at a feature without bounds as a share of its own terms there.
   */
  readonly share: number;
}

/** What no multipliers prove. */
export const nothingProved: ProvedBounds = { radius: Infinity, share: Infinity };

/** A share below this is none: it is what the solvers resolve. */
export const resolution = 1e-10;

/** See `multipliersUpperBound`. Rows are in range, and as many as values. */
export function boundsOf(
  classifier: Classifier,
  labels: ArrayLike<number>,
  multipliers: Multipliers,
): ProvedBounds {
  const active = activeFlags(labels, classifier.numLabels);
  const sum = combine(classifier, active, multipliers);
  if (typeof sum === 'number') return { radius: sum, share: sum };
  const isRelative = measureOf(classifier) === 'relative';
  const { radius, share, cancels } = (isRelative ? relativeBounds : radiusBounds)(classifier, sum);
  if (share >= resolution && cancels && isRuledOutExactly(classifier, active, multipliers)) {
    return { radius: 0, share: 0 };
  }
  return { radius: radius + 0, share }; // -0 is 0
}

/** `sum_m l_m (row m)`: numbers in float64, and bounds on what rounding and the terms' magnitudes are. */
interface Combination {
  /** g, [E], and how far each g_j can be off. */
  readonly features: Float64Array;
  readonly slips: Float64Array;
  /** The sum of the magnitudes of what g_j is made of, about. */
  readonly magnitudes: Float64Array;
  /** `sum l_m c_m`, how far it can be off, and its terms' magnitudes. */
  readonly offset: number;
  readonly offsetSlip: number;
  readonly offsetMagnitude: number;
  /** Of `sum l_m ||a_m||`. */
  readonly length: Bounds;
  /** The same with features in half widths; null where these are all the same. */
  readonly inWidths: Bounds | null;
  /** How many terms are added up in one number, at most. */
  readonly terms: number;
}

function combine(classifier: Classifier, active: Uint8Array, multipliers: Multipliers): Combination | number {
  const alone = unlessByItself(classifier, active, multipliers);
  if (alone !== null) return alone;
  const values = inOwnUnits(classifier, multipliers);
  return values === null
    ? Infinity
    : withProjection(classifier, sumOfRows(classifier, active, { ...multipliers, values }));
}

/**
 * -Infinity where one row contradicts the set by itself, Infinity where nothing is proved at all, else null.
 */
function unlessByItself(
  classifier: Classifier,
  active: Uint8Array,
  { rows, against, values }: Multipliers,
): number | null {
  const { bias, ranked } = classifier;
  if (ranked !== (against !== undefined)) return Infinity;
  /** Whether what is summed has to be above 0 for the set. */
  let counts = false;
  for (let m = 0; m < rows.length; m++) {
    const i = rows[m];
    const value = values[m];
    if (!(value >= 0 && value < Infinity)) return Infinity;
    if (against && (active[i] !== 1 || active[against[m]] === 1)) return Infinity;
    if (value === 0) continue;
    if (against) {
      if (isNeverAbove(classifier, i, against[m])) return -Infinity;
      counts = true;
      continue;
    }
    const constant = isConstant(classifier, i);
    const score = bias === null ? 0 : bias[i];
    if (constant && score > 0 !== (active[i] === 1)) return -Infinity;
    // Inactive without weights and bias, a label is right at a score of exactly 0.
    counts ||= active[i] === 1 || !constant || score !== 0;
  }
  return counts ? null : Infinity;
}

/**
 * Multipliers times a power of two, so that the largest product with a row is about 1: none overflows, and
 * those that vanish are nothing beside it.
 */
function inOwnUnits(classifier: Classifier, { rows, against, values }: Multipliers): Float64Array | null {
  let most = -Infinity;
  for (let m = 0; m < rows.length; m++) {
    if (values[m] === 0) continue;
    const size = Math.max(sizeOf(classifier, rows[m]), against ? sizeOf(classifier, against[m]) : 0);
    if (size > 0) most = Math.max(most, exponentOf(values[m]) + exponentOf(size));
  }
  if (!Number.isFinite(most)) return null;
  return values.map((value) => scaled(value, -most));
}

/** The largest magnitude among a label's weights; without weights, that of its bias. */
function sizeOf({ weights, bias, numFeatures: d }: Classifier, i: number): number {
  let size = 0;
  for (let at = i * d; at < (i + 1) * d; at++) {
    const magnitude = Math.abs(weights[at]);
    if (magnitude > size) size = magnitude;
  }
  return size > 0 || bias === null ? size : Math.abs(bias[i]);
}

/** The combination of the rows of W. */
function sumOfRows(
  classifier: Classifier,
  active: Uint8Array,
  { rows, against, values }: Multipliers,
): Combination {
  const { numFeatures: d, weights, bias } = classifier;
  const features = new Float64Array(d);
  const magnitudes = new Float64Array(d);
  let offset = 0;
  let offsetMagnitude = 0;
  const add = (i: number, factor: number): void => {
    addRow(features, magnitudes, weights, i * d, factor);
    if (bias === null) return;
    offset += factor * bias[i];
    offsetMagnitude += Math.abs(factor * bias[i]);
  };
  for (let m = 0; m < rows.length; m++) {
    add(rows[m], active[rows[m]] === 1 ? values[m] : -values[m]);
    if (against) add(against[m], -values[m]);
  }
  const terms = 2 * rows.length;
  // What is made of zeros alone is exact; products that vanish are none.
  const isUsed = (label: number, k: number) => weights[label * d + k] !== 0;
  const isZero = (k: number) =>
    !rows.some(
      (row, m) => values[m] > 0 && (isUsed(row, k) || (against !== undefined && isUsed(against[m], k))),
    );
  const slip = (magnitude: number) => gamma(terms + 1) * magnitude + 2 * terms * vanishing;
  return {
    ...{ features, magnitudes, offset, offsetMagnitude },
    slips: magnitudes.map((magnitude, k) => (magnitude === 0 && isZero(k) ? 0 : slip(magnitude))),
    offsetSlip:
      offsetMagnitude === 0 && hasNoOffset(classifier, { rows, ...(against ? { against } : {}), values })
        ? 0
        : slip(offsetMagnitude),
    ...lengthsOf(classifier, { rows, ...(against ? { against } : {}), values }),
    terms,
  };
}

/** In a function of its own, which is compiled sooner. */
function addRow(
  sums: Float64Array,
  magnitudes: Float64Array,
  weights: Float64Array,
  from: number,
  factor: number,
): void {
  for (let k = 0; k < sums.length; k++) {
    const term = factor * weights[from + k];
    sums[k] += term;
    magnitudes[k] += Math.abs(term);
  }
}

function hasNoOffset({ bias }: Classifier, { rows, against, values }: Multipliers): boolean {
  if (bias === null) return true;
  return rows.every((row, m) => values[m] === 0 || (bias[row] === 0 && (!against || bias[against[m]] === 0)));
}

function lengthsOf(
  classifier: Classifier,
  multipliers: Multipliers,
): Pick<Combination, 'length' | 'inWidths'> {
  const widths = widthsOf(classifier);
  return {
    length: totalLength(NormBounds.of(classifier), multipliers),
    inWidths:
      widths === null || typeof widths === 'number'
        ? null
        : totalLength(NormBounds.inWidths(classifier, widths), multipliers),
  };
}

function totalLength(norms: NormBounds, { rows, against, values }: Multipliers): Bounds {
  let lower = 0;
  let upper = 0;
  for (let m = 0; m < rows.length; m++) {
    if (values[m] === 0) continue;
    const length = against ? norms.difference(rows[m], against[m]) : norms.row(rows[m]);
    lower += notMore(values[m] * length.lower);
    upper += notLess(values[m] * length.upper);
  }
  const slack = gamma(rows.length);
  return { lower: lower * (1 - slack), upper: upper * (1 + slack) };
}

/**
 * What becomes of a combination of the rows of W behind a projection: g = P^T s, and s . p more in the
 * offset.
 */
function withProjection({ projection, numFeatures: d }: Classifier, sum: Combination): Combination {
  if (projection === null) return sum;
  const { kernel, offset: p, numInputs } = projection;
  const features = new Float64Array(numInputs);
  const slips = new Float64Array(numInputs);
  const magnitudes = new Float64Array(numInputs);
  let { offset, offsetMagnitude } = sum;
  let offsetSlip = sum.offsetSlip + gamma(d + 2) * Math.abs(offset);
  for (let k = 0, at = 0; k < d; k++) {
    const [own, slip, magnitude] = [sum.features[k], sum.slips[k], sum.magnitudes[k]];
    if (own === 0 && slip === 0) {
      at += numInputs;
      continue;
    }
    const factor = slip + gamma(d + 2) * Math.abs(own) + vanishing;
    for (let j = 0; j < numInputs; j++, at++) {
      if (kernel[at] === 0) continue;
      features[j] += kernel[at] * own;
      slips[j] += Math.abs(kernel[at]) * factor + 2 * vanishing;
      magnitudes[j] += Math.abs(kernel[at]) * magnitude;
    }
    if (p[k] === 0) continue;
    offset += p[k] * own;
    offsetSlip += Math.abs(p[k]) * factor + 2 * vanishing;
    offsetMagnitude += Math.abs(p[k]) * magnitude;
  }
  const slack = 1 + gamma(d);
  return {
    ...sum,
    ...{ features, magnitudes, offset, offsetMagnitude },
    ...{ slips: slips.map((value) => value * slack), offsetSlip: offsetSlip * slack },
    terms: sum.terms + d,
  };
}

/** Whether a label has no weights, so that its score is its bias at every e. */
function isConstant({ weights, numFeatures: d }: Classifier, i: number): boolean {
  for (let at = i * d; at < (i + 1) * d; at++) if (weights[at] !== 0) return false;
  return true;
}

/** Whether two labels have the same weights, and the first no higher bias. */
function isNeverAbove({ weights, bias, numFeatures: d }: Classifier, i: number, j: number): boolean {
  if (bias !== null && bias[i] > bias[j]) return false;
  for (let k = 0; k < d; k++) if (weights[i * d + k] !== weights[j * d + k]) return false;
  return true;
}

interface CheckedBounds extends ProvedBounds {
  /** Whether the sup is so small beside its terms that only exact arithmetic tells what it is. */
  readonly cancels: boolean;
}

/** Sums that are smaller than this share of their terms may be nothing but rounding. */
const roundingShare = 1e-9;

/** The sup over finite bounds, over the multipliers' length. */
function radiusBounds(classifier: Classifier, sum: Combination): CheckedBounds {
  const { features, slips, magnitudes, length, inWidths } = sum;
  const { lower, upper } = domainOf(classifier)!;
  const slack = gamma(features.length + 2);
  let sup = sum.offset;
  let slip = sum.offsetSlip + slack * Math.abs(sum.offset);
  let reach = sum.offsetMagnitude;
  for (let j = 0; j < features.length; j++) {
    const [most, error] = greatest(lower[j], upper[j], features[j], slips[j]);
    reach += Math.max(Math.abs(lower[j]), Math.abs(upper[j])) * magnitudes[j];
    sup += most;
    slip += error + slack * Math.abs(most);
  }
  const numerator = sup + slip * (1 + slack);
  if (!Number.isFinite(numerator)) return overflowed;
  if (numerator <= 0) {
    // What is 0 or less everywhere, and has to be above 0, is out of reach in any unit.
    const radius =
      length.upper === 0 ? (numerator === 0 ? 0 : -Infinity) : -notMore(-numerator / length.upper);
    return { radius, share: radius, cancels: false };
  }
  const over = (unit: number) => (unit > 0 && unit < Infinity ? notLess(numerator / unit) : Infinity);
  const radius = over(length.lower);
  const inOwn = inWidths === null ? notMore((widthsOf(classifier) as number) * length.lower) : inWidths.lower;
  return {
    radius,
    share:
      measureOf(classifier) === 'bounded'
        ? over(inOwn)
        : Math.max(radius, steepest(domainOf(classifier)!, sum)),
    // Where features cannot be moved, either, nothing but exact arithmetic tells.
    cancels: numerator <= roundingShare * reach || !(inOwn > 0),
  };
}

/** The greatest of `e g` for e between finite bounds, and how far it can be off. */
function greatest(lower: number, upper: number, g: number, slip: number): [most: number, error: number] {
  const furthest = Math.max(Math.abs(lower), Math.abs(upper));
  if (furthest === 0 || (g === 0 && slip === 0)) return [0, 0];
  return [Math.max(lower * g, upper * g), furthest * slip + 2 * vanishing];
}

/**
 * By which share of its terms g grows, of the features that can be moved where it does; -Infinity where it
 * grows nowhere.
 */
function steepest(
  { lower, upper }: { lower: Float64Array; upper: Float64Array },
  { features, slips, magnitudes, terms }: Combination,
): number {
  let most = -Infinity;
  for (let j = 0; j < features.length; j++) {
    const over = Math.max(
      upper[j] > 0 ? features[j] + slips[j] : -Infinity,
      lower[j] < 0 ? slips[j] - features[j] : -Infinity,
    );
    if (over > 0) most = Math.max(most, shareOf(over, magnitudes[j], terms));
  }
  return most;
}

function shareOf(over: number, terms: number, howMany: number): number {
  return terms > 0 ? notLess(over / terms) * (1 + gamma(howMany)) : Infinity;
}

/**
 * How far what has to be 0 or less is above it, relative to its terms: of unbounded features, and of all else
 * together.
 */
function relativeBounds(classifier: Classifier, sum: Combination): CheckedBounds {
  const { lower, upper } = classifier.range;
  const { features, slips, magnitudes, terms } = sum;
  const slack = gamma(features.length + 2);
  let total = sum.offset;
  let slip = sum.offsetSlip + slack * Math.abs(sum.offset);
  let reach = sum.offsetMagnitude;
  for (let j = 0; j < inputsOf(classifier); j++) {
    // Past a bound on one side, the sup is where the bound on the other side is.
    const [low, high] = [lower[j], upper[j]].map((end) => (Number.isFinite(end) ? end : null));
    if (low === null && high === null) continue;
    const [most, off] = greatest(low ?? high!, high ?? low!, features[j], slips[j]);
    total += most;
    slip += off + slack * Math.abs(most);
    reach += Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)) * magnitudes[j];
  }
  const over = total + slip * (1 + slack);
  const unbounded = {
    lower: lower.map((end) => (end === -Infinity ? -1 : 0)),
    upper: upper.map((end) => (end === Infinity ? 1 : 0)),
  };
  const ofTotal = over <= 0 ? -notMore(-over / reach) : shareOf(over, reach, terms + features.length);
  const share = Math.max(steepest(unbounded, sum), over === 0 ? 0 : ofTotal);
  if (!Number.isFinite(over) || Number.isNaN(share)) return overflowed;
  return { radius: share, share, cancels: !(share > roundingShare) || share === Infinity };
}

const overflowed: CheckedBounds = { ...nothingProved, cancels: true };

/** Terms of exact arithmetic, at most: it takes about a second for them. */
const mostTerms = 1e6;

function isRuledOutExactly(classifier: Classifier, active: Uint8Array, multipliers: Multipliers): boolean {
  const { numFeatures: d, projection } = classifier;
  const { rows, against } = multipliers;
  if (rows.length * d * (against ? 2 : 1) + d * (projection?.numInputs ?? 0) > mostTerms) return false;
  const signs = Int8Array.from(active, (isActive) => (isActive === 1 ? 1 : -1));
  return combinationFlaw(classifier, signs, integerMultipliers(multipliers)) === null;
}
