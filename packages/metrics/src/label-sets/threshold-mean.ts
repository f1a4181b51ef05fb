import type { Batch, Predictions } from '../batch/batch.js';
import { ExampleMean } from '../metric/example-mean.js';
import type { PartialMean } from '../metric/zero-division.js';
import { checkNoThreshold, checkThresholdLength } from '../batch/error-counts.js';
import { type CheckedThresholdOptions, thresholdSuffix } from './options.js';
import {
  checkRangeCounts,
  defaultWantsLogits,
  likeProbabilities,
  noRanges,
  noteScoreRange,
  type RangeCounts,
  warnOfProbabilities,
} from './probabilities.js';

/** The mean over examples of a formula of how many labels are active, predicted, and both. */
export abstract class ThresholdMean extends ExampleMean<
  CheckedThresholdOptions,
  Predictions,
  PartialMean & RangeCounts
> {
  protected abstract readonly shortName: string;

  protected abstract score(
    truePositives: number,
    predicted: number,
    active: number,
    numLabels: number,
  ): number;

  override get key(): string {
    return `${this.shortName}${thresholdSuffix(this.options)}`;
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

  protected override comparableOptions(): CheckedThresholdOptions {
    return { threshold: 0, ...this.options };
  }

  protected override empty(): PartialMean & RangeCounts {
    return { sum: 0, count: 0, ...noRanges() };
  }

  protected override accumulate(state: PartialMean & RangeCounts, batch: Batch): void {
    super.accumulate(state, batch);
    if (this.options.threshold === undefined) noteScoreRange(state, batch);
  }

  protected override evaluate(state: PartialMean & RangeCounts): number {
    if (likeProbabilities(state)) warnOfProbabilities(this.metricName);
    return super.evaluate(state);
  }

  protected override checkState(state: PartialMean & RangeCounts, examples: number, numLabels: number): void {
    super.checkState(state, examples, numLabels);
    checkRangeCounts(state, examples);
  }

  protected override exampleValue(batch: Batch, i: number): number {
    const { truePositives, predicted, active } = batch.errorCounts(this.options.threshold).byExample;
    return this.score(truePositives[i], predicted[i], active[i], batch.numLabels);
  }
}
