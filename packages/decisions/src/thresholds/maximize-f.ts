import { fBeta } from '../f-beta.js';
import type { Candidate } from './candidates.js';

/** The candidate of highest F-beta; of equally good ones the first, which predicts the fewest labels. */
export function maximizeF(candidates: readonly Candidate[], actual: number, beta: number): Candidate {
  const score = ({ hits, predicted }: Candidate) => fBeta(hits, predicted, actual, beta);
  return candidates.reduce((best, candidate) => (score(candidate) > score(best) ? candidate : best));
}

/**
 * One candidate per group such that F-beta of the pooled counts is highest: coordinate ascent from predicting
 * nothing, one group at a time with the others fixed, until no group can improve it.
 *
 * This finds the global maximum (Pillai, Fumera, Roli, Pattern Recognition 46, 2013). With c = 1 + beta^2 and
 * A active in all, `F > f` means `sum over groups of (c hits - f predicted) > f beta^2 A`. If another choice
 * were better than ours, whose value is f, its sum would be larger than ours. So the term of at least one
 * group would be larger, and changing only that group would raise F. Each step raises F strictly, and there
 * are finitely many choices, so the ascent ends.
 */
export function maximizeMicroF(
  candidates: readonly (readonly Candidate[])[],
  actual: number,
  beta: number,
): Candidate[] {
  const chosen = candidates.map((group) => group[0]);
  let [hits, predicted, best] = [0, 0, fBeta(0, 0, actual, beta)];
  for (let improved = true; improved;) {
    improved = false;
    candidates.forEach((group, g) => {
      const [otherHits, otherPredicted] = [hits - chosen[g].hits, predicted - chosen[g].predicted];
      for (const candidate of group) {
        const pooled = [otherHits + candidate.hits, otherPredicted + candidate.predicted] as const;
        const score = fBeta(...pooled, actual, beta);
        if (score <= best) continue;
        [hits, predicted] = pooled;
        [chosen[g], best, improved] = [candidate, score, true];
      }
    });
  }
  return chosen;
}
