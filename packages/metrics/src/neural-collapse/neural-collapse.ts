import { type ClassifierMatrix, readFeatures } from './inputs.js';
import { readCollapseOptions, type ReportOptions, reportOptionNames } from './options.js';
import { type NeuralCollapseReport, reportOf } from './report.js';
import { CollapseStatistics } from './statistics.js';

/**
 * All neural-collapse figures of examples that come batch by batch: the same as `neuralCollapseReport` gives
 * for all at once. How the examples are split into batches changes only the last digits.
 *
 * Memory: d^2 + (number of distinct label sets) d numbers, for any number of examples. Time: d^2 / 2 per
 * single-label example, d per other example.
 *
 * @throws ValueError for `numLabels` below 1 or not an integer.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { NeuralCollapse } from '@argmaxable/metrics';
 * const collapse = new NeuralCollapse({ numLabels: 3 });
 * collapse.update([[1, 0], [0.9, 0.1], [-0.5, 0.8]], LabelSets.from([[0], [0], [1]], 3)); // for each batch
 * collapse.update([[-0.4, -0.9], [0.3, 0.8]], LabelSets.from([[2], [0, 1]], 3));
 * console.log(String(collapse.result([[1, 0], [-0.5, 0.87], [-0.5, -0.87]])));
 */
export class NeuralCollapse extends CollapseStatistics {
  /**
   * Computes the figures of all examples since the start or the last `reset`.
   *
   * @param classifier W, [numLabels, d]: a tensor, or rows.
   * @throws ValueError as `neuralCollapseReport` does.
   */
  result(classifier: ClassifierMatrix, options: Omit<ReportOptions, 'targets'> = {}): NeuralCollapseReport {
    const settings = readCollapseOptions('result', options, reportOptionNames);
    return reportOf(this, readFeatures('classifier', classifier), settings);
  }
}
