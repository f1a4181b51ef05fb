import { defineMetric } from '../metric/define-metric.js';
import { divide } from '../metric/zero-division.js';
import { activeAtKOptions, type CheckedActiveAtKOptions, keyAtK } from './options.js';
import { meanOfTopK } from './top-k.js';

const metric = defineMetric({
  name: 'ndcgAtK',
  options: activeAtKOptions,
  shorthand: 'k',
  key: (options) => keyAtK('ndcg', options),
  score: meanOfTopK<CheckedActiveAtKOptions>(({ hits, active }, { zeroDivision }) => {
    let [gained, best] = [0, 0];
    for (let j = 0; j < hits.length; j++) {
      const gain = 1 / Math.log2(j + 2);
      if (hits[j] === 1) gained += gain;
      if (j < active.length) best += gain;
    }
    return divide(gained, best, zeroDivision);
  }),
});

/**
 * nDCG@k, normalised discounted cumulative gain, averaged over examples. From 0 to 1.
 *
 * `DCG = sum over places j = 1..k of hit_j / log2(j + 1)`, divided by the DCG of the best order, in which the
 * first `min(k, active)` places are hits. An example without active labels counts as `zeroDivision`: 0 by
 * default, as in scikit-learn's `ndcg_score`; NaN leaves it out. Of equal scores the lower label index comes
 * first. Streaming form of `ndcgAtK`; its memory does not grow. Source: Järvelin and Kekäläinen 2002.
 *
 * @throws ValueError for k below 1 or not an integer; `update` throws it for k above the number of labels.
 *
 * @example
 * import { NdcgAtK } from '@argmaxable/metrics';
 * const metric = new NdcgAtK({ k: 2 });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.613...
 */
export const NdcgAtK = metric.Class;
export type NdcgAtK = InstanceType<typeof NdcgAtK>;

/**
 * nDCG@k, as a number or for `model.compile`; see `NdcgAtK`.
 *
 * @example
 * import { ndcgAtK } from '@argmaxable/metrics';
 * ndcgAtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 2 }); // 0.613...
 * const metrics = [ndcgAtK(2)]; // for model.compile({ metrics })
 */
export const ndcgAtK = metric.function;
