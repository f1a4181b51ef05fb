import { defineMetric } from '../metric/define-metric.js';
import { keyAtK, atKOptions } from './options.js';
import { meanOfTopK } from './top-k.js';

const metric = defineMetric({
  name: 'precisionAtK',
  options: atKOptions,
  shorthand: 'k',
  key: (options) => keyAtK('precision', options),
  score: meanOfTopK(({ numHits }, { k }) => numHits / k),
});

/**
 * Precision@k: `hits / k`, the fraction of the k labels of highest score that is active, averaged over
 * examples. From 0 to 1.
 *
 * Streaming form of `precisionAtK`; its memory does not grow.
 * Source: the extreme classification repository of Bhatia et al. 2016.
 *
 * @throws ValueError for k below 1 or not an integer; `update` throws it for k above the number of labels.
 *
 * @example
 * import { PrecisionAtK } from '@argmaxable/metrics';
 * const metric = new PrecisionAtK({ k: 2 });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const PrecisionAtK = metric.Class;
export type PrecisionAtK = InstanceType<typeof PrecisionAtK>;

/**
 * Precision@k, as a number or for `model.compile`; see `PrecisionAtK`.
 *
 * @example
 * import { precisionAtK } from '@argmaxable/metrics';
 * precisionAtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 2 }); // 0.5
 * const metrics = [precisionAtK(2)]; // for model.compile({ metrics })
 */
export const precisionAtK = metric.function;
