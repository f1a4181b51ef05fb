import { isScaleFree, measureOf } from '../../input/domain.js';
import { NormBounds } from '../../certificate/bounds/norm-bounds.js';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';

/** Most steps: each goes twice through all weights. */
const mostSteps = 30;
/** Scores should become 1 or -1; a score this far on the right side is enough. */
const enough = 0.1;

/**
 * Finds witnesses if there are more features than labels, and too many features for `NearestPoint`. Rows that
 * are independent reach every label set: conjugate gradients (CGLS: Saad, Iterative Methods for Sparse Linear
 * Systems, algorithm 8.4) look for an e with scores `y_i ||a_i||`, or the scores nearest to them, and stop
 * when all signs are right. This is most often already so at their start, the sum of the rows with their
 * signs. It finds no multipliers: the linear program decides the sets that are left.
 */
export class IndependentRowsSolver implements RadiusSolver {
  /** 1 / ||a_i||, [n]. */
  private readonly scales: Float64Array;

  private constructor(private readonly classifier: Classifier) {
    const norms = NormBounds.of(classifier);
    this.scales = Float64Array.from({ length: classifier.numLabels }, (_, i) => 1 / norms.row(i).upper);
  }

  /**
   * Null if rows have a projection, or cannot all be independent, or the range of features is too small for
   * the direction of the rows.
   */
  static create(classifier: Classifier): IndependentRowsSolver | null {
    const { numLabels, projection, range } = classifier;
    const isOpen = range.lower.every((end) => end < 0) && range.upper.every((end) => end > 0);
    if (projection !== null || numLabels > inputsOf(classifier) || !isOpen) return null;
    // If e cannot be scaled, its length must stay as computed.
    if (measureOf(classifier) === 'bounded' && !isScaleFree(classifier)) return null;
    const solver = new IndependentRowsSolver(classifier);
    return solver.scales.every(Number.isFinite) ? solver : null;
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const { classifier, scales } = this;
    const { numLabels, bias } = classifier;
    // With a bias, scores should become as large as the largest bias.
    const own = scales.map((scale, i) => (bias === null ? 0 : bias[i] * scale));
    const size = own.reduce((most, value) => Math.max(most, 2 * Math.abs(value)), 0) || 1;
    const signs = new Int8Array(numLabels).fill(-1);
    for (const label of labels) signs[label] = 1;
    const left = own.map((value, i) => signs[i] - value / size);
    const e = new Float64Array(inputsOf(classifier));
    const direction = this.combination(left);
    let square = squareOf(direction);
    for (let step = 0; step < mostSteps && square > 0; step++) {
      if (performance.now() > deadline) return { witness: null, multipliers: null, failure: outOfTime };
      const change = this.scores(direction);
      const factor = square / squareOf(change);
      if (!Number.isFinite(factor)) break;
      for (let j = 0; j < e.length; j++) e[j] += factor * direction[j];
      for (let i = 0; i < numLabels; i++) left[i] -= factor * change[i];
      if (left.every((value, i) => signs[i] * value < 1 - enough)) {
        return { witness: this.inRange(e.map((value) => value * size)), multipliers: null };
      }
      const next = this.combination(left);
      const before = square;
      square = squareOf(next);
      for (let j = 0; j < e.length; j++) direction[j] = next[j] + (square / before) * direction[j];
    }
    return { witness: null, multipliers: null };
  }

  /** No rows are known to be decisive. */
  decisiveRows(): Int32Array {
    return new Int32Array(0);
  }

  dispose(): void {
    // Holds nothing.
  }

  /** `sum_i z_i a_i / ||a_i||`. */
  private combination(z: Float64Array): Float64Array {
    const { weights, numFeatures: d } = this.classifier;
    const sum = new Float64Array(d);
    z.forEach((value, i) => {
      const factor = value * this.scales[i];
      for (let j = 0, at = i * d; j < d; j++, at++) sum[j] += factor * weights[at];
    });
    return sum;
  }

  /** `a_i . e / ||a_i||`, [n]. */
  private scores(e: Float64Array): Float64Array {
    const { weights, numFeatures: d } = this.classifier;
    return this.scales.map((scale, i) => {
      let sum = 0;
      for (let j = 0, at = i * d; j < d; j++, at++) sum += weights[at] * e[j];
      return sum * scale;
    });
  }

  /** The same direction, scaled as far as bounds allow, if only the direction counts. */
  private inRange(e: Float64Array): Float64Array {
    if (!isScaleFree(this.classifier)) return e;
    const { lower, upper } = this.classifier.range;
    let factor = Infinity;
    for (let j = 0; j < e.length; j++) {
      const end = Math.min(1, e[j] > 0 ? upper[j] : -lower[j]);
      if (e[j] !== 0) factor = Math.min(factor, end / Math.abs(e[j]));
    }
    return e.map((value, j) => Math.min(upper[j], Math.max(lower[j], value * factor)));
  }
}

function squareOf(vector: Float64Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}
