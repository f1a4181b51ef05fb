import {
  add,
  div,
  exp,
  expm1,
  less,
  mul,
  neg,
  pow,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core';
import type { RowLoss } from '../per-example/row-loss.js';
import { negativeLogSoftmax } from './log-softmax.js';
import { ofPicked } from './of-picked.js';
import { mapSmooth } from './smooth-target.js';

/**
 * Focal loss of the softmax p of z: `-(1 - p_a)^gamma log p_a` for each picked label a; with label smoothing
 * `-sum over j of t_j (1 - p_j)^gamma log p_j`, t the smoothed target.
 */
export function focalOfPicked(gamma: number, smoothing: number, normalize: boolean): RowLoss {
  // In log space: with loss = -log p, 1 - p = -expm1(-loss).
  const focus = (loss: Tensor): Tensor => pow(neg(expm1(neg(loss))), gamma);
  return ofPicked(normalize, {
    values: (z, targets) => {
      const terms = mapSmooth(targets, smoothing, negativeLogSoftmax(z), (loss, target) =>
        mul(target, mul(focus(loss), loss)),
      );
      return sum(terms, 1, true);
    },
    slopes: (z, targets) => {
      const losses = negativeLogSoftmax(z);
      // p times the derivative of -(1 - p)^gamma log p by p, which is (1 - p)^gamma (1 + gamma odds loss).
      const own = mapSmooth(targets, smoothing, losses, (loss, target) =>
        mul(target, mul(focus(loss), add(1, mul(gamma, oddsTimes(loss))))),
      );
      const p: Tensor2D = exp(neg(losses));
      return sub(mul(p, sum(own, 1, true)), own);
    },
  });
}

/** `p / (1 - p)` times loss, which is `loss / (e^loss - 1)`: 1 at 0. */
function oddsTimes(loss: Tensor): Tensor {
  return where(less(loss, 1e-3), sub(1, mul(loss, 0.5)), div(loss, expm1(loss)));
}
