import { checkInteger, checkNumber, checkOptions, isPlainObject, ValueError } from '@argmaxable/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { readMatrix, readVector, type Vector, type Weights } from './numbers.js';

/**
 * The range of feature vectors e:
 * - 'any': all real vectors;
 * - 'nonNegative': e_j >= 0, such as the outputs of a ReLU;
 * - bounds: `lower` and `upper`, one number for all features or one for each; an infinite or missing number
 *   means no bound. `origin` says in words where they come from, for reports; `featureBounds` of
 *   `@argmaxable/layers` returns all three;
 * - `observed`: from the least to the greatest value of each feature in rows of data [examples, features];
 *   `margin`, 0 by default, moves both ends out by this share of the feature's width. Verdicts are then about
 *   this range, not about everything that the layers in front can give.
 */
export type FeatureRange =
  | 'any'
  | 'nonNegative'
  | { readonly lower?: number | Vector; readonly upper?: number | Vector; readonly origin?: string }
  | { readonly observed: Tensor2D | Weights; readonly margin?: number };

/** A range after reading: bounds for each feature, and a description. Do not write into the arrays. */
export interface ResolvedRange {
  /** [E], -Infinity if there is none. */
  readonly lower: Float64Array;
  /** [E], Infinity if there is none. */
  readonly upper: Float64Array;
  /** The range in words, for reports. */
  readonly words: string;
}

const allowed = "'any', 'nonNegative', { lower, upper } or { observed, margin }";

/**
 * Reads a range for this number of features.
 *
 * @throws ValueError for an invalid range, NaN, a lower bound above the upper bound, and lengths that do not
 *   fit.
 */
export async function readFeatureRange(range: FeatureRange, numFeatures: number): Promise<ResolvedRange> {
  if (range === 'any') return uniform(numFeatures, -Infinity, Infinity, 'any real numbers');
  if (range === 'nonNegative') return uniform(numFeatures, 0, Infinity, '0 or more');
  if (!isPlainObject(range)) {
    throw new ValueError('featureRange', range, allowed);
  }
  if ('observed' in range) return observed(range, numFeatures);
  checkOptions('featureRange', range, ['lower', 'upper', 'origin']);
  const { lower: low = -Infinity, upper: high = Infinity, origin } = range;
  if (origin !== undefined && typeof origin !== 'string') {
    throw new ValueError('featureRange.origin', origin, 'a string');
  }
  const lower = await readEnd(low, 'lower', numFeatures);
  const upper = await readEnd(high, 'upper', numFeatures);
  const crossed = lower.findIndex((value, j) => value > upper[j]);
  if (crossed >= 0) {
    const given = `lower ${lower[crossed]} and upper ${upper[crossed]} of feature ${crossed}`;
    throw new ValueError('featureRange', given, 'bounds with lower <= upper');
  }
  const words = wordsOf(lower, upper);
  return { lower, upper, words: origin === undefined ? words : `${words} (${origin.replace(/^any: /, '')})` };
}

/** The range -R..R that `box: R` means. */
export function boxRange(box: number, numFeatures: number): ResolvedRange {
  if (typeof box !== 'number' || !(box >= 1e-100 && box <= 1e100)) {
    throw new ValueError('box', box, 'a number above 0, from 1e-100 to 1e+100');
  }
  return uniform(numFeatures, -box, box, `from ${-box} to ${box}`);
}

function uniform(numFeatures: number, lower: number, upper: number, words: string): ResolvedRange {
  return {
    lower: new Float64Array(numFeatures).fill(lower),
    upper: new Float64Array(numFeatures).fill(upper),
    words,
  };
}

async function readEnd(
  end: number | Vector,
  name: 'lower' | 'upper',
  numFeatures: number,
): Promise<Float64Array> {
  const argument = `featureRange.${name}`;
  const values =
    typeof end === 'number'
      ? new Float64Array(numFeatures).fill(end)
      : await readVector(end, argument, numFeatures, 'one per feature', isBound);
  const none = name === 'lower' ? Infinity : -Infinity;
  const odd = values.findIndex((value) => !isBound(value) || value === none);
  if (odd >= 0) {
    const place = typeof end === 'number' ? argument : `${argument}[${odd}]`;
    throw new ValueError(
      place,
      values[odd],
      `0, ${-none}, or finite, with a magnitude from 1e-100 to 1e+100`,
    );
  }
  return values;
}

function isBound(value: number): boolean {
  const magnitude = Math.abs(value);
  return value === 0 || magnitude === Infinity || (magnitude >= 1e-100 && magnitude <= 1e100);
}

async function observed(
  range: { observed: Tensor2D | Weights; margin?: number },
  numFeatures: number,
): Promise<ResolvedRange> {
  const { observed: rows, margin = 0 } = checkOptions('featureRange', range, ['observed', 'margin']);
  checkNumber('featureRange.margin', margin, { min: 0 });
  const { values, shape } = await readMatrix(rows, 'featureRange.observed', 'examples', 'features');
  checkInteger('columns of featureRange.observed', shape[1], { min: numFeatures, max: numFeatures });
  const lower = new Float64Array(numFeatures).fill(Infinity);
  const upper = new Float64Array(numFeatures).fill(-Infinity);
  for (let at = 0; at < values.length; at++) {
    const j = at % numFeatures;
    if (values[at] < lower[j]) lower[j] = values[at];
    if (values[at] > upper[j]) upper[j] = values[at];
  }
  for (let j = 0; j < numFeatures; j++) {
    const out = margin * (upper[j] - lower[j]);
    lower[j] -= out;
    upper[j] += out;
    if (![lower[j], upper[j]].every((end) => Number.isFinite(end) && isBound(end))) {
      const ends = 'a share that keeps all bounds at 0 or magnitudes from 1e-100 to 1e+100';
      throw new ValueError('featureRange.margin', margin, ends);
    }
  }
  const wider = margin > 0 ? `, plus ${margin} of its width at each end` : '';
  const words = `each within its range in ${shape[0]} observed rows${wider} (${spanOf(lower, upper)})`;
  return { lower, upper, words };
}

function wordsOf(lower: Float64Array, upper: Float64Array): string {
  const [low, high] = [lower[0], upper[0]];
  if (lower.some((value) => value !== low) || upper.some((value) => value !== high)) {
    return `each within its own bounds (${spanOf(lower, upper)})`;
  }
  if (low === -Infinity && high === Infinity) return 'any real numbers';
  if (high === Infinity) return `${low} or more`;
  return low === -Infinity ? `${high} or less` : `from ${low} to ${high}`;
}

function spanOf(lower: Float64Array, upper: Float64Array): string {
  const least = lower.reduce((most, value) => Math.min(most, value), Infinity);
  const greatest = upper.reduce((most, value) => Math.max(most, value), -Infinity);
  const text = (value: number) =>
    Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
  return `${text(least)} to ${text(greatest)} in all`;
}
