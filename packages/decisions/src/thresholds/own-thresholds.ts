import type { ScoredExamples } from '@argmaxable/core';
import { thresholdCandidates } from './candidates.js';
import { maximizeF, maximizeMicroF } from './maximize-f.js';

/**
 * What per-label thresholds maximise: the F-beta of pooled counts, or of each label separately; or thresholds
 * halfway between these.
 */
export type ThresholdAverage = (typeof thresholdAverages)[number];
export const thresholdAverages = ['both', 'micro', 'macro'] as const;

/** The lowest and the highest finite score of each label; NaN if it has none. */
export interface ScoreRanges {
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

/**
 * The threshold of each label that is best on the given examples; on others it may be worse. It is infinite
 * if it is best to predict all scores of the label, or none.
 */
export function ownThresholds(
  examples: ScoredExamples,
  average: ThresholdAverage,
  beta: number,
  ranges: ScoreRanges,
): number[] {
  const candidates = thresholdCandidates(examples, 'label');
  const active = examples.targets.labelCounts();
  const micro = (): number[] =>
    maximizeMicroF(candidates, examples.targets.indices.length, beta).map(({ threshold }) => threshold);
  const macro = (): number[] =>
    candidates.map((group, label) => maximizeF(group, active[label], beta).threshold);
  if (average === 'micro') return micro();
  if (average === 'macro') return macro();
  const pooled = micro();
  return macro().map((threshold, label) => {
    if (threshold === pooled[label]) return threshold;
    return withinScores(threshold, label, ranges) / 2 + withinScores(pooled[label], label, ranges) / 2;
  });
}

/** A threshold moved into the range of a label's finite scores, so that it can be averaged. */
export function withinScores(threshold: number, label: number, { lowest, highest }: ScoreRanges): number {
  return Math.min(Math.max(threshold, lowest[label]), highest[label]);
}

export function scoreRanges({ scores: { values, numLabels: n } }: ScoredExamples): ScoreRanges {
  const lowest = new Float64Array(n).fill(NaN);
  const highest = new Float64Array(n).fill(NaN);
  for (let at = 0; at < values.length; at++) {
    const score = values[at];
    if (!Number.isFinite(score)) continue;
    const label = at % n;
    if (!(score >= lowest[label])) lowest[label] = score;
    if (!(score <= highest[label])) highest[label] = score;
  }
  return { lowest, highest };
}
