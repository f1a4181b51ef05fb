import { misorderedPairs } from '../batch/ranked-positives.js';
import { defineMetric } from '../metric/define-metric.js';
import { meanOverExamples } from '../metric/example-means.js';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';

const metric = defineMetric({
  name: 'labelRankingLoss',
  options: optionReader<MetricOptions>({}),
  key: () => 'labelRankingLoss',
  score: meanOverExamples<MetricOptions>((batch) => (i) => {
    const ranked = batch.rankedPositives(i);
    return ranked.numPositives === 0 || ranked.numNegatives === 0 ? 0 : misorderedPairs(ranked, 1);
  }),
});

/**
 * Ranking loss: the fraction of the pairs of an active and an inactive label that is in the wrong order,
 * averaged over examples. From 0 (best) to 1.
 *
 * A tie is a wrong order, and an example in which no label or every label is active counts as 0, as in
 * scikit-learn.
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
export const LabelRankingLoss = metric.Class;
export type LabelRankingLoss = InstanceType<typeof LabelRankingLoss>;

/**
 * Ranking loss, as a number or for `model.compile`; see `LabelRankingLoss`.
 *
 * @example
 * import { labelRankingLoss } from '@argmaxable/metrics';
 * labelRankingLoss([[1, 1, 0]], [[2, -1, 0.5]]); // 0.5
 * const metrics = [labelRankingLoss()]; // for model.compile({ metrics })
 */
export const labelRankingLoss = metric.function;
