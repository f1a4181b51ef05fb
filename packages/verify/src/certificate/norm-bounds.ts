import type { Classifier } from '../head/classifier.js';
import { gamma } from './rounding.js';

/** No less and no more than a number. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

const known = new WeakMap<Classifier, NormBounds>();

/**
 * Bounds on the length of `a_i = P^T w_i`, by which margins are divided, and of `a_i - a_j`.
 *
 * Without a projection they differ by rounding only. With one, `||P^T v||^2 = v^T (P P^T) v` takes d^2 operations in place of
 * d E; what it is off by at most, where terms cancel, is between the bounds.
 */
export class NormBounds {
  /** P P^T, [d, d]. */
  private readonly gram: Float64Array | null;
  /** No less than the length of each row of P, [d]. */
  private readonly reach: Float64Array | null;
  private readonly lengths: Float64Array;

  private constructor(private readonly classifier: Classifier) {
    const { projection, numFeatures: d, numLabels } = classifier;
    this.lengths = new Float64Array(2 * numLabels).fill(NaN);
    this.gram = projection && gramOf(projection.kernel, d, projection.numInputs);
    const slip = projection === null ? 0 : gamma(projection.numInputs);
    this.reach =
      this.gram && Float64Array.from({ length: d }, (_, k) => Math.sqrt(this.gram![k * d + k]) * (1 + slip));
  }

  /** Made once for each classifier. */
  static of(classifier: Classifier): NormBounds {
    let bounds = known.get(classifier);
    if (!bounds) known.set(classifier, (bounds = new NormBounds(classifier)));
    return bounds;
  }

  /** Of ||a_i||. */
  row(i: number): Bounds {
    const { lengths } = this;
    if (Number.isNaN(lengths[2 * i])) {
      const { weights, numFeatures: d } = this.classifier;
      const { lower, upper } = this.ofVector(weights.subarray(i * d, (i + 1) * d));
      lengths[2 * i] = lower;
      lengths[2 * i + 1] = upper;
    }
    return { lower: lengths[2 * i], upper: lengths[2 * i + 1] };
  }

  /** Of ||a_i - a_j||. */
  difference(i: number, j: number): Bounds {
    const { weights, numFeatures: d } = this.classifier;
    const difference = new Float64Array(d);
    for (let k = 0; k < d; k++) difference[k] = weights[i * d + k] - weights[j * d + k];
    return this.ofVector(difference);
  }

  private ofVector(v: Float64Array): Bounds {
    const { gram, reach } = this;
    const d = v.length;
    if (gram === null) {
      let squares = 0;
      for (let k = 0; k < d; k++) squares += v[k] * v[k];
      const length = Math.sqrt(squares);
      return { lower: length * (1 - gamma(d)), upper: length * (1 + gamma(d)) };
    }
    let square = 0;
    let most = 0;
    for (let k = 0, at = 0; k < d; k++) {
      let sum = 0;
      for (let l = 0; l < d; l++, at++) sum += gram[at] * v[l];
      square += v[k] * sum;
      most += Math.abs(v[k]) * reach![k];
    }
    // Sums over E for the products of rows of P, and over d twice; `most` squared is no less than all their terms.
    const error = gamma(this.classifier.projection!.numInputs + 2 * d) * most * most;
    return {
      lower: Math.sqrt(Math.max(0, square - error)) * (1 - gamma(1)),
      upper: Math.sqrt(square + error) * (1 + gamma(1)),
    };
  }
}

function gramOf(kernel: Float64Array, d: number, inputs: number): Float64Array {
  const gram = new Float64Array(d * d);
  for (let k = 0; k < d; k++) {
    for (let l = 0; l <= k; l++) {
      let sum = 0;
      for (let j = 0; j < inputs; j++) sum += kernel[k * inputs + j] * kernel[l * inputs + j];
      gram[k * d + l] = sum;
      gram[l * d + k] = sum;
    }
  }
  return gram;
}
