import { checkOptions } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import { ExampleMean } from '../metric/example-mean.js';
import type { MetricOptions } from '../metric/metric.js';
import { metricFunction } from '../metric/metric-function.js';
import { misorderedPairs } from '../batch/ranked-positives.js';

/**
 * Ranking loss: the part of the pairs of an active and an inactive label that is in the wrong order, averaged
 * over examples. From 0 (best) to 1.
 *
 * A tie is a wrong order; an example with no label active, or all, counts 0, as in scikit-learn.
 *
 * Streaming form of `labelRankingLoss`; its memory does not grow.
 * Source: scikit-learn's `label_ranking_loss`.
 *
 * @throws ValueError for an unknown option.
 *
 * @example
 * import { LabelRankingLoss } from '@argmaxable/metrics';
 * const metric = new LabelRankingLoss();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export class LabelRankingLoss extends ExampleMean<MetricOptions> {
  static readonly metricName: string = 'labelRankingLoss';

  constructor(options: MetricOptions = {}) {
    const { targets = 'auto' } = checkOptions('LabelRankingLoss', options, ['targets']);
    super({ targets });
  }

  override get key(): string {
    return 'labelRankingLoss';
  }

  protected override exampleValue(batch: Batch, i: number): number {
    const ranked = batch.rankedPositives(i);
    return ranked.numPositives === 0 || ranked.numNegatives === 0 ? 0 : misorderedPairs(ranked, 1);
  }
}

/**
 * Ranking loss, as a number or for `model.compile`; see `LabelRankingLoss`.
 *
 * @example
 * import { labelRankingLoss } from '@argmaxable/metrics';
 * labelRankingLoss([[1, 1, 0]], [[2, -1, 0.5]]); // 0.5
 * const metrics = [labelRankingLoss()]; // for model.compile({ metrics })
 */
export const labelRankingLoss = metricFunction<MetricOptions>(LabelRankingLoss);
