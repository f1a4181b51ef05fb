import type { Scores } from '@argmaxable/core';
import type { Batch, Predictions } from '../batch/batch.js';
import { Metric, type MetricOptions } from './metric.js';
import { addToMean, checkPartialMean, meanOf, type PartialMean } from './zero-division.js';

/** A metric that is the mean over examples of a value of each. */
export abstract class ExampleMean<
  Options extends MetricOptions,
  P extends Predictions = Scores,
  S extends PartialMean = PartialMean,
> extends Metric<Options, S, P> {
  /** The value of example `i`, from 0 to 1 unless `checkState` says otherwise; NaN leaves it out. */
  protected abstract exampleValue(batch: Batch, i: number): number;

  protected override empty(): S {
    return { sum: 0, count: 0 } as S;
  }

  protected override accumulate(state: S, batch: Batch): void {
    for (let i = 0; i < batch.size; i++) addToMean(state, this.exampleValue(batch, i));
  }

  protected override evaluate(state: S): number {
    return meanOf(state);
  }

  protected override checkState(state: S, examples: number, numLabels: number): void;
  protected override checkState(state: S, examples: number): void {
    checkPartialMean(state, examples, this.options);
  }
}
