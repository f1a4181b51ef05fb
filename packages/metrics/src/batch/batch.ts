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
import { rankTopLabels, type TopLabels } from './top-labels.js';

/**
 * What is predicted for some examples: the scores of all labels, or label sets, such as those that decision
 * rules predict from scores.
 */
export type Predictions = Scores | LabelSets;

/** Checked examples: their targets, and either their scores or their predicted label sets. */
export interface PredictedExamples {
  readonly targets: LabelSets;
  readonly scores?: ScoreMatrix;
  readonly predicted?: LabelSets;
}

/**
 * Checked examples, with what metrics derive from them. Each derived value is computed once: several metrics
 * of the same examples share one batch.
 */
export class Batch {
  readonly targets: LabelSets;
  /**
   * The predicted label sets; undefined if scores were given. Metrics that need scores refuse a batch of
   * label sets.
   */
  readonly predicted?: LabelSets;
  private readonly scores?: ScoreMatrix;
  private top?: TopLabels;
  private range?: ScoreRange;
  private readonly errors = new Map<string, CountsByAxis>();
  private readonly positives: RankedPositives[] = [];

  /** @param lasting Whether the scores do not change while a metric holds them. */
  constructor(
    { targets, scores, predicted }: PredictedExamples,
    readonly lasting: boolean,
  ) {
    this.targets = targets;
    this.scores = scores;
    this.predicted = predicted;
  }

  /**
   * Checks the arguments of a metric's `update` and brings them to one form; throws as `readExamples` does.
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

  /** The scores of example `i`: a view, not a copy. */
  row(i: number): Float32Array | Float64Array {
    return this.scores!.values.subarray(i * this.numLabels, (i + 1) * this.numLabels);
  }

  /** Whether the scores are in the range of probabilities. */
  scoreRange(): ScoreRange {
    return (this.range ??= scoreRange(this.scores!.values));
  }

  /** At least `k` labels of highest score for every example. Call it with the largest k first. */
  topLabels(k: number): TopLabels {
    if (!this.top || this.top.k < k) this.top = rankTopLabels(this.targets, this.scores!, k);
    return this.top;
  }

  /**
   * Counts right and wrong predictions for each label and for each example. The threshold is used only if
   * scores were given.
   */
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

  /** The ranks of the active labels of example `i` among all its labels. */
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
