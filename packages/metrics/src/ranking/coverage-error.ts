import { defineMetric } from '../metric/define-metric.js';
import { meanOverExamples } from '../metric/example-means.js';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';

const metric = defineMetric({
  name: 'coverageError',
  options: optionReader<MetricOptions>({}),
  key: () => 'coverageError',
  score: meanOverExamples<MetricOptions>(
    (batch) => (i) => batch.rankedPositives(i).ranks.at(-1) ?? 0,
    (numLabels) => numLabels,
  ),
});

/**
 * Coverage error: the smallest number k for which the k labels of highest score contain all active labels,
 * averaged over examples. From the mean number of active labels (best) to n.
 *
 * An example without active labels counts as 0; labels with the same score as the lowest active label are
 * included, as in scikit-learn.
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
export const CoverageError = metric.Class;
export type CoverageError = InstanceType<typeof CoverageError>;

/**
 * Coverage error, as a number or for `model.compile`; see `CoverageError`.
 *
 * @example
 * import { coverageError } from '@argmaxable/metrics';
 * coverageError([[1, 1, 0]], [[2, -1, 0.5]]); // 3
 * const metrics = [coverageError()]; // for model.compile({ metrics })
 */
export const coverageError = metric.function;
