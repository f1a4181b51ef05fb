import type { Classifier } from '../../input/classifier.js';
import { widthsOf } from '../../input/domain.js';
import type { Multipliers } from '../multipliers.js';
import { type Bounds, NormBounds } from './norm-bounds.js';
import { exponentOf, gamma, notLess, notMore, scaled, vanishing } from './rounding.js';
import { unlessByItself } from './row-by-itself.js';

/**
 * `sum_m l_m (row m)`: numbers in float64, bounds on their rounding errors, and the magnitudes of their
 * terms.
 */
export interface Combination {
  /** g, [E], and a bound on the error of each g_j. */
  readonly features: Float64Array;
  readonly slips: Float64Array;
  /** About the sum of the magnitudes of g_j's terms. */
  readonly magnitudes: Float64Array;
  /** `sum l_m c_m`, a bound on its error, and the sum of the magnitudes of its terms. */
  readonly offset: number;
  readonly offsetSlip: number;
  readonly offsetMagnitude: number;
  /** Bounds on `sum l_m ||a_m||`. */
  readonly length: Bounds;
  /** The same with features in half widths; null if these are all the same. */
  readonly inWidths: Bounds | null;
  /** Most terms that are added up in one number. */
  readonly terms: number;
}

/** The combination; or a number if the bound is already known, see `unlessByItself`. */
export function combine(
  classifier: Classifier,
  active: Uint8Array,
  multipliers: Multipliers,
): Combination | number {
  const alone = unlessByItself(classifier, active, multipliers);
  if (alone !== null) return alone;
  const values = inOwnUnits(classifier, multipliers);
  return values === null
    ? Infinity
    : withProjection(classifier, sumOfRows(classifier, active, { ...multipliers, values }));
}

/**
 * Multipliers times a power of two, so that the largest product with a row is about 1: none overflows, and
 * those that underflow are negligible compared with it.
 */
function inOwnUnits(classifier: Classifier, { rows, against, values }: Multipliers): Float64Array | null {
  let most = -Infinity;
  for (let m = 0; m < rows.length; m++) {
    if (values[m] === 0) continue;
    const size = Math.max(
      magnitudeOfRow(classifier, rows[m]),
      against ? magnitudeOfRow(classifier, against[m]) : 0,
    );
    if (size > 0) most = Math.max(most, exponentOf(values[m]) + exponentOf(size));
  }
  if (!Number.isFinite(most)) return null;
  return values.map((value) => scaled(value, -most));
}

/** The largest magnitude among a label's weights; the magnitude of its bias if all weights are 0. */
function magnitudeOfRow({ weights, bias, numFeatures: d }: Classifier, i: number): number {
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
  // Sums of zeros are exact; products that underflow are not zeros here.
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

/** A separate function, because the engine compiles it sooner. */
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
 * A combination s of the rows of W taken through the projection: g = P^T s, and s . p is added to the offset.
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
