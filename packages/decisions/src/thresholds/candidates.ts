import type { ScoredExamples } from '@argmaxable/core';

/** A threshold for a group of scores, and its counts. */
export interface Candidate {
  /** Scores above this are predicted; Infinity for none. */
  readonly threshold: number;
  /** The lowest score that is predicted; Infinity for none. */
  readonly lowest: number;
  /** Predicted scores whose label is active. */
  readonly hits: number;
  /** Predicted scores. */
  readonly predicted: number;
}

export type Grouping = 'label' | 'example' | 'none';

/**
 * For each group of scores, the thresholds that can be best for an F-measure: none predicted, or cut right
 * below the score of an active label, highest first. Cutting lower, before the next active label, only adds
 * false positives.
 *
 * A threshold is halfway between two neighbouring scores, so that rounding does not move a score across it;
 * without a score below, it is -Infinity. A score of -Infinity is above no threshold, so it gives no
 * candidate. O(size n log(active labels of a group)): only the scores of active labels are sorted.
 */
export function thresholdCandidates(examples: ScoredExamples, grouping: Grouping): Candidate[][] {
  const { targets, scores } = examples;
  const n = scores.numLabels;
  const groups = grouping === 'label' ? n : grouping === 'example' ? scores.size : 1;
  const groupOf = (example: number, label: number) =>
    grouping === 'label' ? label : grouping === 'example' ? example : 0;

  const active = activeScores(examples, groups, groupOf);
  const inactive = active.map((values) => ({
    /** [b]: how many inactive scores have b active scores at or below them. */
    counts: new Int32Array(values.length + 1),
    /** [b]: the highest of these. */
    highest: new Float64Array(values.length + 1).fill(-Infinity),
  }));
  for (let i = 0; i < scores.size; i++) {
    const row = targets.get(i);
    for (let label = 0, next = 0; label < n; label++) {
      if (row[next] === label) {
        next++;
        continue;
      }
      const group = groupOf(i, label);
      const score = scores.values[i * n + label];
      const bucket = countAtOrBelow(active[group], score);
      const { counts, highest } = inactive[group];
      counts[bucket]++;
      if (score > highest[bucket]) highest[bucket] = score;
    }
  }
  return active.map((values, group) => {
    const candidates: Candidate[] = [{ threshold: Infinity, lowest: Infinity, hits: 0, predicted: 0 }];
    const { counts, highest } = inactive[group];
    for (let j = values.length - 1, falsePositives = 0; j >= 0; j--) {
      falsePositives += counts[j + 1];
      const lowest = values[j];
      if (lowest === -Infinity || (j > 0 && values[j - 1] === lowest)) continue;
      const below = Math.max(highest[j], j > 0 ? values[j - 1] : -Infinity);
      const hits = values.length - j;
      candidates.push({ threshold: between(below, lowest), lowest, hits, predicted: hits + falsePositives });
    }
    return candidates;
  });
}

/** The scores of active labels by group, ascending. */
function activeScores(
  { targets, scores }: ScoredExamples,
  groups: number,
  groupOf: (example: number, label: number) => number,
): Float64Array[] {
  const lists = Array.from({ length: groups }, () => [] as number[]);
  for (let i = 0; i < scores.size; i++) {
    for (const label of targets.get(i)) {
      lists[groupOf(i, label)].push(scores.values[i * scores.numLabels + label]);
    }
  }
  return lists.map((list) => Float64Array.from(list).sort());
}

/** How many numbers of an ascending list are at or below `score`. */
export function countAtOrBelow(ascending: Float64Array, score: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A number t with `below <= t < above`, halfway if floats allow. */
export function between(below: number, above: number): number {
  const middle = below / 2 + above / 2; // halved first, because the sum could overflow
  return middle >= below && middle < above ? middle : below;
}
