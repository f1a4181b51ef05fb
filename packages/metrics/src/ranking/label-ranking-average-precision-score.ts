import { checkOptions } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import { ExampleMean } from '../metric/example-mean.js';
import type { MetricOptions } from '../metric/metric.js';
import { metricFunction } from '../metric/metric-function.js';
import { averagePrecision } from '../batch/ranked-positives.js';

/**
 * Label ranking average precision: over the active labels of an example, the mean part of the labels ranked
 * as high or higher that is active; averaged over examples. Above 0 and at most 1.
 *
 * An example with no label active, or all, counts 1, as in scikit-learn; a tie counts as ranked as high.
 *
 * Streaming form of `labelRankingAveragePrecisionScore`; its memory does not grow.
 * Source: scikit-learn's `label_ranking_average_precision_score`.
 *
 * @throws ValueError for an unknown option.
 *
 * @example
 * import { LabelRankingAveragePrecisionScore } from '@argmaxable/metrics';
 * const metric = new LabelRankingAveragePrecisionScore();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.833...
 */
export class LabelRankingAveragePrecisionScore extends ExampleMean<MetricOptions> {
  static readonly metricName: string = 'labelRankingAveragePrecisionScore';

  constructor(options: MetricOptions = {}) {
    const { targets = 'auto' } = checkOptions('LabelRankingAveragePrecisionScore', options, ['targets']);
    super({ targets });
  }

  override get key(): string {
    return 'labelRankingAveragePrecisionScore';
  }

  protected override exampleValue(batch: Batch, i: number): number {
    const ranked = batch.rankedPositives(i);
    return ranked.numPositives === 0 ? 1 : averagePrecision(ranked);
  }
}

/**
 * Label ranking average precision, as a number or for `model.compile`; see
 * `LabelRankingAveragePrecisionScore`.
 *
 * @example
 * import { labelRankingAveragePrecisionScore } from '@argmaxable/metrics';
 * labelRankingAveragePrecisionScore([[1, 1, 0]], [[2, -1, 0.5]]); // 0.833...
 * const metrics = [labelRankingAveragePrecisionScore()]; // for model.compile({ metrics })
 */
export const labelRankingAveragePrecisionScore = metricFunction<MetricOptions>(
  LabelRankingAveragePrecisionScore,
);
