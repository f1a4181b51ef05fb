import type { Batch } from '../batch/batch.js';
import type { MetricOptions } from './option-reader.js';
import type { Scoring } from './scoring.js';
import {
  addToMean,
  checkPartialMean,
  meanOf,
  type PartialMean,
  type ZeroDivisionOption,
} from './zero-division.js';

/**
 * Makes the scoring of a mean over examples of a value that each example has.
 *
 * @param exampleValues For a batch, returns the function that gives the value of example `i`: from 0 to
 *   `largest`; NaN leaves the example out.
 * @param largest The largest possible value, given the number of labels; 1 by default.
 */
export function meanOverExamples<Options extends MetricOptions & ZeroDivisionOption>(
  exampleValues: (batch: Batch, options: Options) => (i: number) => number,
  largest: (numLabels: number) => number = () => 1,
): Scoring<Options, PartialMean, false> {
  return {
    takesLabelSets: false,
    empty: () => ({ sum: 0, count: 0 }),
    add(mean, batch, options) {
      const valueOf = exampleValues(batch, options);
      for (let i = 0; i < batch.size; i++) addToMean(mean, valueOf(i));
    },
    value: meanOf,
    checkState(mean, options, examples, numLabels) {
      checkPartialMean(mean, examples, options, largest(numLabels));
    },
  };
}
