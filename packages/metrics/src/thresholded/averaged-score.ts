import type { Batch } from '../batch.js';
import { Metric } from '../metric.js';
import { addToMean, averageOf, meanOf, zeroDivisionSuffix } from '../zero-division.js';
import { checkThresholdLength, type Counts, emptyCounts } from './error-counts.js';
import { type CheckedAveragedOptions, thresholdSuffix } from './options.js';

/** Counts by label; `sum` and `count` make the mean over examples. */
export type AveragedState = Record<keyof Counts, Float64Array> & { sum: number; count: number };

/**
 * A score that is a formula of how many labels are active, predicted, and both; of each label, of each example, or of
 * counts pooled over labels.
 */
export abstract class AveragedScore<
  Options extends CheckedAveragedOptions = CheckedAveragedOptions,
> extends Metric<Options, AveragedState> {
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
    return this.scores(this.seenState());
  }

  override checkBatch(batch: Batch): void {
    super.checkBatch(batch);
    checkThresholdLength(this.options.threshold, batch.numLabels);
  }

  protected override empty(numLabels: number): AveragedState {
    return { ...emptyCounts(numLabels), sum: 0, count: 0 };
  }

  protected override accumulate(state: AveragedState, batch: Batch): void {
    const { byLabel, byExample } = batch.errorCounts(this.options.threshold);
    for (const name of ['truePositives', 'predicted', 'active'] as const) {
      byLabel[name].forEach((count, label) => (state[name][label] += count));
    }
    this.scores(byExample).forEach((score) => addToMean(state, score));
  }

  protected override evaluate(state: AveragedState): number {
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

  private scores({ truePositives, predicted, active }: Counts): Float64Array {
    return truePositives.map((hits, i) => this.score(hits, predicted[i], active[i]));
  }
}

function total(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
