import { readNumbers } from '@argmaxable/core';
import { checkClassifier } from '../../input/check-classifier.js';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import { activeFlags, checkLength } from '../arguments.js';
import { measureOf } from '../../input/domain.js';
import { NormBounds } from './norm-bounds.js';
import { gamma, marginOver, notLess, notMore } from './rounding.js';
import { isInRange, RoundedScores } from './scores.js';

/**
 * What a feature vector proves: a lower bound on the radius of a label set.
 *
 * With signs y (y_i = 1 for active labels, -1 for others) and a_i = P^T w_i, the bound is `min_i y_i z_i /
 * ||a_i||`, with scores `z_i = w_i . (P e + p) + b_i`, each margin reduced by the largest rounding error that
 * its evaluation can have. A bound above 0 proves that the classifier predicts the set at e, in real
 * arithmetic on the stored numbers. A label whose weights are all 0 has the sign of its bias everywhere: if
 * this is the right sign (`b_i > 0` exactly for active labels), the label does not limit the bound; if not,
 * the bound is -Infinity. For a ranking the bound is `min (z_i - z_j) / ||a_i - a_j||` over active i and
 * other j; Infinity if there is no such pair. If scores are 0 at e = 0, and features have no bounds, radii
 * are measured within |e_j| <= 1: for a longer e the bound is that of `e / max |e_j|`.
 *
 * @param classifier From `readClassifier`, or a report's `classifier`.
 * @param labels Active labels, each an integer from 0 to n - 1, in any order.
 * @param witness e, [E], or [d] if there is no projection.
 * @returns The bound, in units of e; -Infinity for an e that is outside the range or not finite, which proves
 *   nothing.
 * @throws ValueError for a label out of range and for a witness of wrong length.
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
  const active = activeFlags(labels, checkClassifier(classifier).numLabels);
  readNumbers('witness', witness, { nan: true, infinite: true });
  checkLength('witness', witness, inputsOf(classifier), 'one per feature');
  if (!isInRange(classifier, witness)) return -Infinity;
  const margins = new WitnessMargins(classifier, witness);
  const bound = classifier.ranked ? margins.ofRanking(active) : margins.ofSigns(active);
  return ofRadius(classifier, witness, bound);
}

/**
 * The bound on the radius that follows from a bound on the margins at e. If e can be scaled, features are
 * taken within |e_j| <= 1, and margins are in proportion to e.
 */
export function ofRadius(classifier: Classifier, e: ArrayLike<number>, bound: number): number {
  if (measureOf(classifier) !== 'scaleFree') return bound + 0; // -0 is 0
  let largest = 1;
  for (let j = 0; j < e.length; j++) largest = Math.max(largest, Math.abs(e[j]));
  if (largest === 1 || !Number.isFinite(bound)) return bound + 0;
  return bound > 0 ? notMore(bound / largest) : -notLess(-bound / largest) + 0;
}

/** What a feature vector within the range proves about single labels, and about all. */
export class WitnessMargins {
  private readonly scores: RoundedScores;
  private readonly norms: NormBounds;

  constructor(
    private readonly classifier: Classifier,
    witness: ArrayLike<number>,
  ) {
    this.scores = new RoundedScores(classifier, witness);
    this.norms = NormBounds.of(classifier);
  }

  /**
   * A lower bound on `y_i z_i / ||a_i||`; for a row of zeros, Infinity if its bias has the right sign and
   * -Infinity if not.
   */
  ofLabel(i: number, isActive: boolean): number {
    const { scores, norms, classifier } = this;
    if (scores.isConstant(i)) {
      const score = classifier.bias === null ? 0 : classifier.bias[i];
      return score > 0 === isActive ? Infinity : -Infinity;
    }
    const { value, slip } = scores.of(i);
    return marginOver((isActive ? value : -value) - slip, norms.row(i));
  }

  ofSigns(active: Uint8Array): number {
    let bound = Infinity;
    for (let i = 0; i < active.length; i++) bound = Math.min(bound, this.ofLabel(i, active[i] === 1));
    return bound;
  }

  ofRanking(active: Uint8Array): number {
    const { scores, norms } = this;
    const inside: { label: number; score: number; norm: number }[] = [];
    const outside: typeof inside = [];
    for (let i = 0; i < active.length; i++) {
      const { value, slip } = scores.of(i);
      if (active[i] === 1) inside.push({ label: i, score: value - slip, norm: norms.row(i).upper });
      else outside.push({ label: i, score: value + slip, norm: norms.row(i).upper });
    }
    let bound = Infinity;
    for (const { label: i, score, norm } of inside) {
      for (const { label: j, score: other, norm: otherNorm } of outside) {
        const gap = (score - other) * (1 - Math.sign(score - other) * gamma(1));
        // No difference is longer than the sum of the two lengths: for most pairs the difference's own length
        // is not needed.
        if (gap > 2 ** -1000 && gap >= bound * (norm + otherNorm) * (1 + gamma(1))) continue;
        bound = Math.min(bound, marginOver(gap, norms.difference(i, j)));
      }
    }
    return bound;
  }
}
