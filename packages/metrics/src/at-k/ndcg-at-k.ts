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
 * nDCG@k, normalised discounted cumulative gain, averaged over examples. From 0 to 1.
 *
 * `DCG = sum over places j = 1..k of hit_j / log2(j + 1)`, divided by that of the best order, in which all
 * `min(k, active)` first places are hits. An example without active labels counts `zeroDivision`: 0 by
 * default, as in scikit-learn's `ndcg_score`; NaN leaves it out. Of equal scores the lower label index comes
 * first. Streaming form of `ndcgAtK`; its memory does not grow. Source: Järvelin and Kekäläinen 2002.
 *
 * @throws ValueError for k below 1 or not an integer; `update` for k above the number of labels.
 *
 * @example
 * import { NdcgAtK } from '@argmaxable/metrics';
 * const metric = new NdcgAtK({ k: 2 });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.613...
 */
export class NdcgAtK extends MeanAtK<CheckedActiveAtKOptions> {
  static readonly metricName: string = 'ndcgAtK';
  protected override readonly shortName = 'ndcg';

  constructor(options: ActiveAtKOptions) {
    super(checkActiveAtKOptions('NdcgAtK', options));
  }

  protected override exampleValue({ hits, active }: TopK): number {
    let [gained, best] = [0, 0];
    for (let j = 0; j < hits.length; j++) {
      const gain = 1 / Math.log2(j + 2);
      if (hits[j] === 1) gained += gain;
      if (j < active.length) best += gain;
    }
    return divide(gained, best, this.options.zeroDivision);
  }
}

/**
 * nDCG@k, as a number or for `model.compile`; see `NdcgAtK`.
 *
 * @example
 * import { ndcgAtK } from '@argmaxable/metrics';
 * ndcgAtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 2 }); // 0.613...
 * const metrics = [ndcgAtK(2)]; // for model.compile({ metrics })
 */
export const ndcgAtK = metricFunction<ActiveAtKOptions, MetricAtKFunction<ActiveAtKOptions>>(NdcgAtK, 'k');
