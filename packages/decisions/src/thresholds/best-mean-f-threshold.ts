import type { ScoredExamples } from '@argmaxable/core';
import { fBeta } from '../f-beta.js';
import { ranksOf } from '../rows/ranks-of.js';
import { between, countAtOrBelow } from './candidates.js';

/**
 * The threshold of highest mean F-beta over examples, if at least `min` and at most `max` labels of an
 * example are predicted; of equally good thresholds the highest.
 *
 * Only cuts right below the score of an active label can be best, as in `thresholdCandidates`. A label whose
 * rank in its example is above `min` and not above `max` moves the example's F by a step once the threshold
 * is below its score; the steps are summed between cuts, so that the scores of different examples need not be
 * sorted into one list.
 */
export function bestMeanFThreshold(examples: ScoredExamples, min: number, max: number, beta: number): number {
  const { targets, scores } = examples;
  const { size, numLabels: n, values } = scores;
  const cuts = activeScores(examples);
  /** [j]: the steps of scores from cut j up to the next. */
  const steps = new Float64Array(cuts.length);
  /** [j]: the highest score below cut j. */
  const below = new Float64Array(cuts.length).fill(-Infinity);
  let total = 0; // of F over examples, with nothing above the threshold
  for (let i = 0; i < size; i++) {
    const row = values.subarray(i * n, (i + 1) * n);
    const ranks = ranksOf(targets.get(i), row);
    const ascending = row.slice().sort();
    for (let k = 0, hits = 0, before = 0; k <= n; k++) {
      if (ranks[hits] < k) hits++;
      const f = fBeta(hits, k, ranks.length, beta);
      if (k === min) total += f;
      if (k > 0) {
        const score = ascending[n - k];
        const cut = countAtOrBelow(cuts, score) - 1;
        if (cut >= 0 && k > min && k <= max) steps[cut] += f - before;
        if (cut + 1 < cuts.length && score > below[cut + 1]) below[cut + 1] = score;
      }
      before = f;
    }
  }
  let [threshold, best] = [Infinity, total];
  for (let j = cuts.length - 1; j >= 0; j--) {
    total += steps[j];
    // Equal totals may differ by the rounding of their sums.
    if (total <= best + 1e-12 * size) continue;
    [threshold, best] = [between(below[j], cuts[j]), total];
  }
  return threshold;
}

/** The different scores of active labels, ascending; a score of -Infinity is above no threshold. */
function activeScores({ targets, scores: { values, numLabels: n } }: ScoredExamples): Float64Array {
  const different = new Set<number>();
  for (let i = 0; i < targets.size; i++) {
    for (const label of targets.get(i)) different.add(values[i * n + label]);
  }
  different.delete(-Infinity);
  return Float64Array.from(different).sort();
}
