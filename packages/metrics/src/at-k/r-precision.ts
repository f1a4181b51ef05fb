import { checkOptions } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import { ExampleMean } from '../metric/example-mean.js';
import type { MetricOptions } from '../metric/metric.js';
import { metricFunction } from '../metric/metric-function.js';
import {
  checkZeroDivision,
  divide,
  type ZeroDivisionOption,
  zeroDivisionSuffix,
} from '../metric/zero-division.js';
import { takeTop } from '../batch/top-labels.js';

/** Options of R-precision. */
export interface RPrecisionOptions extends MetricOptions, ZeroDivisionOption {}

/**
 * R-precision: precision@R, with R the number of active labels of the example, averaged over examples. From 0
 * to 1.
 *
 * There it equals recall@R. An example without active labels counts `zeroDivision`: 0 by default; NaN leaves
 * it out. Of equal scores the lower label index comes first. Streaming form of `rPrecision`; its memory does
 * not grow. Source: Manning, Raghavan, Schütze 2008, section 8.4.
 *
 * @example
 * import { RPrecision } from '@argmaxable/metrics';
 * const metric = new RPrecision();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export class RPrecision extends ExampleMean<RPrecisionOptions & { readonly zeroDivision: number }> {
  static readonly metricName: string = 'rPrecision';

  constructor(options: RPrecisionOptions = {}) {
    const { zeroDivision = 0, targets = 'auto' } = checkOptions('RPrecision', options, [
      'zeroDivision',
      'targets',
    ]);
    super({ zeroDivision: checkZeroDivision(zeroDivision), targets });
  }

  override get key(): string {
    return `rPrecision${zeroDivisionSuffix(this.options)}`;
  }

  protected override exampleValue(batch: Batch, i: number): number {
    const active = new Set(batch.targets.get(i));
    const top = new Int32Array(active.size);
    takeTop(batch.row(i), top);
    const hits = top.reduce((sum, label) => sum + (active.has(label) ? 1 : 0), 0);
    return divide(hits, active.size, this.options.zeroDivision);
  }
}

/**
 * R-precision, as a number or for `model.compile`; see `RPrecision`.
 *
 * @example
 * import { rPrecision } from '@argmaxable/metrics';
 * rPrecision([[1, 1, 0]], [[2, -1, 0.5]]); // 0.5
 * const metrics = [rPrecision()]; // for model.compile({ metrics })
 */
export const rPrecision = metricFunction<RPrecisionOptions>(RPrecision);
