import type { Classifier } from './classifier.js';
import { dot } from './dot.js';

/**
 * A classifier as the solver sees it: rows scaled to unit norm, features scaled to the unit box, so that every quantity is of
 * order 1 whatever the scale of the weights. Rows of zeros are left out: no x moves their score.
 */
export class NormalisedRows {
  /** Unit rows, [n * d]; a row of zeros stays zeros. */
  readonly values: Float64Array;
  /** ||w_i||, [n]. */
  readonly norms: Float64Array;
  /** b_i / (||w_i|| R), [n], or null. */
  readonly offsets: Float64Array | null;
  private readonly zeroRows: number[] = [];

  constructor(private readonly classifier: Classifier) {
    const { numLabels, numFeatures, weights, bias, box } = classifier;
    this.values = new Float64Array(weights.length);
    this.offsets = bias && new Float64Array(numLabels);
    this.norms = new Float64Array(numLabels);
    for (let i = 0; i < numLabels; i++) {
      const from = i * numFeatures;
      let squares = 0;
      for (let j = from; j < from + numFeatures; j++) squares += weights[j] * weights[j];
      if (squares === 0) {
        this.zeroRows.push(i);
        continue;
      }
      this.norms[i] = Math.sqrt(squares);
      const scale = 1 / this.norms[i];
      for (let j = from; j < from + numFeatures; j++) this.values[j] = weights[j] * scale;
      if (this.offsets) this.offsets[i] = (bias![i] * scale) / box;
    }
  }

  /** A label without weights whose bias contradicts its sign, so that nothing reaches the set; -1 when there is none. */
  contradiction(signs: Int8Array): number {
    const { bias } = this.classifier;
    return this.zeroRows.find((i) => (bias !== null && bias[i] > 0) !== signs[i] > 0) ?? -1;
  }

  /** Whether label i takes part: its weights are not all 0. */
  matters(i: number): boolean {
    return this.norms[i] > 0;
  }

  /** Writes `y_i (w_i . x + b_i)`, normalised, for all labels; Infinity for rows of zeros. Returns the smallest. */
  price(signs: Int8Array, x: Float64Array, margins: Float64Array): number {
    const { numLabels } = this.classifier;
    const { values, offsets, norms } = this;
    const d = x.length;
    let least = Infinity;
    for (let i = 0; i < numLabels; i++) {
      const score = dot(values, i * d, x) + (offsets === null ? 0 : offsets[i]);
      const margin = norms[i] === 0 ? Infinity : signs[i] * score;
      margins[i] = margin;
      if (margin < least) least = margin;
    }
    return least;
  }

  /** `price` for some labels alone. */
  priceSome(labels: Int32Array, signs: Int8Array, x: Float64Array, margins: Float64Array): void {
    const { values, offsets, norms } = this;
    const d = x.length;
    for (let k = 0; k < labels.length; k++) {
      const i = labels[k];
      const score = dot(values, i * d, x) + (offsets === null ? 0 : offsets[i]);
      margins[i] = norms[i] === 0 ? Infinity : signs[i] * score;
    }
  }

  /** The largest normalised margin of label i within the unit box. */
  reach(signs: Int8Array, i: number): number {
    const { numFeatures } = this.classifier;
    let sum = this.offsets === null ? 0 : signs[i] * this.offsets[i];
    for (let at = i * numFeatures; at < (i + 1) * numFeatures; at++) sum += Math.abs(this.values[at]);
    return sum;
  }

  /** The sum of `y_i w_i`, normalised, over `labels`: a direction in which they all tend to have their sign. */
  sum(signs: Int8Array, labels: Iterable<number>): Float64Array {
    const { numFeatures } = this.classifier;
    const sum = new Float64Array(numFeatures);
    for (const i of labels) {
      for (let j = 0; j < numFeatures; j++) sum[j] += signs[i] * this.values[i * numFeatures + j];
    }
    return sum;
  }
}

/** Up to `count` labels with the least margins below `limit`, worst first, without those that `taken` marks; of all, or of `among`. */
export function leastMargins(
  margins: ArrayLike<number>,
  limit: number,
  count: number,
  taken: Uint8Array,
  among?: Int32Array,
): number[] {
  const worst: number[] = [];
  const candidates = among?.length ?? margins.length;
  for (let k = 0; k < candidates; k++) {
    const i = among === undefined ? k : among[k];
    const margin = margins[i];
    if (!(margin < limit) || taken[i] === 1) continue;
    let at = worst.length < count ? worst.length : count - 1;
    while (at > 0 && margins[worst[at - 1]] > margin) {
      worst[at] = worst[at - 1];
      at--;
    }
    worst[at] = i;
    if (worst.length === count) limit = margins[worst[count - 1]];
  }
  return worst;
}
