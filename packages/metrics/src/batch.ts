import {
  LabelSets,
  readExamples,
  type ScoredExamples,
  type ScoreMatrix,
  type Scores,
  type TargetFormat,
  type Targets,
} from '@argmaxable/core';
import { rankLabels, type Ranking } from './at-k/ranking.js';
import { type RankedPositives, rankPositives } from './ranking/ranked-positives.js';
import { countErrors, type ErrorCounts, type Threshold } from './thresholded/error-counts.js';

/**
 * Checked examples with what several metrics derive from them, each derived once: whoever feeds many metrics makes one
 * batch and hands it to all.
 */
export class Batch {
  readonly targets: LabelSets;
  readonly scores: ScoreMatrix;
  private ranking?: Ranking;
  private readonly errors = new Map<string, ErrorCounts>();
  private readonly positives: RankedPositives[] = [];

  /** @param lasting Whether the scores stay as they are for as long as any metric holds them. */
  constructor(
    { targets, scores }: ScoredExamples,
    readonly lasting: boolean,
  ) {
    this.targets = targets;
    this.scores = scores;
  }

  /** Checks and unifies what a metric's `update` was given; throws as `readExamples` does. */
  static read(yTrue: Targets, yPred: Scores, format: TargetFormat, lasting = false): Batch {
    return new Batch(readExamples(yTrue, yPred, format), lasting);
  }

  /** Number of examples. */
  get size(): number {
    return this.targets.size;
  }

  get numLabels(): number {
    return this.targets.numLabels;
  }

  /** Scores of example `i`: a view. */
  row(i: number): Float32Array | Float64Array {
    return this.scores.values.subarray(i * this.numLabels, (i + 1) * this.numLabels);
  }

  /** The labels of highest score of every example, at least `k` of them. Ask for the largest k first. */
  topLabels(k: number): Ranking {
    if (!this.ranking || this.ranking.k < k) this.ranking = rankLabels(this, k);
    return this.ranking;
  }

  /** How often each label, and each example, was predicted right and wrong. */
  errorCounts(threshold: Threshold): ErrorCounts {
    const key = String(threshold);
    let counts = this.errors.get(key);
    if (!counts) this.errors.set(key, (counts = countErrors(this, threshold)));
    return counts;
  }

  /** Where the active labels of example `i` stand among all its labels. */
  rankedPositives(i: number): RankedPositives {
    const row = this.row(i);
    return (this.positives[i] ??= rankPositives(
      Float64Array.from(this.targets.get(i), (label) => row[label]),
      [row],
      row.length,
    ));
  }
}
