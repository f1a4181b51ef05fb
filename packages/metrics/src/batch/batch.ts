import {
  LabelSets,
  readExamples,
  readTargets,
  type ScoreMatrix,
  type Scores,
  type TargetFormat,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import { countErrors, countSetErrors, type CountsByAxis } from './error-counts.js';
import { type RankedPositives, rankPositives } from './ranked-positives.js';
import { scoreRange, type ScoreRange } from './score-range.js';
import { topLabels, type TopLabels } from './top-labels.js';

/**
 * What is predicted of some examples: scores of all their labels, or label sets, as decision rules make them
 * of scores.
 */
export type Predictions = Scores | LabelSets;

/** Examples that are checked: what is true of them, and either their scores or what was decided. */
export interface PredictedExamples {
  readonly targets: LabelSets;
  readonly scores?: ScoreMatrix;
  readonly predicted?: LabelSets;
}

/**
 * Checked examples with what several metrics derive from them, each derived once: whoever feeds many metrics
 * makes one batch and hands it to all.
 */
export class Batch {
  readonly targets: LabelSets;
  /**
   * The label sets that were predicted; undefined where scores were. Metrics that need scores refuse such a
   * batch.
   */
  readonly predicted?: LabelSets;
  private readonly scores?: ScoreMatrix;
  private top?: TopLabels;
  private range?: ScoreRange;
  private readonly errors = new Map<string, CountsByAxis>();
  private readonly positives: RankedPositives[] = [];

  /** @param lasting Whether the scores stay as they are for as long as any metric holds them. */
  constructor(
    { targets, scores, predicted }: PredictedExamples,
    readonly lasting: boolean,
  ) {
    this.targets = targets;
    this.scores = scores;
    this.predicted = predicted;
  }

  /**
   * Checks and unifies what a metric's `update` was given; throws as `readExamples` does.
   */
  static read(yTrue: Targets, yPred: Predictions, format: TargetFormat, { lasting = false } = {}): Batch {
    const examples =
      yPred instanceof LabelSets ? readSets(yTrue, yPred, format) : readExamples(yTrue, yPred, format);
    return new Batch(examples, lasting);
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
    return this.scores!.values.subarray(i * this.numLabels, (i + 1) * this.numLabels);
  }

  /** Where the scores lie. */
  scoreRange(): ScoreRange {
    return (this.range ??= scoreRange(this.scores!.values));
  }

  /** The labels of highest score of every example, at least `k` of them. Ask for the largest k first. */
  topLabels(k: number): TopLabels {
    if (!this.top || this.top.k < k) this.top = topLabels(this.targets, this.scores!, k);
    return this.top;
  }

  /** How often each label, and each example, was predicted right and wrong. A threshold is one of scores. */
  errorCounts(threshold: number | readonly number[] = 0): CountsByAxis {
    const { targets, predicted, scores } = this;
    const key = predicted ? '' : String(threshold);
    let counts = this.errors.get(key);
    if (!counts) {
      counts = predicted ? countSetErrors(targets, predicted) : countErrors(targets, scores!, threshold);
      this.errors.set(key, counts);
    }
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

function readSets(yTrue: Targets, predicted: LabelSets, format: TargetFormat): PredictedExamples {
  if (predicted.size === 0) {
    throw new ValueError('yPred', 'label sets of 0 examples', 'of one example or more');
  }
  const targets = readTargets(yTrue, predicted.numLabels, format);
  if (targets.size !== predicted.size) {
    const allowed = `as many examples as yTrue, ${targets.size}`;
    throw new ValueError('yPred', `${predicted.size} examples`, allowed);
  }
  return { targets, predicted };
}
