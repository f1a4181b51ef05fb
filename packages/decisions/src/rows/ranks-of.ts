import type { ScoreRow } from './decide-rows.js';

/**
 * For each of `labels`, which are ascending, the number of labels before it: those of higher score, or of
 * equal score and lower index.
 */
export function ranksOf(labels: Int32Array, row: ScoreRow): Int32Array {
  return labels
    .map((label) => {
      const score = row[label];
      let rank = 0;
      for (let j = 0; j < row.length; j++) if (row[j] > score || (row[j] === score && j < label)) rank++;
      return rank;
    })
    .sort();
}
