import { defineMetric } from '../metric/define-metric.js';
import { divide } from '../metric/zero-division.js';
import { activeAtKOptions, type CheckedActiveAtKOptions, keyAtK } from './options.js';
import { meanOfTopK } from './top-k.js';

const metric = defineMetric({
  name: 'recallAtK',
  options: activeAtKOptions,
  shorthand: 'k',
  key: (options) => keyAtK('recall', options),
  score: meanOfTopK<CheckedActiveAtKOptions>(({ numHits, active }, { zeroDivision }) =>
    divide(numHits, active.length, zeroDivision),
  ),
});

/**
 * Recall@k: `hits / active`, the fraction of the active labels that is among the k labels of highest score,
 * averaged over examples. From 0 to 1.
 *
 * An example without active labels counts as `zeroDivision`: 0 by default; NaN leaves it out. Streaming form
 * of `recallAtK`; its memory does not grow.
 *
 * @throws ValueError for k below 1 or not an integer; `update` throws it for k above the number of labels.
 *
 * @example
 * import { RecallAtK } from '@argmaxable/metrics';
 * const metric = new RecallAtK({ k: 1 });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const RecallAtK = metric.Class;
export type RecallAtK = InstanceType<typeof RecallAtK>;

/**
 * Recall@k, as a number or for `model.compile`; see `RecallAtK`.
 *
 * @example
 * import { recallAtK } from '@argmaxable/metrics';
 * recallAtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 1 }); // 0.5
 * const metrics = [recallAtK(1)]; // for model.compile({ metrics })
 */
export const recallAtK = metric.function;
