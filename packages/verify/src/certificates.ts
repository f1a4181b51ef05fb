import { checkInteger, ValueError } from '@argmaxable/core';
import { gamma, vanishing } from './certificate/rounding.js';
import type { Classifier } from './classifier.js';

/** Multipliers l_i >= 0 for some rows of a classifier, all others 0: together they bound a radius from above. */
export interface Multipliers {
  /** Label indices. */
  readonly rows: Int32Array;
  /** l_i for each of `rows`. */
  readonly values: Float64Array;
}

/*
 * Rounding: see `gamma`. Products of admitted weights never overflow; where one vanishes, with an x_j near the smallest float64,
 * it is off by at most that smallest number.
 */

/**
 * What a feature vector proves: a lower bound on the radius of a label set.
 *
 * With signs y (y_i = 1 for active labels, -1 for others), the bound is `min_i y_i (w_i . x + b_i) / ||w_i||`, each term
 * less the largest rounding error that its own evaluation can have made, gamma_{2d+22} (||w_i|| ||x|| + |b_i|) with
 * u = 2^-53. Above 0 it proves that the classifier predicts the set at x, in real arithmetic on the stored numbers.
 * A label whose weights are all 0 has the sign of its bias everywhere: it bounds nothing where `b_i > 0` agrees with its being
 * active, and makes the bound -Infinity where not.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labels Active labels, each an integer from 0 to n - 1, in any order.
 * @param witness x, [d].
 * @returns The bound, in units of x; -Infinity for an x outside the box or not finite, which proves nothing.
 * @throws ValueError for a label out of range and a witness not of length d.
 *
 * @example
 * import { verifyMatrix, witnessLowerBound } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 2]], { certificates: true });
 * const [{ labels, witness }] = report.results;
 * if (witness) witnessLowerBound(report.classifier, labels, witness) > 0; // proved again
 */
export function witnessLowerBound(
  classifier: Classifier,
  labels: ArrayLike<number>,
  witness: ArrayLike<number>,
): number {
  const { numLabels, numFeatures, box } = classifier;
  const active = activeFlags(labels, numLabels);
  checkLength('witness', witness, numFeatures, 'one per feature');
  for (let j = 0; j < numFeatures; j++) {
    if (!(Math.abs(witness[j]) <= box)) return -Infinity;
  }
  const margin = new WitnessMargin(classifier, witness);
  let bound = Infinity;
  for (let i = 0; i < numLabels; i++) bound = Math.min(bound, margin.lowerBound(i, active[i] === 1));
  return bound + 0; // -0 is 0
}

/** What a feature vector within the box proves of each row. */
export class WitnessMargin {
  private readonly x: Float64Array;
  private readonly length: number;
  private readonly error: number;
  private readonly underflow: number;

  constructor(
    private readonly classifier: Classifier,
    witness: ArrayLike<number>,
  ) {
    const { numFeatures } = classifier;
    this.x = Float64Array.from(witness);
    this.error = gamma(numFeatures + 3);
    this.length = Math.hypot(...this.x) * (1 + this.error);
    this.underflow = this.length > 0 ? numFeatures * vanishing : 0;
  }

  /** No more than `y_i (w_i . x + b_i) / ||w_i||`; for a row of zeros, Infinity where its bias agrees and -Infinity where not. */
  lowerBound(i: number, isActive: boolean): number {
    const { x, error } = this;
    const { numFeatures, weights, bias } = this.classifier;
    // Two sums of each kind, because one would wait for each addition before the next. The error bounds hold in any order.
    let score = 0;
    let score1 = 0;
    let squares = 0;
    let squares1 = 0;
    let j = 0;
    let at = i * numFeatures;
    for (; j + 1 < numFeatures; j += 2, at += 2) {
      const weight = weights[at];
      const weight1 = weights[at + 1];
      score += weight * x[j];
      score1 += weight1 * x[j + 1];
      squares += weight * weight;
      squares1 += weight1 * weight1;
    }
    for (; j < numFeatures; j++, at++) {
      score += weights[at] * x[j];
      squares += weights[at] * weights[at];
    }
    score += score1;
    squares += squares1;
    const offset = bias === null ? 0 : bias[i];
    if (squares === 0) return offset > 0 === isActive ? Infinity : -Infinity;
    score += offset;
    const norm = Math.sqrt(squares);
    // sum_j |w_ij x_j| <= ||w_i|| ||x||
    const slip = error * (norm * (1 + error) * this.length + Math.abs(offset)) + this.underflow;
    const margin = (isActive ? score : -score) - slip;
    return margin / (margin > 0 ? norm * (1 + error) : norm * (1 - error));
  }
}

/**
 * What multipliers prove: an upper bound on the radius of a label set.
 *
 * With signs y and multipliers l >= 0, no x in the box |x_j| <= R has every margin `y_i (w_i . x + b_i) / ||w_i||` above
 * `(R ||sum_i l_i y_i w_i||_1 + sum_i l_i y_i b_i) / sum_i l_i ||w_i||`: multiply the margins by l_i ||w_i|| and add up.
 * The result is rounded up by the largest rounding error that its own evaluation can have made (gamma_{2m+18} on each sum
 * over m rows, with u = 2^-53). A label whose weights are all 0 and whose bias contradicts the set proves -Infinity.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labels Active labels, each an integer from 0 to n - 1, in any order.
 * @param multipliers Rows and their multipliers.
 * @returns The bound, in units of x; Infinity for multipliers that prove nothing: one below 0 or not finite, or all 0.
 * @throws ValueError for a label or row out of range, and for rows and values of unequal length.
 *
 * @example
 * import { verifyMatrix, multipliersUpperBound } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 2]], { certificates: true });
 * const [{ labels, multipliers }] = report.results;
 * if (multipliers) multipliersUpperBound(report.classifier, labels, multipliers); // the result's radius.upper
 */
export function multipliersUpperBound(
  classifier: Classifier,
  labels: ArrayLike<number>,
  multipliers: Multipliers,
): number {
  const { numLabels, numFeatures, weights, bias, box } = classifier;
  const { rows, values } = multipliers;
  const active = activeFlags(labels, numLabels);
  checkLength('multipliers.values', values, rows.length, 'one per row');
  const sums = new Float64Array(numFeatures);
  const magnitudes = new Float64Array(numFeatures);
  let offsets = 0;
  let offsetMagnitude = 0;
  let norms = 0;
  for (let m = 0; m < rows.length; m++) {
    const i = checkInteger(`multipliers.rows[${m}]`, rows[m], { min: 0, max: numLabels - 1 });
    if (!(values[m] >= 0 && values[m] < Infinity)) return Infinity;
    const signed = active[i] === 1 ? values[m] : -values[m];
    let squares = 0;
    for (let j = 0, at = i * numFeatures; j < numFeatures; j++, at++) {
      const term = signed * weights[at];
      sums[j] += term;
      magnitudes[j] += Math.abs(term);
      squares += weights[at] * weights[at];
    }
    const offset = bias === null ? 0 : bias[i];
    if (squares === 0 && values[m] > 0 && offset > 0 !== (active[i] === 1)) return -Infinity;
    offsets += signed * offset;
    offsetMagnitude += Math.abs(signed * offset);
    norms += values[m] * Math.sqrt(squares);
  }
  const error = gamma(rows.length + 1);
  const underflow = rows.length * vanishing;
  let reach = 0;
  for (let j = 0; j < numFeatures; j++) reach += Math.abs(sums[j]) + error * magnitudes[j] + underflow;
  reach *= box * (1 + gamma(numFeatures + 1));
  const numerator = reach + offsets + gamma(rows.length + 2) * (reach + offsetMagnitude) + 2 * underflow;
  // Each norm is a sum of d squares, and the norms are a sum over the rows.
  const denominatorError = gamma(rows.length + numFeatures + 1);
  const denominator =
    numerator >= 0 ? norms * (1 - denominatorError) - underflow : norms * (1 + denominatorError) + underflow;
  return denominator > 0 && Number.isFinite(numerator)
    ? (numerator / denominator) * (1 + Math.sign(numerator) * 2 ** -51)
    : Infinity;
}

function activeFlags(labels: ArrayLike<number>, numLabels: number): Uint8Array {
  const active = new Uint8Array(numLabels);
  for (let k = 0; k < labels.length; k++) {
    active[checkInteger(`labels[${k}]`, labels[k], { min: 0, max: numLabels - 1 })] = 1;
  }
  return active;
}

function checkLength(name: string, values: ArrayLike<number>, length: number, what: string): void {
  if (values.length !== length)
    throw new ValueError(name, `${values.length} values`, `${length} values, ${what}`);
}
