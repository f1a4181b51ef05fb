import { averagePrecision } from '../batch/ranked-positives.js';
import { defineMetric } from '../metric/define-metric.js';
import { meanOverExamples } from '../metric/example-means.js';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';

const metric = defineMetric({
  name: 'labelRankingAveragePrecisionScore',
  options: optionReader<MetricOptions>({}),
  key: () => 'labelRankingAveragePrecisionScore',
  score: meanOverExamples<MetricOptions>((batch) => (i) => {
    const ranked = batch.rankedPositives(i);
    return ranked.numPositives === 0 ? 1 : averagePrecision(ranked);
  }),
});

/**
 * Label ranking average precision: for each active label of an example, the fraction of the labels with at
 * least its score that is active; averaged over the active labels, then over examples. Above 0 and at most 1.
 *
 * An example in which no label or every label is active counts as 1, as in scikit-learn.
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
export const LabelRankingAveragePrecisionScore = metric.Class;
export type LabelRankingAveragePrecisionScore = InstanceType<typeof LabelRankingAveragePrecisionScore>;

/**
 * Label ranking average precision, as a number or for `model.compile`; see
 * `LabelRankingAveragePrecisionScore`.
 *
 * @example
 * import { labelRankingAveragePrecisionScore } from '@argmaxable/metrics';
 * labelRankingAveragePrecisionScore([[1, 1, 0]], [[2, -1, 0.5]]); // 0.833...
 * const metrics = [labelRankingAveragePrecisionScore()]; // for model.compile({ metrics })
 */
export const labelRankingAveragePrecisionScore = metric.function;
