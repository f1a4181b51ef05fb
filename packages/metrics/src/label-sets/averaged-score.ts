import { checkInteger } from '@argmaxable/core';
import type { Batch, Predictions } from '../batch/batch.js';
import { Metric } from '../metric/metric.js';
import {
  addToMean,
  averageOf,
  checkPartialMean,
  meanOf,
  type PartialMean,
  zeroDivisionSuffix,
} from '../metric/zero-division.js';
import { checkNoThreshold, checkThresholdLength, type Counts, emptyCounts } from '../batch/error-counts.js';
import { type CheckedAveragedOptions, thresholdSuffix } from './options.js';
import {
  checkRangeCounts,
  defaultWantsLogits,
  likeProbabilities,
  noRanges,
  noteScoreRange,
  type RangeCounts,
  warnOfProbabilities,
} from './probabilities.js';

/** Counts by label; `sum` and `count` make the mean over examples. */
export type AveragedState = Record<keyof Counts, Float64Array> & PartialMean & RangeCounts;

/**
 * A score that is a formula of how many labels are active, predicted, and both; of each label, of each
 * example, or of counts pooled over labels.
 */
export abstract class AveragedScore<
  Options extends CheckedAveragedOptions = CheckedAveragedOptions,
> extends Metric<Options, AveragedState, Predictions> {
  /** The name in the key: 'F1' of 'macroF1'. */
  protected abstract get shortName(): string;

  /** The formula; `zeroDivision` for 0/0. */
  protected abstract score(truePositives: number, predicted: number, active: number): number;

  override get key(): string {
    const { options } = this;
    return `${options.average}${this.shortName}${thresholdSuffix(options)}${zeroDivisionSuffix(options)}`;
  }

  /**
   * The value of each label: [n].
   *
   * @throws ValueError if no example was seen.
   */
  perLabel(): Float64Array {
    const state = this.seenState();
    this.warnIfProbabilities(state);
    return this.scores(state);
  }

  override get wantsLogits(): string | undefined {
    return this.options.threshold === undefined ? defaultWantsLogits : undefined;
  }

  override checkBatch(batch: Batch): void {
    super.checkBatch(batch);
    checkNoThreshold(this.options.threshold, batch);
  }

  protected override get takesLabelSets(): boolean {
    return true;
  }

  protected override checkNumLabels(numLabels: number): void {
    super.checkNumLabels(numLabels);
    checkThresholdLength(this.options.threshold, numLabels);
  }

  protected override comparableOptions(): Options {
    return { threshold: 0, ...this.options };
  }

  protected override empty(numLabels: number): AveragedState {
    return { ...emptyCounts(numLabels), sum: 0, count: 0, ...noRanges() };
  }

  protected override checkState(state: AveragedState, examples: number): void {
    checkPartialMean(state, examples, this.options);
    checkRangeCounts(state, examples);
    const { predicted, active } = state;
    const within = (name: keyof Counts, label: number, max: number): number =>
      checkInteger(`json.state.${name}[${label}]`, state[name][label], { min: 0, max });
    for (let label = 0; label < active.length; label++) {
      within('predicted', label, examples);
      within('active', label, examples);
      within('truePositives', label, Math.min(predicted[label], active[label]));
    }
  }

  protected override accumulate(state: AveragedState, batch: Batch): void {
    const { byLabel, byExample } = batch.errorCounts(this.options.threshold);
    for (const name of ['truePositives', 'predicted', 'active'] as const) {
      byLabel[name].forEach((count, label) => (state[name][label] += count));
    }
    this.scores(byExample).forEach((score) => addToMean(state, score));
    if (this.options.threshold === undefined) noteScoreRange(state, batch);
  }

  protected override evaluate(state: AveragedState): number {
    this.warnIfProbabilities(state);
    switch (this.options.average) {
      case 'micro':
        return this.score(total(state.truePositives), total(state.predicted), total(state.active));
      case 'macro':
        return averageOf(this.scores(state));
      case 'weighted':
        return averageOf(this.scores(state), state.active);
      case 'samples':
        return meanOf(state);
    }
  }

  private warnIfProbabilities(state: AveragedState): void {
    if (likeProbabilities(state)) warnOfProbabilities(this.metricName);
  }

  private scores({ truePositives, predicted, active }: Counts): Float64Array {
    return truePositives.map((hits, i) => this.score(hits, predicted[i], active[i]));
  }
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
