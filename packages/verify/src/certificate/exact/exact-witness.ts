import type { Classifier } from '../../input/classifier.js';
import { compare, type Dyadic, differenceOf, floatBelow } from './dyadic.js';
import { ExactScores } from './exact-scores.js';
import { NormBounds } from '../bounds/norm-bounds.js';
import { gamma, marginOver } from '../bounds/rounding.js';
import { RoundedScores } from '../bounds/scores.js';
import { ofRadius } from '../bounds/witness-bound.js';

/** What exact arithmetic finds for a witness: a lower bound on the radius, 0 or more, or what is wrong. */
type ExactWitness = { readonly bound: number } | { readonly flaw: string };

/**
 * Decides whether a feature vector gives every label its sign, or ranks the set first, in real arithmetic on
 * the stored numbers. The range is not checked.
 *
 * A float64 evaluation with a bound on its rounding decides most labels; the scores of the others are added
 * up as integers. A label whose weights are all 0 has the right sign if `b_i > 0` exactly when it is active.
 */
export function exactWitness(classifier: Classifier, signs: Int8Array, e: Float64Array): ExactWitness {
  const found = classifier.ranked ? ofRanking(classifier, signs, e) : ofSigns(classifier, signs, e);
  return 'flaw' in found ? found : { bound: ofRadius(classifier, e, found.bound) };
}

function ofSigns(classifier: Classifier, signs: Int8Array, e: Float64Array): ExactWitness {
  const scores = new RoundedScores(classifier, e);
  const norms = NormBounds.of(classifier);
  let exactly: ExactScores | null = null; // made when the first label needs it
  let bound = Infinity;
  for (let i = 0; i < classifier.numLabels; i++) {
    if (scores.isConstant(i)) {
      const offset = classifier.bias === null ? 0 : classifier.bias[i];
      if (offset > 0 !== signs[i] > 0) return wrongSign(i, signs[i], offset);
      continue;
    }
    const { value, slip } = scores.of(i);
    let margin = signs[i] * value - slip;
    if (Math.abs(value) <= slip) {
      exactly ??= new ExactScores(classifier, e);
      const exact = exactly.of(i);
      const signed = signs[i] > 0 ? exact.mantissa : -exact.mantissa;
      if (signed <= 0n) return wrongSign(i, signs[i], Number(exact.mantissa));
      margin = floatBelow({ mantissa: signed, exponent: exact.exponent });
    } else if (signs[i] * value < 0) {
      return wrongSign(i, signs[i], value);
    }
    bound = Math.min(bound, Math.max(0, marginOver(margin, norms.row(i))));
  }
  return { bound };
}

function wrongSign(label: number, sign: number, score: number): ExactWitness {
  const side = score > 0 ? 'above 0' : score < 0 ? 'below 0' : 'exactly 0';
  return { flaw: `label ${label} is ${sign > 0 ? 'active' : 'inactive'}, its score ${side}` };
}

function ofRanking(classifier: Classifier, signs: Int8Array, e: Float64Array): ExactWitness {
  const scores = new RoundedScores(classifier, e);
  const rounded = Array.from(signs, (_, i) => scores.of(i));
  // Only the labels that could be the last of the set, or the first of the others.
  const least = rounded.reduce(
    (most, { value, slip }, i) => (signs[i] > 0 ? Math.min(most, value + slip) : most),
    Infinity,
  );
  const greatest = rounded.reduce(
    (most, { value, slip }, i) => (signs[i] < 0 ? Math.max(most, value - slip) : most),
    -Infinity,
  );
  if (!signs.includes(1) || !signs.includes(-1)) return { bound: Infinity }; // nothing to compare
  const exactly = new ExactScores(classifier, e);
  let last: { label: number; score: Dyadic } | null = null;
  let first: { label: number; score: Dyadic } | null = null;
  for (const [label, { value, slip }] of rounded.entries()) {
    if (signs[label] > 0 ? value - slip > least : value + slip < greatest) continue;
    const score = exactly.of(label);
    if (signs[label] > 0) {
      if (last === null || compare(score, last.score) < 0) last = { label, score };
    } else if (first === null || compare(score, first.score) > 0) {
      first = { label, score };
    }
  }
  const gap = differenceOf(last!.score, first!.score);
  if (gap.mantissa <= 0n) {
    return {
      flaw: `label ${last!.label} is in the set, and its score is not above that of label ${first!.label}`,
    };
  }
  const norms = NormBounds.of(classifier);
  // No difference is longer than the sum of the longest rows of both sides.
  const longest = { inside: 0, outside: 0 };
  for (const [label, sign] of signs.entries()) {
    const side = sign > 0 ? 'inside' : 'outside';
    longest[side] = Math.max(longest[side], norms.row(label).upper);
  }
  const upper = (longest.inside + longest.outside) * (1 + gamma(1));
  return { bound: upper === 0 ? Infinity : marginOver(floatBelow(gap), { lower: 0, upper }) };
}
