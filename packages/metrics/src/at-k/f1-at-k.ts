import { checkNumber } from '@argmaxable/core';
import { type MetricAtKFunction, metricFunction } from '../metric/metric-function.js';
import { addToMean, atMost, checkPartialMean, divide, meanOf } from '../metric/zero-division.js';
import {
  type ActiveAtKOptions,
  checkActiveAtKOptions,
  type CheckedActiveAtKOptions,
  MetricAtK,
  type TopK,
} from './metric-at-k.js';

// `sum` and `count` are of recall. A type, not an interface: only types fit a record.
type F1State = { precision: number; sum: number; count: number };

/**
 * F1@k: the harmonic mean of mean precision@k and mean recall@k (not the mean of the examples' F1@k). From 0
 * to 1.
 *
 * In recall an example without active labels counts `zeroDivision`: 0 by default; NaN leaves it out. 0 when
 * nothing is hit. Streaming form of `f1AtK`; its memory does not grow. Source: the public code of arXiv
 * 2310.10443.
 *
 * @throws ValueError for k below 1 or not an integer; `update` for k above the number of labels.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { F1AtK } from '@argmaxable/metrics';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const metric = new F1AtK({ k: 2 });
 * metric.update(LabelSets.from([[0, 1]], 3), tensor2d([[2, -1, 0.5]])); // for each batch
 * metric.result(); // 0.5
 */
export class F1AtK extends MetricAtK<CheckedActiveAtKOptions, F1State> {
  static readonly metricName: string = 'f1AtK';
  protected override readonly shortName = 'f1';

  constructor(options: ActiveAtKOptions) {
    super(checkActiveAtKOptions('F1AtK', options));
  }

  protected override empty(): F1State {
    return { precision: 0, sum: 0, count: 0 };
  }

  protected override accumulateExample(state: F1State, { numHits, active }: TopK): void {
    state.precision += numHits / this.options.k;
    addToMean(state, divide(numHits, active.length, this.options.zeroDivision));
  }

  protected override evaluate(state: F1State, examples: number): number {
    const [precision, recall] = [state.precision / examples, meanOf(state)];
    return divide(2 * precision * recall, precision + recall, 0);
  }

  protected override checkState(state: F1State, examples: number): void {
    checkNumber('json.state.precision', state.precision, { min: 0, max: atMost(examples) });
    checkPartialMean(state, examples, this.options);
  }
}

/**
 * F1@k, as a number or for `model.compile`; see `F1AtK`.
 *
 * @example
 * import { f1AtK } from '@argmaxable/metrics';
 * f1AtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 2 }); // 0.5
 * const metrics = [f1AtK(2)]; // for model.compile({ metrics })
 */
export const f1AtK = metricFunction<ActiveAtKOptions, MetricAtKFunction<ActiveAtKOptions>>(F1AtK, 'k');
