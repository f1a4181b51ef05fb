import type { ScoreRow } from './decide-rows.js';

/**
 * The `k` labels of highest score, ascending; of equal scores, the lower label index. 0 <= k <= row.length.
 */
export function topLabels(row: ScoreRow, k: number): Int32Array {
  if (k === 0) return new Int32Array(0);
  const last = kthHighest(row, k);
  let above = 0;
  for (const score of row) if (score > last) above++;
  const labels = new Int32Array(k);
  for (let label = 0, found = 0, ties = k - above; found < k; label++) {
    if (row[label] > last || (row[label] === last && ties-- > 0)) labels[found++] = label;
  }
  return labels;
}

/** The k-th highest of some values, by Hoare's selection: O(n) on average. Works on a copy. */
function kthHighest(row: ScoreRow, k: number): number {
  const values = row.slice();
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = median(values[low], values[(low + high) >> 1], values[high]);
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i] > pivot) i++;
      while (values[j] < pivot) j--;
      if (i > j) break;
      [values[i], values[j]] = [values[j], values[i]];
      i++;
      j--;
    }
    // Now [low..j] >= pivot >= [i..high], and the values between these ranges equal the pivot.
    if (k - 1 <= j) high = j;
    else if (k - 1 >= i) low = i;
    else break;
  }
  return values[k - 1];
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
