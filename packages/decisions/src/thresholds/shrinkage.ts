import type { ScoredExamples } from '@argmaxable/core';
import { thresholdCandidates } from './candidates.js';
import { maximizeMicroF } from './maximize-f.js';
import { ownThresholds, scoreRanges, type ThresholdAverage, withinScores } from './own-thresholds.js';

/** The strengths that cross-fitting chooses from. */
export const strengths = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/**
 * The index of the strength that is kept if the folds show no better one. Between the common threshold and a
 * label's own, pooled F changes little at first and the label's own F changes much: a fifth of the way costs
 * no micro-F and raises macro-F (benchmarks/thresholds.ts).
 */
export const usualStrength = strengths.indexOf(0.2);

/** With this many active examples a label goes half as far as the strength says. */
const halfWeight = 4;

/** The path from one threshold for all labels towards each label's own. */
export interface ThresholdPath {
  /**
   * The threshold of all labels at the start of the path; a label without active examples keeps it. May be
   * infinite.
   */
  readonly common: number;
  /**
   * The threshold of each label at the end of the path, finite. A label goes `strength * a / (a + 4)` of the
   * way from `start` to `own`, where a is the number of its active examples.
   */
  readonly start: readonly number[];
  readonly own: readonly number[];
  readonly weights: readonly number[];
}

/** The single threshold of highest micro-averaged F-beta; of equally good ones the highest. */
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
    // A label without a finite score stays at the start.
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
