import { checkClassifier } from '../../input/check-classifier.js';
import type { Classifier } from '../../input/classifier.js';
import { measureOf } from '../../input/domain.js';
import { activeFlags, checkMultipliers } from '../arguments.js';
import { combinationFlaw, integerMultipliers } from '../exact/exact-combination.js';
import type { Multipliers } from '../multipliers.js';
import { combine } from './combination.js';
import { type ProvedBounds, resolution } from './proved-bounds.js';
import { radiusBounds, relativeBounds } from './sup-bounds.js';

/**
 * The upper bound on the radius of a label set that multipliers prove.
 *
 * With signs y, a_i = P^T w_i and c_i = w_i . p + b_i, at no e of the range are all margins `y_i (a_i . e +
 * c_i) / ||a_i||` above `sup over e of sum_i l_i y_i (a_i . e + c_i)`, divided by `sum_i l_i ||a_i||`. To see
 * this, multiply the margins by l_i ||a_i|| and add them up. With g = sum_i l_i y_i a_i the sup is a sum of
 * `max(lower_j g_j, upper_j g_j)` over the features. For a ranking the rows are differences `a_i - a_j`. The
 * result is rounded up by the largest rounding error that its own evaluation can have.
 *
 * If scores are 0 at e = 0, and that is in the range, e can be scaled, and is taken within |e_j| <= 1. If it
 * cannot be scaled and some features are unbounded, there is no radius, and the bound has no unit: a bound
 * above 0 says by which share of themselves the stored numbers would have to change for the sup to be 0 or
 * less.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labels Active labels, each an integer from 0 to n - 1, in any order.
 * @param multipliers Rows and their multipliers.
 * @returns The bound; -Infinity for a label without weights that alone contradicts the set; Infinity for
 *   multipliers that prove nothing: one is below 0 or not finite, all are 0, a pair does not compare a label
 *   of the set with another label, the rows' lengths are rounding errors only, or numbers overflow. If terms
 *   cancel and only rounding errors are left, they are added up exactly, and the bound is 0 if the exact sup
 *   is 0 or less.
 * @throws ValueError for a label or row out of range, and for rows and values of unequal length.
 *
 * @example
 * import { verifyMatrix, multipliersUpperBound } from '@argmaxable/verify';
 * const weights = [[1, 0], [0, 1], [1, 1]];
 * const report = await verifyMatrix({ weights }, [[0, 1]], { certificates: true });
 * const [{ labels, multipliers }] = report.results;
 * // the result's radius.upper
 * if (multipliers) multipliersUpperBound(report.classifier, labels, multipliers);
 */
export function multipliersUpperBound(
  classifier: Classifier,
  labels: ArrayLike<number>,
  multipliers: Multipliers,
): number {
  const { numLabels } = checkClassifier(classifier);
  return provedBounds(classifier, labels, checkMultipliers(multipliers, numLabels)).radius;
}

/** See `multipliersUpperBound`. Rows are in range, and as many as values. */
export function provedBounds(
  classifier: Classifier,
  labels: ArrayLike<number>,
  multipliers: Multipliers,
): ProvedBounds {
  const active = activeFlags(labels, classifier.numLabels);
  const sum = combine(classifier, active, multipliers);
  if (typeof sum === 'number') return { radius: sum, share: sum };
  const isRelative = measureOf(classifier) === 'relative';
  const { radius, share, cancels } = (isRelative ? relativeBounds : radiusBounds)(classifier, sum);
  if (share >= resolution && cancels && isRuledOutExactly(classifier, active, multipliers)) {
    return { radius: 0, share: 0 };
  }
  return { radius: radius + 0, share }; // -0 is 0
}

/** Most terms of exact arithmetic, which takes about a second for as many. */
const mostTerms = 1e6;

function isRuledOutExactly(classifier: Classifier, active: Uint8Array, multipliers: Multipliers): boolean {
  const { numFeatures: d, projection } = classifier;
  const { rows, against } = multipliers;
  if (rows.length * d * (against ? 2 : 1) + d * (projection?.numInputs ?? 0) > mostTerms) return false;
  const signs = Int8Array.from(active, (isActive) => (isActive === 1 ? 1 : -1));
  return combinationFlaw(classifier, signs, integerMultipliers(multipliers)) === null;
}
