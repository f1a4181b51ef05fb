import { domainOf, toleranceOf } from '../../input/domain.js';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import { projected } from './projected.js';
import { withColumns } from './row-matrix.js';
import { System } from './system.js';

/** The system in which a radius is computed, and the length of its unit in feature space. */
export interface BoundedSystem {
  readonly system: System;
  readonly unit: number;
  /** The point that stands for a feature vector of the range. */
  readonly point: (e: Float64Array) => Float64Array;
}

/**
 * The question about a radius: `e = m + R u`, where m is the middle of the range and R half the width of its
 * widest feature, so that every u_j lies within -1..1. Null if the range has no bounds, so that there is no
 * radius.
 */
export function boundedSystem(classifier: Classifier): BoundedSystem | null {
  const domain = domainOf(classifier);
  if (domain === null) return null;
  const { numLabels, numFeatures, weights, bias, projection } = classifier;
  const inputs = inputsOf(classifier);
  const unit = toleranceOf(classifier) / 1e-10;
  const middle = domain.lower.map((low, j) => low / 2 + domain.upper[j] / 2);
  const atMiddle = projection === null ? middle : projected(projection, middle);
  const plain = { numRows: numLabels, width: numFeatures, values: weights };
  const isShifted = atMiddle.some((value) => value !== 0) || bias !== null;
  // X = (P u + (P m + p) / R, 1 / R) for the rows (w_i, b_i): everything is divided by R.
  const matrix = bias === null ? plain : withColumns(plain, [bias]);
  const shift = isShifted ? new Float64Array(matrix.width).fill(1 / unit) : null;
  if (shift) atMiddle.forEach((value, k) => (shift[k] = value / unit));
  let map: Float64Array | null = null;
  if (projection !== null) {
    map = new Float64Array(matrix.width * inputs);
    map.set(projection.kernel);
  }
  const lower = domain.lower.map((low, j) => (low - middle[j]) / unit);
  const upper = domain.upper.map((high, j) => (high - middle[j]) / unit);
  const features = (u: Float64Array): Float64Array =>
    u.map((value, j) => Math.min(domain.upper[j], Math.max(domain.lower[j], middle[j] + value * unit)));
  const point = (e: Float64Array): Float64Array => e.map((value, j) => (value - middle[j]) / unit);
  return { system: new System({ matrix, map, shift, lower, upper, width: inputs, features }), unit, point };
}
