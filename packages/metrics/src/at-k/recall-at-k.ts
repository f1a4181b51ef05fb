import { type MetricAtKFunction, metricFunction } from '../metric/metric-function.js';
import { divide } from '../metric/zero-division.js';
import {
  type ActiveAtKOptions,
  checkActiveAtKOptions,
  type CheckedActiveAtKOptions,
  MeanAtK,
  type TopK,
} from './metric-at-k.js';

/**
 * Recall@k: `hits / active`, the part of the active labels that is among the k labels of highest score,
 * averaged over examples. From 0 to 1.
 *
 * An example without active labels counts `zeroDivision`: 0 by default; NaN leaves it out.
 * Streaming form of `recallAtK`; its memory does not grow.
 *
 * @throws ValueError for k below 1 or not an integer; `update` for k above the number of labels.
 *
 * @example
 * import { RecallAtK } from '@argmaxable/metrics';
 * const metric = new RecallAtK({ k: 1 });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export class RecallAtK extends MeanAtK<CheckedActiveAtKOptions> {
  static readonly metricName: string = 'recallAtK';
  protected override readonly shortName = 'recall';

  constructor(options: ActiveAtKOptions) {
    super(checkActiveAtKOptions('RecallAtK', options));
  }

  protected override exampleValue({ numHits, active }: TopK): number {
    return divide(numHits, active.length, this.options.zeroDivision);
  }
}

/**
 * Recall@k, as a number or for `model.compile`; see `RecallAtK`.
 *
 * @example
 * import { recallAtK } from '@argmaxable/metrics';
 * recallAtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 1 }); // 0.5
 * const metrics = [recallAtK(1)]; // for model.compile({ metrics })
 */
export const recallAtK = metricFunction<ActiveAtKOptions, MetricAtKFunction<ActiveAtKOptions>>(
  RecallAtK,
  'k',
);
