import { checkInteger, ValueError } from '@argmaxable/core';
import type { Batch } from '../batch/batch.js';
import type { ErrorCounts } from '../batch/error-counts.js';
import { defineMetric } from '../metric/define-metric.js';
import { meanOverExamples } from '../metric/example-means.js';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';
import type { Scoring } from '../metric/scoring.js';
import { divide, type PartialMean } from '../metric/zero-division.js';
import {
  checkRangeCounts,
  likeProbabilities,
  noRanges,
  noteScoreRange,
  type RangeCounts,
  softmaxTwiceWarning,
} from './probabilities.js';

/** `examplesOfSets` is the number of examples whose predictions are label sets, not scores. */
type IoUState = PartialMean & RangeCounts & { examplesOfSets: number };

const mean = meanOverExamples<MetricOptions>((batch) => {
  if (!batch.predicted) return (i) => massOnActive(batch, i);
  const { byExample } = batch.errorCounts();
  return (i) => overlap(byExample, i);
});

const score: Scoring<MetricOptions, IoUState, true> = {
  ...mean,
  takesLabelSets: true,
  empty: (numLabels) => ({ ...mean.empty(numLabels), ...noRanges(), examplesOfSets: 0 }),
  add(state, batch, options) {
    mean.add(state, batch, options);
    noteScoreRange(state, batch);
    if (batch.predicted) state.examplesOfSets += batch.size;
  },
  wantsLogits: () => 'takes their softmax itself',
  warning: (state) => (likeProbabilities(state) ? softmaxTwiceWarning : undefined),
  checkBatch: ({ predicted }, _, before) => checkKind('yPred', predicted !== undefined, before),
  checkMerge: (other, before) => checkKind('other', other.examplesOfSets > 0, before),
  checkState(state, options, examples, numLabels) {
    mean.checkState(state, options, examples, numLabels);
    checkRangeCounts(state, examples);
    const { examplesOfSets } = state;
    if (examplesOfSets > 0) {
      checkInteger('json.state.examplesOfSets', examplesOfSets, { min: examples, max: examples });
    }
  },
};

/** Refuses to average values of scores (softmax) and of label sets (overlap) together. */
function checkKind(argument: string, ofSets: boolean, before: IoUState | undefined): void {
  if (before === undefined || before.examplesOfSets > 0 === ofSets) return;
  const [given, allowed] = ofSets ? ['label sets', 'scores'] : ['scores', 'label sets'];
  throw new ValueError(argument, given, `${allowed}, like the examples before`, 'Use one metric for each.');
}

function massOnActive(batch: Batch, i: number): number {
  const row = batch.row(i);
  let highest = -Infinity;
  for (const score of row) highest = Math.max(highest, score);
  // The highest score is treated separately, because infinity minus infinity is not 0.
  const mass = (score: number): number => (score === highest ? 1 : Math.exp(score - highest));
  let [onActive, total] = [0, 0];
  for (const score of row) total += mass(score);
  for (const label of batch.targets.get(i)) onActive += mass(row[label]);
  return onActive / total;
}

function overlap({ truePositives, predicted, active }: ErrorCounts, i: number): number {
  return divide(truePositives[i], predicted[i] + active[i] - truePositives[i], 0);
}

const metric = defineMetric({
  name: 'intersectionOverUnion',
  options: optionReader<MetricOptions>({}),
  key: () => 'intersectionOverUnion',
  score,
});

/**
 * IoU of the neural-collapse paper: the sum of the softmax probabilities of the active labels, averaged over
 * examples. From 0 to 1.
 *
 * For one example it is `sum over active i of softmax(z)_i`, z the logits: softmax is read as a soft label
 * set of size 1, and this is its intersection with the active labels. There is no threshold. For `LabelSets`
 * as predictions it is the intersection of the predicted and the active labels over their union. That is
 * `jaccardScore` with `average: 'samples'`, a different value, so one metric takes scores or label sets, not
 * both. An example without active labels counts as 0. Streaming form of `intersectionOverUnion`; its memory
 * does not grow. Source: the public code of arXiv 2310.15903.
 *
 * @throws ValueError for an unknown option; `update` and `merge` throw it for label sets after scores, and
 * for scores after label sets.
 *
 * @example
 * import { IntersectionOverUnion } from '@argmaxable/metrics';
 * const metric = new IntersectionOverUnion();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.824...
 */
export const IntersectionOverUnion = metric.Class;
export type IntersectionOverUnion = InstanceType<typeof IntersectionOverUnion>;

/**
 * IoU of the neural-collapse paper, as a number or for `model.compile`; see `IntersectionOverUnion`.
 *
 * @example
 * import { intersectionOverUnion } from '@argmaxable/metrics';
 * intersectionOverUnion([[1, 1, 0]], [[2, -1, 0.5]]); // 0.824...
 * const metrics = [intersectionOverUnion()]; // for model.compile({ metrics })
 */
export const intersectionOverUnion = metric.function;
