/**
 * Where the positives stand in a ranking by score: all that average precision, ROC AUC, label ranking average
 * precision, coverage error and ranking loss need to know. Entry j speaks of the j-th highest of the
 * different scores that positives have, so that ties are settled here once, as scikit-learn settles them.
 */
export interface RankedPositives {
  /** Positives with at least that score. */
  readonly positives: Float64Array;
  /** All with at least that score. */
  readonly ranks: Float64Array;
  /** All with exactly that score. */
  readonly tied: Float64Array;
  readonly numPositives: number;
  readonly numNegatives: number;
}

/**
 * @param positiveScores Scores of the positives; sorted in place.
 * @param scores Scores of all, positives included, in any number of pieces. Not looked at without positives.
 * @param total How many these are.
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

/** Smallest j with `descending[j] <= value`; the last entry is known to be. */
function firstAtMost(descending: Float64Array, value: number): number {
  let [low, high] = [0, descending.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descending[middle] <= value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `sum over positives of (positives ranked as high) / (all ranked as high) / positives`. */
export function averagePrecision({ positives, ranks, numPositives }: RankedPositives): number {
  let sum = 0;
  for (let j = 0; j < ranks.length; j++) {
    sum += ((positives[j] - (positives[j - 1] ?? 0)) * positives[j]) / ranks[j];
  }
  return sum / numPositives;
}

/** Pairs of a positive and a negative in the wrong order, of all such pairs; a tied pair counts `tie`. */
export function misorderedPairs(ranked: RankedPositives, tie: number): number {
  const { positives, ranks, tied, numPositives, numNegatives } = ranked;
  let sum = 0;
  for (let j = 0; j < ranks.length; j++) {
    const here = positives[j] - (positives[j - 1] ?? 0);
    sum += here * (ranks[j] - positives[j] - (1 - tie) * (tied[j] - here));
  }
  return sum / (numPositives * numNegatives);
}
