import { checkInteger, checkOptions, ValueError } from '@argmaxable/core';
import type { Batch, Predictions } from '../batch/batch.js';
import { ExampleMean } from '../metric/example-mean.js';
import type { MetricOptions } from '../metric/metric.js';
import { metricFunction, type SetMetricFunction } from '../metric/metric-function.js';
import { divide, type PartialMean } from '../metric/zero-division.js';
import {
  checkRangeCounts,
  likeProbabilities,
  noRanges,
  noteScoreRange,
  type RangeCounts,
  warnOfSoftmaxTwice,
} from './probabilities.js';

/** `examplesOfSets`: how many examples had label sets predicted, not scores. */
type IoUState = PartialMean & RangeCounts & { examplesOfSets: number };

/**
 * IoU of the neural-collapse paper: the softmax probability that falls on the active labels, averaged over
 * examples. From 0 to 1.
 *
 * `sum over active i of softmax(z)_i`: the intersection of the target set with softmax as a soft set, over
 * the whole of that, which is 1. It has no threshold. Scores are logits. Of `LabelSets` it is the
 * intersection of the predicted and the active labels over their union: that is `jaccardScore` with
 * `average: 'samples'`, and another figure, so one metric takes scores or label sets, not both. An example
 * without active labels counts 0. Streaming form of `intersectionOverUnion`; its memory does not grow.
 * Source: the public code of arXiv 2310.15903.
 *
 * @throws ValueError for an unknown option; `update` and `merge` for label sets after scores, and scores
 * after label sets.
 *
 * @example
 * import { IntersectionOverUnion } from '@argmaxable/metrics';
 * const metric = new IntersectionOverUnion();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.824...
 */
export class IntersectionOverUnion extends ExampleMean<MetricOptions, Predictions, IoUState> {
  static readonly metricName: string = 'intersectionOverUnion';

  constructor(options: MetricOptions = {}) {
    const { targets = 'auto' } = checkOptions('IntersectionOverUnion', options, ['targets']);
    super({ targets });
  }

  override get key(): string {
    return 'intersectionOverUnion';
  }

  override get wantsLogits(): string {
    return 'takes their softmax itself';
  }

  override checkBatch(batch: Batch): void {
    super.checkBatch(batch);
    this.checkKind('yPred', batch.predicted !== undefined);
  }

  override checkMerge(other: this): void {
    super.checkMerge(other);
    const state = other.stateSoFar;
    if (state) this.checkKind('other', state.examplesOfSets > 0);
  }

  protected override get takesLabelSets(): boolean {
    return true;
  }

  protected override empty(): IoUState {
    return { sum: 0, count: 0, ...noRanges(), examplesOfSets: 0 };
  }

  protected override accumulate(state: IoUState, batch: Batch): void {
    super.accumulate(state, batch);
    noteScoreRange(state, batch);
    if (batch.predicted) state.examplesOfSets += batch.size;
  }

  protected override evaluate(state: IoUState): number {
    if (likeProbabilities(state)) warnOfSoftmaxTwice(this.metricName);
    return super.evaluate(state);
  }

  protected override checkState(state: IoUState, examples: number, numLabels: number): void {
    super.checkState(state, examples, numLabels);
    checkRangeCounts(state, examples);
    const { examplesOfSets } = state;
    if (examplesOfSets > 0) {
      checkInteger('json.state.examplesOfSets', examplesOfSets, { min: examples, max: examples });
    }
  }

  protected override exampleValue(batch: Batch, i: number): number {
    return batch.predicted ? overlap(batch, i) : massOnActive(batch, i);
  }

  /** Softmax of scores and overlap of sets have no mean. */
  private checkKind(argument: string, ofSets: boolean): void {
    const state = this.stateSoFar;
    if (state === undefined || state.examplesOfSets > 0 === ofSets) return;
    const [given, allowed] = ofSets ? ['label sets', 'scores'] : ['scores', 'label sets'];
    throw new ValueError(
      argument,
      given,
      `${allowed}, like the examples before`,
      'Take one metric for each.',
    );
  }
}

function massOnActive(batch: Batch, i: number): number {
  const row = batch.row(i);
  let highest = -Infinity;
  for (const score of row) highest = Math.max(highest, score);
  // The highest score first, because infinity minus infinity is not 0.
  const mass = (score: number): number => (score === highest ? 1 : Math.exp(score - highest));
  let [onActive, total] = [0, 0];
  for (const score of row) total += mass(score);
  for (const label of batch.targets.get(i)) onActive += mass(row[label]);
  return onActive / total;
}

function overlap(batch: Batch, i: number): number {
  const { truePositives, predicted, active } = batch.errorCounts().byExample;
  return divide(truePositives[i], predicted[i] + active[i] - truePositives[i], 0);
}

/**
 * IoU of the neural-collapse paper, as a number or for `model.compile`; see `IntersectionOverUnion`.
 *
 * @example
 * import { intersectionOverUnion } from '@argmaxable/metrics';
 * intersectionOverUnion([[1, 1, 0]], [[2, -1, 0.5]]); // 0.824...
 * const metrics = [intersectionOverUnion()]; // for model.compile({ metrics })
 */
export const intersectionOverUnion = metricFunction<MetricOptions, SetMetricFunction<MetricOptions>>(
  IntersectionOverUnion,
);
