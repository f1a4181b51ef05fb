import { type Classifier, inputsOf } from '../../input/classifier.js';
import { gamma, vanishing } from './rounding.js';

/** A number in float64, and a bound on its error. */
interface Score {
  readonly value: number;
  readonly slip: number;
}

/**
 * The scores of one feature vector, `z_i = w_i . (P e + p) + b_i`, each with a bound on the rounding of its
 * evaluation.
 */
export class RoundedScores {
  /** x = P e + p, [d]. */
  private readonly x: Float64Array;
  /** A bound on the error of each x_k; null if x is e itself. */
  private readonly slips: Float64Array | null;

  constructor(
    private readonly classifier: Classifier,
    e: ArrayLike<number>,
  ) {
    const { projection, numFeatures: d } = classifier;
    if (projection === null) {
      this.x = Float64Array.from(e);
      this.slips = null;
      return;
    }
    const { kernel, offset, numInputs } = projection;
    this.x = new Float64Array(d);
    this.slips = new Float64Array(d);
    for (let k = 0, at = 0; k < d; k++) {
      let sum = offset[k];
      let magnitude = Math.abs(offset[k]);
      for (let j = 0; j < numInputs; j++, at++) {
        const product = kernel[at] * e[j];
        sum += product;
        magnitude += Math.abs(product);
      }
      this.x[k] = sum;
      const isExact = magnitude === 0 && areZeros(kernel, k * numInputs, e);
      this.slips[k] = isExact ? 0 : gamma(numInputs + 1) * magnitude + numInputs * vanishing;
    }
  }

  of(i: number): Score {
    const { x, slips } = this;
    const { weights, bias, numFeatures: d } = this.classifier;
    let value = bias === null ? 0 : bias[i];
    let magnitude = Math.abs(value);
    let inherited = 0;
    for (let k = 0, at = i * d; k < d; k++, at++) {
      const product = weights[at] * x[k];
      value += product;
      magnitude += Math.abs(product);
      if (slips !== null) inherited += Math.abs(weights[at]) * slips[k];
    }
    // Sums of zeros are exact; products that underflow are not zeros here.
    if (magnitude === 0 && areZeros(weights, i * d, x) && (!slips || areZeros(weights, i * d, slips))) {
      return { value: 0, slip: 0 };
    }
    const slip = gamma(d + 2) * magnitude + inherited * (1 + gamma(d)) + 2 * d * vanishing;
    // If numbers overflow, nothing is known.
    return Number.isFinite(value) && Number.isFinite(slip) ? { value, slip } : { value: 0, slip: Infinity };
  }

  /** Whether the label's weights are all 0, so that its score is its bias at any e. */
  isConstant(i: number): boolean {
    const { weights, numFeatures: d } = this.classifier;
    for (let at = i * d; at < (i + 1) * d; at++) if (weights[at] !== 0) return false;
    return true;
  }
}

/** Whether in every product of a row, which begins at `offset`, and a vector a factor is 0. */
function areZeros(rows: Float64Array, from: number, vector: ArrayLike<number>): boolean {
  for (let k = 0; k < vector.length; k++) if (rows[from + k] !== 0 && vector[k] !== 0) return false;
  return true;
}

/** Whether a feature vector is one of the classifier's range. */
export function isInRange(classifier: Classifier, e: ArrayLike<number>): boolean {
  return firstOutside(classifier, e) < 0;
}

/** The first feature that is outside its bounds, or not a number; -1 if there is none. */
export function firstOutside(classifier: Classifier, e: ArrayLike<number>): number {
  const { lower, upper } = classifier.range;
  for (let j = 0; j < inputsOf(classifier); j++) {
    if (!(e[j] >= lower[j] && e[j] <= upper[j] && Number.isFinite(e[j]))) return j;
  }
  return -1;
}
