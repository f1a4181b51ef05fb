import type { Batch } from '../batch.js';
import { ExampleMean } from '../example-mean.js';
import { checkThresholdLength } from './error-counts.js';
import { type CheckedThresholdOptions, thresholdSuffix } from './options.js';

/** The mean over examples of a formula of how many labels are active, predicted, and both. */
export abstract class ThresholdMean extends ExampleMean<CheckedThresholdOptions> {
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

  override checkBatch(batch: Batch): void {
    super.checkBatch(batch);
    checkThresholdLength(this.options.threshold, batch.numLabels);
  }

  protected override exampleValue(batch: Batch, i: number): number {
    const { truePositives, predicted, active } = batch.errorCounts(this.options.threshold).byExample;
    return this.score(truePositives[i], predicted[i], active[i], batch.numLabels);
  }
}
