import { add, exp, mean, mul, neg, sub, type Tensor2D } from '@tensorflow/tfjs-core';
import type { RowLoss } from '../per-example/row-loss.js';
import { negativeLogSoftmax } from './log-softmax.js';
import { ofPicked } from './of-picked.js';
import { mapSmooth } from './smooth-target.js';

/**
 * Softmax cross-entropy with label smoothing s: `-(1 - s) log p_a - s mean over j of log p_j` for each picked
 * label a, p the softmax of z.
 */
export function smoothCrossEntropyOfPicked(smoothing: number, normalize: boolean): RowLoss {
  return ofPicked(normalize, {
    values: (z, targets) => {
      const losses = negativeLogSoftmax(z);
      return add(
        mul(1 - smoothing, targets.activeRowSums(losses)),
        mul(mul(smoothing, targets.counts()), mean(losses, 1, true)),
      );
    },
    slopes: (z, targets) => {
      const expected: Tensor2D = mul(exp(neg(negativeLogSoftmax(z))), targets.counts());
      return mapSmooth(targets, smoothing, expected, (e, target) => sub(e, target));
    },
  });
}
