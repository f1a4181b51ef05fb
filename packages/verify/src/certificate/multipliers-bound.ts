import { checkInteger } from '@argmaxable/core';
import { type Classifier, inputsOf } from '../head/classifier.js';
import { activeFlags, checkLength } from './arguments.js';
import { domainOf } from './domain.js';
import type { Multipliers } from './multipliers.js';
import { NormBounds } from './norm-bounds.js';
import { gamma, vanishing } from './rounding.js';

/**
 * What multipliers prove: an upper bound on the radius of a label set.
 *
 * With signs y, a_i = P^T w_i and c_i = w_i . p + b_i, no e of the range has every margin `y_i (a_i . e + c_i) / ||a_i||` above
 * `sup over e of sum_i l_i y_i (a_i . e + c_i)`, divided by `sum_i l_i ||a_i||`: multiply the margins by l_i ||a_i|| and add
 * up. With g = sum_i l_i y_i a_i the sup is a sum of `max(lower_j g_j, upper_j g_j)` over the features. Of a ranking, rows are
 * differences `a_i - a_j`. The result is rounded up by the largest rounding error that its own evaluation can have made.
 *
 * Where scores are 0 at e = 0 and that is in the range, e can be scaled, and is taken within |e_j| <= 1. Where it cannot
 * and some features are unbounded, there is no radius, and the bound has no unit: above 0 it says by how much, relative to
 * themselves, the stored numbers would have to change for the sup to be 0 or less.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labels Active labels, each an integer from 0 to n - 1, in any order.
 * @param multipliers Rows and their multipliers.
 * @returns The bound; -Infinity for a label without weights that contradicts the set by itself; Infinity for multipliers that
 *   prove nothing: one below 0 or not finite, all 0, a pair that is not of the set and its complement, numbers that overflow.
 * @throws ValueError for a label or row out of range, and for rows and values of unequal length.
 *
 * @example
 * import { verifyMatrix, multipliersUpperBound } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 1]], { certificates: true });
 * const [{ labels, multipliers }] = report.results;
 * if (multipliers) multipliersUpperBound(report.classifier, labels, multipliers); // the result's radius.upper
 */
export function multipliersUpperBound(
  classifier: Classifier,
  labels: ArrayLike<number>,
  multipliers: Multipliers,
): number {
  const sum = combine(classifier, activeFlags(labels, classifier.numLabels), multipliers);
  if (typeof sum === 'number') return sum;
  const domain = domainOf(classifier);
  const bound = domain === null ? relativeExcess(classifier, sum) : radiusBound(sum, domain);
  return Number.isNaN(bound) ? Infinity : bound;
}

/** `sum_m l_m (row m)`: numbers in float64, and bounds on what rounding and the terms' magnitudes are. */
interface Combination {
  /** g, [E], and how far each g_j can be off. */
  readonly features: Float64Array;
  readonly slips: Float64Array;
  /** No less than the sum of the magnitudes of what g_j is made of. */
  readonly magnitudes: Float64Array;
  /** `sum l_m c_m`, how far it can be off, and its terms' magnitudes. */
  readonly offset: number;
  readonly offsetSlip: number;
  readonly offsetMagnitude: number;
  /** Bounds on `sum l_m ||a_m||`. */
  readonly length: { readonly lower: number; readonly upper: number };
}

function combine(
  classifier: Classifier,
  active: Uint8Array,
  { rows, against, values }: Multipliers,
): Combination | number {
  const { numLabels, numFeatures: d, weights, bias, projection, ranked } = classifier;
  checkLength('multipliers.values', values, rows.length, 'one per row');
  if (against) checkLength('multipliers.against', against, rows.length, 'one per row');
  if (ranked !== (against !== undefined)) return Infinity;
  const norms = NormBounds.of(classifier);
  const sums = new Float64Array(d);
  const magnitudes = new Float64Array(d);
  let offset = 0;
  let offsetMagnitude = 0;
  let lower = 0;
  let upper = 0;
  /** Whether what is summed has to be above 0 for the set. */
  let counts = false;
  const add = (i: number, factor: number): void => {
    for (let k = 0, at = i * d; k < d; k++, at++) {
      const term = factor * weights[at];
      sums[k] += term;
      magnitudes[k] += Math.abs(term);
    }
    if (bias === null) return;
    offset += factor * bias[i];
    offsetMagnitude += Math.abs(factor * bias[i]);
  };
  for (let m = 0; m < rows.length; m++) {
    const i = checkInteger(`multipliers.rows[${m}]`, rows[m], { min: 0, max: numLabels - 1 });
    const value = values[m];
    if (!(value >= 0 && value < Infinity)) return Infinity;
    if (against) {
      const j = checkInteger(`multipliers.against[${m}]`, against[m], { min: 0, max: numLabels - 1 });
      if (active[i] !== 1 || active[j] === 1) return Infinity;
      if (value > 0 && isNeverAbove(classifier, i, j)) return -Infinity;
      counts ||= value > 0;
      add(i, value);
      add(j, -value);
      const length = norms.difference(i, j);
      lower += value * length.lower;
      upper += value * length.upper;
    } else {
      const constant = isConstant(classifier, i);
      const score = bias === null ? 0 : bias[i];
      if (value > 0 && constant && score > 0 !== (active[i] === 1)) return -Infinity;
      // Inactive without weights and bias, a label is right at a score of exactly 0.
      counts ||= value > 0 && (active[i] === 1 || !constant || score !== 0);
      add(i, active[i] === 1 ? value : -value);
      const length = norms.row(i);
      lower += value * length.lower;
      upper += value * length.upper;
    }
  }
  if (!counts) return Infinity;
  const terms = 2 * rows.length;
  // What is made of zeros alone is exact.
  const slip = (magnitude: number) =>
    magnitude === 0 ? 0 : gamma(terms + 1) * magnitude + terms * vanishing;
  const length = { lower: lower * (1 - gamma(terms)), upper: upper * (1 + gamma(terms)) };
  if (projection === null) {
    return {
      ...{ features: sums, slips: magnitudes.map(slip), magnitudes },
      ...{ offset, offsetSlip: slip(offsetMagnitude), offsetMagnitude, length },
    };
  }
  const { kernel, offset: p, numInputs } = projection;
  const features = new Float64Array(numInputs);
  const slips = new Float64Array(numInputs);
  const reaches = new Float64Array(numInputs);
  let offsetSlip = slip(offsetMagnitude);
  for (let k = 0, at = 0; k < d; k++) {
    if (magnitudes[k] === 0) {
      at += numInputs;
      continue;
    }
    const own = slip(magnitudes[k]);
    const factor = own + gamma(d + 1) * Math.abs(sums[k]);
    for (let j = 0; j < numInputs; j++, at++) {
      if (kernel[at] === 0) continue;
      features[j] += kernel[at] * sums[k];
      slips[j] += Math.abs(kernel[at]) * factor + vanishing;
      reaches[j] += Math.abs(kernel[at]) * magnitudes[k];
    }
    if (p[k] === 0) continue;
    offset += p[k] * sums[k];
    offsetSlip += Math.abs(p[k]) * (own + gamma(d + 2) * Math.abs(sums[k])) + vanishing;
    offsetMagnitude += Math.abs(p[k]) * magnitudes[k];
  }
  return {
    ...{ features, slips: slips.map((value) => value * (1 + gamma(d))), magnitudes: reaches },
    ...{
      offset,
      offsetSlip: (offsetSlip + gamma(d + 2) * Math.abs(offset)) * (1 + gamma(d)),
      offsetMagnitude,
      length,
    },
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

/** The sup over finite bounds, over the multipliers' length. */
function radiusBound(
  { features, slips, magnitudes, offset, offsetSlip, offsetMagnitude, length }: Combination,
  { lower, upper }: { lower: Float64Array; upper: Float64Array },
): number {
  let sup = offset;
  let slip = offsetSlip + gamma(2) * Math.abs(offset);
  let reach = offsetMagnitude;
  for (let j = 0; j < features.length; j++) {
    const [most, error] = greatest(lower[j], upper[j], features[j], slips[j]);
    reach += Math.max(Math.abs(lower[j]), Math.abs(upper[j])) * magnitudes[j];
    sup += most;
    slip += error + gamma(features.length + 2) * Math.abs(most);
  }
  const numerator = sup + slip * (1 + gamma(2 * features.length + 2));
  if (!Number.isFinite(numerator) || !Number.isFinite(length.upper)) return Infinity; // they overflow
  // Rows that a projection leaves no length to speak of: relative to the terms that cancel out, then.
  const isVanishing = !(length.lower > 1e-7 * reach);
  const denominator = isVanishing ? reach : numerator >= 0 ? length.lower : length.upper;
  // What is 0 or less everywhere, and has to be above 0, is out of reach in any unit.
  if (!(denominator > 0)) return numerator > 0 ? Infinity : numerator === 0 ? 0 : -Infinity;
  return (numerator / denominator) * (1 + Math.sign(numerator) * gamma(1));
}

/** The greatest of `e g` for e between finite bounds, and how far it can be off. */
function greatest(lower: number, upper: number, g: number, slip: number): [most: number, error: number] {
  const furthest = Math.max(Math.abs(lower), Math.abs(upper));
  if (furthest === 0 || (g === 0 && slip === 0)) return [0, 0];
  return [Math.max(lower * g, upper * g), furthest * slip + vanishing];
}

/** How far what has to be 0 or less is above it, relative to its terms: of unbounded features, and of all else together. */
function relativeExcess(classifier: Classifier, sum: Combination): number {
  const { lower, upper } = classifier.range;
  const { features, slips, magnitudes } = sum;
  let excess = -Infinity;
  let total = sum.offset;
  let slip = sum.offsetSlip + gamma(2) * Math.abs(sum.offset);
  let reach = sum.offsetMagnitude;
  for (let j = 0; j < inputsOf(classifier); j++) {
    const [g, error] = [features[j], slips[j]];
    const above = upper[j] === Infinity ? g + error : -Infinity;
    const below = lower[j] === -Infinity ? error - g : -Infinity;
    const over = Math.max(above, below);
    if (over > 0) excess = Math.max(excess, over / magnitudes[j]);
    // Past this, the sup is where the bound on the other side is.
    const [low, high] = [lower[j], upper[j]].map((end) => (Number.isFinite(end) ? end : null));
    if (low === null && high === null) continue;
    const [most, off] = greatest(low ?? high!, high ?? low!, g, error);
    total += most;
    slip += off + gamma(features.length + 2) * Math.abs(most);
    reach += Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0)) * magnitudes[j];
  }
  const over = total + slip * (1 + gamma(2 * features.length + 2));
  return Math.max(excess, over === 0 ? 0 : over / reach);
}
