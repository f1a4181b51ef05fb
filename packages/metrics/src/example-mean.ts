import type { Batch } from './batch.js';
import { Metric, type MetricOptions } from './metric.js';
import { addToMean, meanOf, type PartialMean } from './zero-division.js';

/** A metric that is the mean over examples of a value of each. */
export abstract class ExampleMean<Options extends MetricOptions> extends Metric<Options, PartialMean> {
  /** The value of example `i`; NaN leaves it out. */
  protected abstract exampleValue(batch: Batch, i: number): number;

  protected override empty(): PartialMean {
    return { sum: 0, count: 0 };
  }

  protected override accumulate(state: PartialMean, batch: Batch): void {
    for (let i = 0; i < batch.size; i++) addToMean(state, this.exampleValue(batch, i));
  }

  protected override evaluate(state: PartialMean): number {
    return meanOf(state);
  }
}
