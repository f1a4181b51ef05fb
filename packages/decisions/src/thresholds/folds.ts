import type { ScoredExamples } from '@argmaxable/core';

/**
 * Splits examples into folds whose sizes differ by at most 1.
 *
 * @returns The fold of each example, from 0. It depends only on the example's scores and labels, not on its
 *   place: sorted examples are mixed, and another order gives the same folds.
 */
export function foldsOf(examples: ScoredExamples, folds: number): Int32Array {
  const hashes = Float64Array.from({ length: examples.scores.size }, (_, i) => hash(examples, i));
  const order = Array.from(hashes.keys()).sort((a, b) => hashes[a] - hashes[b]);
  const fold = new Int32Array(hashes.length);
  order.forEach((example, rank) => (fold[example] = rank % folds));
  return fold;
}

/** The examples for which `keep` holds. */
export function examplesWhere(examples: ScoredExamples, keep: (example: number) => boolean): ScoredExamples {
  const { targets, scores } = examples;
  const { numLabels: n } = scores;
  const rows = Array.from({ length: scores.size }, (_, i) => i).filter(keep);
  const length = rows.length * n;
  const values = scores.values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  rows.forEach((row, i) => values.set(scores.values.subarray(row * n, (row + 1) * n), i * n));
  return { targets: targets.select(rows), scores: { values, size: rows.length, numLabels: n } };
}

/** FNV-1a over the bits of the scores, as float64, and the label indices. */
function hash({ targets, scores: { values, numLabels: n } }: ScoredExamples, example: number): number {
  const score = new Float64Array(1);
  const halves = new Uint32Array(score.buffer);
  let state = 0x811c9dc5;
  const mix = (word: number): void => {
    state = Math.imul(state ^ word, 0x01000193);
    state ^= state >>> 15; // moves the high bits to the low ones, as hashing byte by byte would
  };
  for (let at = example * n; at < (example + 1) * n; at++) {
    score[0] = values[at] + 0; // -0 is 0
    mix(halves[0]);
    mix(halves[1]);
  }
  targets.get(example).forEach(mix);
  return state >>> 0;
}
