import type { LabelSets, ScoreMatrix } from '@argmaxable/core';

/** The k labels of highest score of every example. */
export interface TopLabels {
  readonly k: number;
  /** Labels, row-major [size, k], highest score first; of equal scores the lower index first. */
  readonly labels: Int32Array;
  /** Whether each of them is active, 1 or 0, [size, k]. */
  readonly hits: Uint8Array;
}

export function rankTopLabels(targets: LabelSets, { values }: ScoreMatrix, k: number): TopLabels {
  const { size, numLabels } = targets;
  const labels = new Int32Array(size * k);
  const hits = new Uint8Array(size * k);
  const active = new Uint8Array(numLabels);
  for (let i = 0; i < size; i++) {
    for (const label of targets.get(i)) active[label] = 1;
    const best = labels.subarray(i * k, (i + 1) * k);
    takeTop(values.subarray(i * numLabels, (i + 1) * numLabels), best);
    for (let j = 0; j < k; j++) hits[i * k + j] = active[best[j]];
    for (const label of targets.get(i)) active[label] = 0;
  }
  return { k, labels, hits };
}

/** For a larger k, sorting all labels is cheaper than inserting each label among the best so far. */
const mostInserted = 64;

/**
 * Fills `best` with the indices of the highest scores, highest first; of equal scores the lower index first.
 */
export function takeTop(scores: ArrayLike<number>, best: Int32Array): void {
  const k = best.length;
  if (k > mostInserted) {
    const order = Int32Array.from(scores, (_, label) => label);
    // Infinity - Infinity is NaN, which is falsy too: equal scores either way.
    order.sort((a, b) => scores[b] - scores[a] || a - b);
    best.set(order.subarray(0, k));
    return;
  }
  for (let label = 0, found = 0; label < scores.length; label++) {
    const score = scores[label];
    if (found === k && !(score > scores[best[k - 1]])) continue;
    let place = found < k ? found++ : k - 1;
    for (; place > 0 && scores[best[place - 1]] < score; place--) best[place] = best[place - 1];
    best[place] = label;
  }
}
