import { kernels, runKernel } from '@argmaxable/core';
import { add, div, exp, log, max, mul, neg, sub, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import type { RowLoss } from '../per-example/row-loss.js';
import { ofPicked } from './of-picked.js';

/** Softmax cross-entropy: `-log p_a` for each picked label a, p the softmax of z. */
export function crossEntropyOfPicked(normalize: boolean): RowLoss {
  return {
    ...ofPicked(normalize, {
      values: (z, targets) => {
        const shifted: Tensor2D = sub(z, max(z, 1, true));
        const logSum = log(sum(exp(shifted), 1, true));
        // Both terms are 0 or more, so that they do not cancel.
        return add(mul(targets.counts(), logSum), targets.activeRowSums(neg(shifted)));
      },
      slopes: (z, targets) => {
        const powers = exp(sub(z, max(z, 1, true)));
        const expected: Tensor2D = mul(powers, div(targets.counts(), sum(powers, 1, true)));
        return targets.map(expected, (e, y) => (y === 0 ? e : sub(e, y)));
      },
    }),
    kernel: {
      contract: kernels.softmaxCrossEntropy,
      run: (inputs, gradientScale) =>
        runKernel(kernels.softmaxCrossEntropy, inputs, { normalize, gradientScale }),
    },
  };
}
