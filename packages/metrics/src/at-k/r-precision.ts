import { takeTop } from '../batch/top-labels.js';
import { defineMetric } from '../metric/define-metric.js';
import { meanOverExamples } from '../metric/example-means.js';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';
import {
  checkZeroDivision,
  divide,
  type ZeroDivisionOption,
  zeroDivisionSuffix,
} from '../metric/zero-division.js';

/** Options of R-precision. */
export interface RPrecisionOptions extends MetricOptions, ZeroDivisionOption {}

const metric = defineMetric({
  name: 'rPrecision',
  options: optionReader<RPrecisionOptions>({ zeroDivision: checkZeroDivision }),
  key: (options) => `rPrecision${zeroDivisionSuffix(options)}`,
  score: meanOverExamples((batch, { zeroDivision }: Required<RPrecisionOptions>) => (i) => {
    const active = new Set(batch.targets.get(i));
    const top = new Int32Array(active.size);
    takeTop(batch.row(i), top);
    const hits = top.reduce((sum, label) => sum + (active.has(label) ? 1 : 0), 0);
    return divide(hits, active.size, zeroDivision);
  }),
});

/**
 * R-precision: precision@R, with R the number of active labels of the example, averaged over examples. From 0
 * to 1.
 *
 * It is equal to recall@R. An example without active labels counts as `zeroDivision`: 0 by default; NaN
 * leaves it out. Of equal scores the lower label index comes first. Streaming form of `rPrecision`; its
 * memory does not grow. Source: Manning, Raghavan, Schütze 2008, section 8.4.
 *
 * @example
 * import { RPrecision } from '@argmaxable/metrics';
 * const metric = new RPrecision();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const RPrecision = metric.Class;
export type RPrecision = InstanceType<typeof RPrecision>;

/**
 * R-precision, as a number or for `model.compile`; see `RPrecision`.
 *
 * @example
 * import { rPrecision } from '@argmaxable/metrics';
 * rPrecision([[1, 1, 0]], [[2, -1, 0.5]]); // 0.5
 * const metrics = [rPrecision()]; // for model.compile({ metrics })
 */
export const rPrecision = metric.function;
