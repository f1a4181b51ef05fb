import { checkNumber, isArrayLike, readNumbers, ValueError } from '@argmaxable/core';
import { defineMetric } from '../metric/define-metric.js';
import { optionReader } from '../metric/option-reader.js';
import { atMost, divide, type ZeroDivisionOption } from '../metric/zero-division.js';
import { activeAtKChecks, type AtKOptions, type CheckedActiveAtKOptions, keyAtK } from './options.js';
import { ofTopK } from './top-k.js';

/** Options of propensity-scored precision@k. */
export interface PropensityScoredOptions extends AtKOptions, ZeroDivisionOption {
  /** Propensity of each label, above 0 and at most 1: [n]; see `propensities`. */
  readonly propensities: ArrayLike<number>;
}

interface CheckedOptions extends CheckedActiveAtKOptions {
  readonly propensities: readonly number[];
}

// A type, because an interface is not assignable to a record.
type GainState = { gained: number; best: number };

const metric = defineMetric({
  name: 'propensityScoredPrecisionAtK',
  options: optionReader<PropensityScoredOptions, CheckedOptions>({
    k: activeAtKChecks.k,
    propensities: checkPropensities,
    zeroDivision: activeAtKChecks.zeroDivision,
  }),
  shorthand: 'k',
  key: (options) => keyAtK('psp', options),
  score: ofTopK<CheckedOptions, GainState>({
    empty: () => ({ gained: 0, best: 0 }),
    addExample(state, { labels, hits, active }, { k, propensities }) {
      for (let j = 0; j < k; j++) if (hits[j] === 1) state.gained += 1 / propensities[labels[j]];
      const lowestFirst = Float64Array.from(active, (label) => propensities[label]).sort();
      for (const propensity of lowestFirst.subarray(0, k)) state.best += 1 / propensity;
    },
    value: ({ gained, best }, { zeroDivision }) => divide(gained, best, zeroDivision),
    checkState({ gained, best }) {
      checkNumber('json.state.gained', gained, { min: 0, max: atMost(best) });
    },
    checkWidth(numLabels, { propensities: { length } }) {
      if (length === numLabels) return;
      throw new ValueError('propensities', `${length} numbers`, `${numLabels} numbers, one per label`);
    },
  }),
});

/**
 * Propensity-scored precision@k: precision@k in which a hit on label l counts as `1 / p_l`, so that rare
 * labels count more, divided by the largest value that a prediction could have. From 0 to 1.
 *
 * It is `sum over examples of sum over hits of 1/p_l`, divided by the same sum for the k active labels of
 * lowest propensity: the quotient of the sums, not the mean of the examples' quotients. It is `zeroDivision`
 * (0 by default) if no label is active in any example. Streaming form of `propensityScoredPrecisionAtK`; its
 * memory does not grow. Source: Jain et al. 2016, and the evaluation code of the extreme classification
 * repository.
 *
 * @throws ValueError for k below 1 or not an integer, or a propensity below 1e-100 or above 1; `update`
 *   throws it for k above the number of labels, and if there is not one propensity per label.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { propensities, PropensityScoredPrecisionAtK } from '@argmaxable/metrics';
 * const training = LabelSets.from([[0, 1], [0], [0, 2], [0, 1]], 3);
 * const p = propensities(training.labelCounts(), training.size, { a: 0.55, b: 1.5 });
 * const metric = new PropensityScoredPrecisionAtK({ k: 1, propensities: p });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // below 1: the hit is not on the rarer label
 */
export const PropensityScoredPrecisionAtK = metric.Class;
export type PropensityScoredPrecisionAtK = InstanceType<typeof PropensityScoredPrecisionAtK>;

/**
 * Propensity-scored precision@k, as a number or for `model.compile`; see `PropensityScoredPrecisionAtK`.
 *
 * @example
 * import { propensityScoredPrecisionAtK } from '@argmaxable/metrics';
 * const propensities = [0.9, 0.5, 0.5];
 * propensityScoredPrecisionAtK([[1, 1, 0]], [[2, -1, 0.5]], { k: 1, propensities }); // 0.555...
 * const metrics = [propensityScoredPrecisionAtK({ k: 1, propensities })]; // for model.compile({ metrics })
 */
export const propensityScoredPrecisionAtK = metric.function;

/** A hit counts as 1 / p, and sums of these values must be finite. */
const leastPropensity = 1e-100;

function checkPropensities(propensities: unknown): readonly number[] {
  if (!isArrayLike(propensities)) {
    throw new ValueError('propensities', propensities, 'an array of numbers, one per label');
  }
  const values = Array.from(readNumbers('propensities', propensities));
  values.forEach((value, label) => {
    checkNumber(`propensities[${label}]`, value, { min: leastPropensity, max: 1 });
  });
  return values;
}
