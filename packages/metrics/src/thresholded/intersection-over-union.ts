import { checkOptions } from '@argmaxable/core';
import type { Batch } from '../batch.js';
import { ExampleMean } from '../example-mean.js';
import type { MetricOptions } from '../metric.js';
import { metricFunction } from '../metric-function.js';

/**
 * IoU of the neural-collapse paper: the softmax probability that falls on the active labels, averaged over examples.
 * From 0 to 1.
 *
 * `sum over active i of softmax(z)_i`: the intersection of the target set with softmax as a soft set, over the whole of that,
 * which is 1. It has no threshold. Scores are logits. An example without active labels counts 0. For intersection over
 * union of predicted and active label sets take `jaccardScore` with `average: 'samples'`.
 * Streaming form of `intersectionOverUnion`; its memory does not grow.
 * Source: the public code of arXiv 2310.15903.
 *
 * @throws ValueError for an unknown option.
 *
 * @example
 * import { IntersectionOverUnion } from '@argmaxable/metrics';
 * const metric = new IntersectionOverUnion();
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.824...
 */
export class IntersectionOverUnion extends ExampleMean<MetricOptions> {
  static readonly metricName: string = 'intersectionOverUnion';

  constructor(options: MetricOptions = {}) {
    const { targets = 'auto' } = checkOptions('IntersectionOverUnion', options, ['targets']);
    super({ targets });
  }

  override get key(): string {
    return 'intersectionOverUnion';
  }

  protected override exampleValue(batch: Batch, i: number): number {
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
}

/**
 * IoU of the neural-collapse paper, as a number or for `model.compile`; see `IntersectionOverUnion`.
 *
 * @example
 * import { intersectionOverUnion } from '@argmaxable/metrics';
 * intersectionOverUnion([[1, 1, 0]], [[2, -1, 0.5]]); // 0.824...
 * const metrics = [intersectionOverUnion()]; // for model.compile({ metrics })
 */
export const intersectionOverUnion = metricFunction<MetricOptions>(IntersectionOverUnion);
