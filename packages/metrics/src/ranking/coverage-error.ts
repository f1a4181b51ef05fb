import { checkOptions } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import { ExampleMean } from '../metric/example-mean.js';
import type { MetricOptions } from '../metric/metric.js';
import { metricFunction } from '../metric/metric-function.js';
import { checkPartialMean, type PartialMean } from '../metric/zero-division.js';

/**
 * Coverage error: how many labels of highest score one must take to have all active labels, averaged over
 * examples. From the mean number of active labels (best) to n.
 *
 * An example without active labels counts 0; ties at the lowest active label are taken along, as in
 * scikit-learn.
 *
 * Streaming form of `coverageError`; its memory does not grow.
 * Source: scikit-learn's `coverage_error`.
 *
 * @throws ValueError for an unknown option.
 *
 * @example
 * import { CoverageError } from '@argmaxable/metrics';
 * const metric = new CoverageError();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 3
 */
export class CoverageError extends ExampleMean<MetricOptions> {
  static readonly metricName: string = 'coverageError';

  constructor(options: MetricOptions = {}) {
    const { targets = 'auto' } = checkOptions('CoverageError', options, ['targets']);
    super({ targets });
  }

  override get key(): string {
    return 'coverageError';
  }

  protected override checkState(state: PartialMean, examples: number, numLabels: number): void {
    checkPartialMean(state, examples, {}, numLabels);
  }

  protected override exampleValue(batch: Batch, i: number): number {
    const { ranks } = batch.rankedPositives(i);
    return ranks.length === 0 ? 0 : ranks[ranks.length - 1];
  }
}

/**
 * Coverage error, as a number or for `model.compile`; see `CoverageError`.
 *
 * @example
 * import { coverageError } from '@argmaxable/metrics';
 * coverageError([[1, 1, 0]], [[2, -1, 0.5]]); // 3
 * const metrics = [coverageError()]; // for model.compile({ metrics })
 */
export const coverageError = metricFunction<MetricOptions>(CoverageError);
