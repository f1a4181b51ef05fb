import { checkNumber } from '@argmaxable/core';
import { defineMetric } from '../metric/define-metric.js';
import { addToMean, atMost, checkPartialMean, divide, meanOf } from '../metric/zero-division.js';
import { activeAtKOptions, type CheckedActiveAtKOptions, keyAtK } from './options.js';
import { ofTopK } from './top-k.js';

// `sum` and `count` are those of recall. A type, because an interface is not assignable to a record.
type F1State = { precision: number; sum: number; count: number };

const metric = defineMetric({
  name: 'f1AtK',
  options: activeAtKOptions,
  shorthand: 'k',
  key: (options) => keyAtK('f1', options),
  score: ofTopK<CheckedActiveAtKOptions, F1State>({
    empty: () => ({ precision: 0, sum: 0, count: 0 }),
    addExample(state, { numHits, active }, { k, zeroDivision }) {
      state.precision += numHits / k;
      addToMean(state, divide(numHits, active.length, zeroDivision));
    },
    value(state, _, examples) {
      const [precision, recall] = [state.precision / examples, meanOf(state)];
      return divide(2 * precision * recall, precision + recall, 0);
    },
    checkState(state, options, examples) {
      checkNumber('json.state.precision', state.precision, { min: 0, max: atMost(examples) });
      checkPartialMean(state, examples, options);
    },
  }),
});

/**
 * F1@k: the harmonic mean of mean precision@k and mean recall@k (not the mean of the examples' F1@k). From 0
 * to 1.
 *
 * In recall an example without active labels counts as `zeroDivision`: 0 by default; NaN leaves it out. F1@k
 * is 0 if there are no hits. Streaming form of `f1AtK`; its memory does not grow. Source: the public code of
 * arXiv 2310.10443.
 *
 * @throws ValueError for k below 1 or not an integer; `update` throws it for k above the number of labels.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { F1AtK } from '@argmaxable/metrics';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const metric = new F1AtK({ k: 2 });
 * metric.update(LabelSets.from([[0, 1]], 3), tensor2d([[2, -1, 0.5]])); // for each batch
 * metric.result(); // 0.5
 */
export const F1AtK = metric.Class;
export type F1AtK = InstanceType<typeof F1AtK>;

/**
 * F1@k, as a number or for `model.compile`; see `F1AtK`.
 *
 * @example
 * import { f1AtK } from '@argmaxable/metrics';
 * f1AtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 2 }); // 0.5
 * const metrics = [f1AtK(2)]; // for model.compile({ metrics })
 */
export const f1AtK = metric.function;
