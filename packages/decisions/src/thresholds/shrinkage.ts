import type { ScoredExamples } from '@argmaxable/core';
import { thresholdCandidates } from './candidates.js';
import { maximizeMicroF } from './maximize-f.js';
import { ownThresholds, scoreRanges, type ThresholdAverage, withinScores } from './own-thresholds.js';

/** The strengths that cross-fitting chooses from. */
export const strengths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/**
 * The one that is kept where folds show no other to be better, by its index. On the way from the common
 * threshold to a label's own, pooled F is flat at first and the label's own F is steep: a fifth of the way
 * costs no micro-F and raises macro-F (benchmarks/thresholds.ts).
 */
export const usualStrength = strengths.indexOf(0.2);

/** As many active examples take a label half as far as its strength says. */
const halfWeight = 4;

/** From one threshold for all labels towards each label's own. */
export interface ThresholdPath {
  /**
   * Of all labels: where the path begins, and stays for a label without an active example. May be infinite.
   */
  readonly common: number;
  /**
   * Of each label: `strength * a / (a + 4)` of the way from `start` to `own` is gone, a its active examples.
   * Finite.
   */
  readonly start: readonly number[];
  readonly own: readonly number[];
  readonly weights: readonly number[];
}

/** The one threshold of highest micro-averaged F-beta; of equal ones the highest. */
export function commonThreshold(examples: ScoredExamples, beta: number): number {
  const candidates = thresholdCandidates(examples, 'none');
  return maximizeMicroF(candidates, examples.targets.indices.length, beta)[0].threshold;
}

export function thresholdPath(
  examples: ScoredExamples,
  common: number,
  average: ThresholdAverage,
  beta: number,
): ThresholdPath {
  const ranges = scoreRanges(examples);
  const own = ownThresholds(examples, average, beta, ranges).map((t, label) =>
    withinScores(t, label, ranges),
  );
  return {
    common,
    start: own.map((_, label) => (Number.isFinite(common) ? common : withinScores(common, label, ranges))),
    own,
    // Without a finite score there is no way to go.
    weights: Array.from(examples.targets.labelCounts(), (a, label) =>
      Number.isNaN(own[label]) ? 0 : a / (a + halfWeight),
    ),
  };
}

/** The threshold of each label at a strength from 0 to 1. */
export function thresholdsAt({ common, start, own, weights }: ThresholdPath, strength: number): number[] {
  return own.map((threshold, label) => {
    const share = strength * weights[label];
    return share === 0 ? common : (1 - share) * start[label] + share * threshold;
  });
}
