import { checkInteger, checkNumber, isArrayLike, readNumbers, ValueError } from '@argmaxable/core';
import {
  add,
  addN,
  div,
  divNoNan,
  mul,
  neg,
  sigmoid,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { gradientOverSlots, type Slot, slotsOf } from './per-example/active-slots.js';
import { type CommonOptions } from './define/common-options.js';
import { defineLoss } from './define/loss.js';
import { lossOfRows } from './per-example/row-loss.js';
import { labelSetsOf } from './targets/read-batch.js';
import { SparseTargets } from './targets/sparse-targets.js';

/** With a smaller temperature, a difference of logits divided by it could overflow float32. */
const leastTemperature = 1e-6;

export interface RecallAtKSurrogateOptions extends CommonOptions {
  /**
   * The k of recall@k: an integer, 1 or more, or several to average over; [1, 2, 4, 8, 16] by default, as in
   * the paper.
   */
  readonly k: number | readonly number[];
  /** The width of the smooth step at rank k, in ranks, above 0; 1 by default, the paper's tau_1. */
  readonly rankTemperature: number;
  /**
   * The width of the smooth step of one label above another, in logits, above 0; 1 by default. The paper's
   * tau_2 is 0.01, for cosine similarities; the spread of logits is about a hundred times as large.
   */
  readonly scoreTemperature: number;
}

/**
 * Recall@k with its two steps made smooth: whether one label is above another, and whether a rank is among
 * the first k.
 *
 * `l_i = 1 - mean over k and active labels a of sigmoid((k - r_a) / rankTemperature)`,
 * `r_a = 1 + sum over labels b other than a of sigmoid((z_b - z_a) / scoreTemperature)`. An example without
 * active labels contributes 0. Takes O(batch m n) time and O(batch n) memory, where m is the largest number
 * of active labels in an example. Multi-hot targets are read back from the device, and must be 0 or 1.
 *
 * Use it for models that already rank well: a label whose rank is more than about 15 `rankTemperature` above
 * every k has a gradient of almost 0. To train from the start, begin with another loss, or take a
 * `rankTemperature` of the size of the ranks.
 *
 * Source: Patel, Tolias and Matas 2022, arXiv 2108.11179, equations 5 to 8; an example is the query, its
 * labels are the database.
 *
 * @param yTrue Targets: multi-hot [..., n], or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses, each a mean over active labels
 *   and k; or 'none', all of them, [...]. Examples without active labels count in the mean.
 * @throws ValueError for shapes or dtypes that do not fit, targets other than 0 and 1, label indices out of
 *   range or repeated, no example, and for options out of range.
 *
 * @example
 * import { recallAtKSurrogate } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * recallAtKSurrogate.with({ k: [1, 2] })(tensor2d([[1, 0, 1]]), tensor2d([[2, -1, 1]])).print();
 */
export const recallAtKSurrogate = defineLoss<RecallAtKSurrogateOptions>({
  name: 'recallAtKSurrogate',
  defaults: {
    reduction: 'mean',
    targets: 'auto',
    k: [1, 2, 4, 8, 16],
    rankTemperature: 1,
    scoreTemperature: 1,
  },
  check: ({ k, rankTemperature, scoreTemperature }) => {
    const isOne = typeof k === 'number';
    if (!isOne && !(isArrayLike(k) && k.length > 0)) {
      throw new ValueError('k', k, 'an integer, 1 or more, or an array of one or more');
    }
    const ks = isOne ? [k] : Array.from(readNumbers('k', k));
    ks.forEach((one, i) => checkInteger(isOne ? 'k' : `k[${i}]`, one, { min: 1 }));
    checkNumber('rankTemperature', rankTemperature, { min: leastTemperature });
    checkNumber('scoreTemperature', scoreTemperature, { min: leastTemperature });
    return isOne ? {} : { k: ks };
  },
  compute: (options) => {
    const { rankTemperature, scoreTemperature } = options;
    const ks = ksOf(options.k);
    const above = (z: Tensor2D, { logits }: Slot): Tensor2D => div(sub(z, logits), scoreTemperature);
    /** `(k - r) / rankTemperature` for each k, [rows, 1] each. */
    const within = (differences: Tensor2D): Tensor[] => {
      // The sum is over all labels: this adds sigmoid(0) = 1/2 for the label itself.
      const rank = add(sum(sigmoid(differences), 1, true), 1 / 2);
      return ks.map((k) => div(sub(k, rank), rankTemperature));
    };

    return lossOfRows(
      options,
      {
        values: (z, rows) => {
          const targets = rows as SparseTargets;
          // 1 - sigmoid(u) = sigmoid(-u), which keeps small values exact.
          const missed = slotsOf(z, targets).map((slot) =>
            mul(slot.filled, average(within(above(z, slot)).map((u) => sigmoid(neg(u))))),
          );
          return divNoNan<Tensor2D>(addN(missed), targets.counts());
        },
        gradient: (z, rows, dy) => {
          const targets = rows as SparseTargets;
          const gradient = gradientOverSlots(z, targets, slotsOf(z, targets), (slot) => {
            const differences = above(z, slot);
            const perRank = average(within(differences).map((u) => bump(u)));
            return mul(bump(differences), div(perRank, rankTemperature * scoreTemperature));
          });
          return mul(gradient, divNoNan(dy, targets.counts()));
        },
      },
      labelSetsOf,
    );
  },
});

function ksOf(k: number | readonly number[]): readonly number[] {
  return typeof k === 'number' ? [k] : k;
}

function average(tensors: Tensor[]): Tensor {
  return div(addN(tensors), tensors.length);
}

/** The derivative of the sigmoid. */
function bump(x: Tensor): Tensor2D {
  return mul(sigmoid(x), sigmoid(neg(x)));
}
