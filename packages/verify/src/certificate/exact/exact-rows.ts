import { type Classifier, inputsOf } from '../../input/classifier.js';
import { type Dyadic, dyadic, productOf, sumOf } from './dyadic.js';
import type { Multipliers } from '../multipliers.js';

/** Combinations that are smaller than this share of their terms count as 0 with rounding errors. */
const nearZero = 1e-6;

/**
 * The features whose combination has to be exactly 0, because it is near 0 or the feature has no bound on
 * that side; for the other features, the end of their range that counts.
 */
export function heldFeatures(
  classifier: Classifier,
  signs: Int8Array,
  { rows, against, values }: Multipliers,
): { held: number[]; ends: Float64Array } {
  const { weights, numFeatures: d, projection, range } = classifier;
  const sums = new Float64Array(d);
  const reaches = new Float64Array(d);
  const add = (label: number, factor: number): void => {
    for (let k = 0; k < d; k++) {
      sums[k] += factor * weights[label * d + k];
      reaches[k] += Math.abs(factor * weights[label * d + k]);
    }
  };
  rows.forEach((row, m) => {
    add(row, signs[row] > 0 ? values[m] : -values[m]);
    if (against) add(against[m], -values[m]);
  });
  const inputs = inputsOf(classifier);
  const held: number[] = [];
  const ends = new Float64Array(inputs);
  for (let j = 0; j < inputs; j++) {
    let g = projection === null ? sums[j] : 0;
    let reach = projection === null ? reaches[j] : 0;
    for (let k = 0; projection !== null && k < d; k++) {
      const entry = projection.kernel[k * inputs + j];
      g += entry * sums[k];
      reach += Math.abs(entry) * reaches[k];
    }
    const end = g > 0 ? range.upper[j] : range.lower[j];
    if (Math.abs(g) <= nearZero * reach || !Number.isFinite(end)) held.push(j);
    else ends[j] = end;
  }
  return { held, ends };
}

/**
 * A row at the features that are held at 0, followed by its total: its sum at the other features' ends, plus
 * its offset.
 */
export function exactRow(
  { weights, bias, numFeatures: d, projection }: Classifier,
  signs: Int8Array,
  { rows, against }: Multipliers,
  m: number,
  held: readonly number[],
  ends: Float64Array,
): Dyadic[] {
  const signed = (label: number, sign: number): Dyadic[] =>
    Array.from(weights.subarray(label * d, (label + 1) * d), (weight) => dyadic(sign * weight));
  const sign = signs[rows[m]];
  const own = signed(rows[m], sign);
  const other = against && signed(against[m], -1);
  const x = other ? own.map((value, k) => sumOf([value, other[k]])) : own;
  const offsets =
    bias === null ? [] : [dyadic(sign * bias[rows[m]]), ...(against ? [dyadic(-bias[against[m]])] : [])];
  const entry = (j: number): Dyadic =>
    projection === null
      ? x[j]
      : sumOf(x.map((value, k) => productOf(value, dyadic(projection.kernel[k * projection.numInputs + j]))));
  const total = [...offsets];
  if (projection !== null) {
    x.forEach((value, k) => total.push(productOf(value, dyadic(projection.offset[k]))));
  }
  ends.forEach((end, j) => {
    if (end !== 0) total.push(productOf(entry(j), dyadic(end)));
  });
  return [...held.map(entry), sumOf(total)];
}
