/**
 * The places of the positives in a ranking by score. Average precision, ROC AUC, label ranking average
 * precision, coverage error and ranking loss need nothing else. Entry j is about the j-th highest of the
 * distinct scores of positives. So ties are treated in one place, and as in scikit-learn.
 */
export interface RankedPositives {
  /** Number of positives with at least that score. */
  readonly positives: Float64Array;
  /** Number of positives and negatives with at least that score. */
  readonly ranks: Float64Array;
  /** Number of positives and negatives with exactly that score. */
  readonly tied: Float64Array;
  readonly numPositives: number;
  readonly numNegatives: number;
}

/**
 * Finds the places of the positives among all scores.
 *
 * @param positiveScores Scores of the positives; sorted in place.
 * @param scores Scores of positives and negatives, in any number of arrays. Not read if there are no
 *   positives.
 * @param total Number of all scores.
 */
export function rankPositives(
  positiveScores: Float64Array,
  scores: Iterable<ArrayLike<number>>,
  total: number,
): RankedPositives {
  positiveScores.sort().reverse();
  const thresholds = positiveScores.filter((score, j) => j === 0 || score !== positiveScores[j - 1]);
  const count = thresholds.length;
  const [positives, ranks, tied] = [0, 1, 2].map(() => new Float64Array(count));
  const lowest = count === 0 ? Infinity : thresholds[count - 1];

  for (let i = 0, j = 0; i < positiveScores.length; i++) {
    if (positiveScores[i] !== thresholds[j]) j++;
    positives[j]++;
  }
  for (const piece of count === 0 ? [] : scores) {
    for (let i = 0; i < piece.length; i++) {
      const score = piece[i];
      if (score < lowest) continue;
      const j = firstAtMost(thresholds, score);
      ranks[j]++;
      if (thresholds[j] === score) tied[j]++;
    }
  }
  for (let j = 1; j < count; j++) {
    positives[j] += positives[j - 1];
    ranks[j] += ranks[j - 1];
  }
  const numPositives = positiveScores.length;
  return { positives, ranks, tied, numPositives, numNegatives: total - numPositives };
}

/** Finds the smallest j with `descending[j] <= value`; the last entry must meet this condition. */
function firstAtMost(descending: Float64Array, value: number): number {
  let [low, high] = [0, descending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descending[middle] <= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Computes the mean over positives of (positives ranked at least as high) / (all ranked at least as high).
 */
export function averagePrecision({ positives, ranks, numPositives }: RankedPositives): number {
  let sum = 0;
  for (let j = 0; j < ranks.length; j++) {
    sum += ((positives[j] - (positives[j - 1] ?? 0)) * positives[j]) / ranks[j];
  }
  return sum / numPositives;
}

/**
 * Computes the fraction of the pairs of a positive and a negative that are in the wrong order; a tied pair
 * counts as `tie`.
 */
export function misorderedPairs(ranked: RankedPositives, tie: number): number {
  const { positives, ranks, tied, numPositives, numNegatives } = ranked;
  let sum = 0;
  for (let j = 0; j < ranks.length; j++) {
    const here = positives[j] - (positives[j - 1] ?? 0);
    sum += here * (ranks[j] - positives[j] - (1 - tie) * (tied[j] - here));
  }
  return sum / (numPositives * numNegatives);
}
