import { checkNumber, kernels, runKernel } from '@argmaxable/core';
import { add, exp, mul, neg, sigmoid, softplus, type Tensor } from '@tensorflow/tfjs-core';
import type { LabelOptions } from './define/common-options.js';
import { defineLabelLoss } from './per-example/label-loss.js';
import { blend } from './targets/target-rows.js';

export interface FocalOptions extends LabelOptions {
  /** Weight of active labels, from 0 to 1; inactive labels have weight 1 - alpha. 0.25 by default. */
  readonly alpha: number;
  /** Focusing exponent, 0 or more; 2 by default. */
  readonly gamma: number;
}

/**
 * Focal loss: cross-entropy with a small weight for labels that are already right.
 *
 * `l_i = sum over labels of -alpha_t (1 - p_t)^gamma log p_t`, `p_t = sigmoid(z)` and `alpha_t = alpha` if
 * the label is active, otherwise `sigmoid(-z)` and `1 - alpha`. With gamma = 0 and alpha = 0.5 it is half the
 * binary cross-entropy.
 *
 * Source: Lin et al. 2017, arXiv 1708.02002, equation 5.
 *
 * @param yTrue Targets: multi-hot [..., n] (or probabilities), or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses, each a sum over labels; or
 *   'none', all of them, [...]. 'sumOverLabels' is the same as 'mean'.
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { focal } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * focal.with({ gamma: 5 })(tensor2d([[1, 0]]), tensor2d([[2, -1]])).print();
 */
export const focal = defineLabelLoss<FocalOptions>({
  name: 'focal',
  defaults: { reduction: 'mean', targets: 'auto', alpha: 0.25, gamma: 2 },
  check: ({ alpha, gamma }) => {
    checkNumber('alpha', alpha, { min: 0, max: 1 });
    checkNumber('gamma', gamma, { min: 0 });
  },
  loss: (options) => {
    const { alpha, gamma } = options;
    // For an inactive label, in log space: p = sigmoid(z), q = 1 - p, loss = -log q = softplus(z), right =
    // -log p = softplus(-z). An active one is its mirror image.
    const weight = (right: Tensor): Tensor => exp(mul(-gamma, right)); // p^gamma
    const value = (loss: Tensor, right: Tensor): Tensor => mul(weight(right), loss);
    const slope = (loss: Tensor, right: Tensor, p: Tensor, q: Tensor): Tensor =>
      mul(weight(right), add(p, mul(mul(gamma, q), loss)));
    return {
      over: 'sum',
      value: (z, y) => {
        const [loss, right] = [softplus(z), softplus(neg(z))];
        return blend(
          y,
          () => mul(alpha, value(right, loss)),
          () => mul(1 - alpha, value(loss, right)),
        );
      },
      slope: (z, y) => {
        const [loss, right, p, q] = [softplus(z), softplus(neg(z)), sigmoid(z), sigmoid(neg(z))];
        return blend(
          y,
          () => mul(-alpha, slope(right, loss, q, p)),
          () => mul(1 - alpha, slope(loss, right, p, q)),
        );
      },
      kernel: {
        contract: kernels.focusedCrossEntropy,
        run: (inputs, gradientScale) =>
          runKernel(kernels.focusedCrossEntropy, inputs, {
            gammaPos: gamma,
            gammaNeg: gamma,
            weightPos: alpha,
            weightNeg: 1 - alpha,
            clip: 0,
            eps: 0,
            stopFocusGradient: false,
            gradientScale,
          }),
      },
    };
  },
});
