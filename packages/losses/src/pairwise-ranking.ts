import { checkNumber, checkOneOf } from '@argmaxable/core';
import {
  addN,
  add,
  divNoNan,
  mul,
  relu,
  sigmoid,
  softplus,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { gradientOverSlots, slotsOf } from './per-example/active-slots.js';
import { type CommonOptions } from './define/common-options.js';
import { defineLoss } from './define/loss.js';
import { lossOfRows } from './per-example/row-loss.js';
import { labelSetsOf } from './targets/read-batch.js';
import { SparseTargets } from './targets/sparse-targets.js';

const surrogates = ['logistic', 'hinge'] as const;

export interface PairwiseRankingOptions extends CommonOptions {
  /** The loss of a difference u: 'logistic' (default), `softplus(u)`, or 'hinge', `max(0, margin + u)`. */
  readonly surrogate: (typeof surrogates)[number];
  /** Margin of 'hinge', 0 or more; 1 by default. */
  readonly margin: number;
}

/**
 * Pairwise ranking loss: a smooth count of inactive labels that are ranked above active ones.
 *
 * `l_i = mean over pairs (active a, inactive b) of surrogate(z_b - z_a)`. An example without such a pair
 * contributes 0. Takes O(batch m n) time and O(batch n) memory, where m is the largest number of active
 * labels in an example. Multi-hot targets are read back from the device, and must be 0 or 1.
 *
 * Source: Zhang and Zhou 2006 (BP-MLL), equation 3, with the surrogates of Gao and Zhou 2013.
 *
 * @param yTrue Targets: multi-hot [..., n], or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses, each a mean over pairs; or
 *   'none', all of them, [...]. Examples without a pair count in the mean.
 * @throws ValueError for shapes or dtypes that do not fit, targets other than 0 and 1, label indices out of
 *   range or repeated, no example, and for options out of range.
 *
 * @example
 * import { pairwiseRanking } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * pairwiseRanking.with({ surrogate: 'hinge' })(tensor2d([[1, 0, 1]]), tensor2d([[2, -1, 1]])).print();
 */
export const pairwiseRanking = defineLoss<PairwiseRankingOptions>({
  name: 'pairwiseRanking',
  defaults: { reduction: 'mean', targets: 'auto', surrogate: 'logistic', margin: 1 },
  check: ({ surrogate, margin }) => {
    checkOneOf('surrogate', surrogate, surrogates);
    checkNumber('margin', margin, { min: 0 });
  },
  compute: (options) => {
    const { margin } = options;
    const isHinge = options.surrogate === 'hinge';
    const cost = (u: Tensor): Tensor => (isHinge ? relu(add(u, margin)) : softplus(u));
    const slope = (u: Tensor): Tensor2D => (isHinge ? step(add(u, margin)) : sigmoid(u)) as Tensor2D;

    return lossOfRows(
      options,
      {
        values: (z, rows) => {
          const targets = rows as SparseTargets;
          const inactive = inactiveLogits(z, targets);
          const costs = slotsOf(z, targets).map(({ logits, filled }) =>
            mul(sum(cost(sub(inactive, logits)), 1, true), filled),
          );
          return divNoNan<Tensor2D>(addN(costs), pairs(targets, z.shape[1]));
        },
        gradient: (z, rows, dy) => {
          const targets = rows as SparseTargets;
          const inactive = inactiveLogits(z, targets);
          const gradient = gradientOverSlots(z, targets, slotsOf(z, targets), ({ logits }) =>
            slope(sub(inactive, logits)),
          );
          return mul(gradient, divNoNan(dy, pairs(targets, z.shape[1])));
        },
      },
      labelSetsOf,
    );
  },
});

/** The logits, with those of active labels so low that their loss is 0. */
function inactiveLogits(z: Tensor2D, targets: SparseTargets): Tensor2D {
  return targets.map(z, (z, y) => (y === 0 ? z : add(mul(z, 0), -1e30)));
}

/** Number of pairs of an active and an inactive label in each row, [rows, 1]. */
function pairs(targets: SparseTargets, numLabels: number): Tensor2D {
  const active = targets.counts();
  return mul(active, sub(numLabels, active));
}
