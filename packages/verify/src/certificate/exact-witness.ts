import type { Classifier } from '../classifier.js';
import { type Dyadic, dyadic, floatBelow, productOf, sumOf } from './dyadic.js';
import { gamma, vanishing } from './rounding.js';

/** What exact arithmetic says of a witness: a lower bound on the radius, not below 0, or the first label that lacks its sign. */
export type ExactWitness =
  { readonly bound: number } | { readonly wrongLabel: number; readonly score: string };

/**
 * Decides whether `y_i (w_i . x + b_i) > 0` for every label, in real arithmetic on the stored numbers.
 *
 * A float64 evaluation with its rounding bound settles most rows; those it leaves open are summed as integers.
 * A label whose weights are all 0 is right where `b_i > 0` agrees with its being active.
 */
export function exactWitness(
  { numLabels, numFeatures, weights, bias }: Classifier,
  signs: Int8Array,
  x: Float64Array,
): ExactWitness {
  const scoreError = gamma(numFeatures + 1);
  const normError = gamma(numFeatures);
  let exactX: Dyadic[] | null = null; // made when the first row needs it
  let bound = Infinity;
  for (let i = 0, at = 0; i < numLabels; i++) {
    const from = at;
    let score = 0;
    let magnitude = 0;
    let squares = 0;
    for (let j = 0; j < numFeatures; j++, at++) {
      const product = weights[at] * x[j];
      score += product;
      magnitude += Math.abs(product);
      squares += weights[at] * weights[at];
    }
    const offset = bias === null ? 0 : bias[i];
    if (squares === 0) {
      if (offset > 0 !== signs[i] > 0) return { wrongLabel: i, score: sign(offset) };
      continue;
    }
    score += offset;
    const slip = scoreError * (magnitude + Math.abs(offset)) + numFeatures * vanishing;
    let margin = signs[i] * score - slip;
    if (Math.abs(score) <= slip) {
      exactX ??= Array.from(x, dyadic);
      const exact = exactScore(weights.subarray(from, at), exactX, offset);
      const signed = signs[i] > 0 ? exact.mantissa : -exact.mantissa;
      if (signed <= 0n) return { wrongLabel: i, score: sign(Number(exact.mantissa)) };
      margin = floatBelow({ mantissa: signed, exponent: exact.exponent });
    } else if (margin < 0) return { wrongLabel: i, score: sign(score) };
    bound = Math.min(bound, margin / (Math.sqrt(squares) * (1 + normError)));
  }
  return { bound };
}

/** `row . x + offset`, nothing lost. */
export function exactScore(row: Float64Array, x: readonly Dyadic[], offset = 0): Dyadic {
  const terms = [dyadic(offset)];
  row.forEach((weight, j) => {
    if (weight !== 0 && x[j].mantissa !== 0n) terms.push(productOf(dyadic(weight), x[j]));
  });
  return sumOf(terms);
}

function sign(score: number): string {
  return score > 0 ? 'above 0' : score < 0 ? 'below 0' : 'exactly 0';
}
