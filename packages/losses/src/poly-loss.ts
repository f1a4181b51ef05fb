import { checkNumber } from '@argmaxable/core';
import { add, mul, neg, sigmoid, softplus, type Tensor } from '@tensorflow/tfjs-core';
import type { LabelOptions } from './define/common-options.js';
import { defineLabelLoss } from './per-example/label-loss.js';
import { blend } from './targets/target-rows.js';

export interface PolyLossOptions extends LabelOptions {
  /** Weight of the first polynomial term, -1 or more; 1 by default, and 0 is binary cross-entropy. */
  readonly epsilon1: number;
}

/**
 * Poly-1 loss of each label: binary cross-entropy with its leading polynomial term changed.
 *
 * `l_i = mean over labels of -log p_t + epsilon1 (1 - p_t)`, `p_t = sigmoid(z)` if the label is active,
 * otherwise `sigmoid(-z)`.
 *
 * Source: Leng et al. 2022, arXiv 2204.12511, equation 6, applied to each label separately.
 *
 * @param yTrue Targets: multi-hot [..., n] (or probabilities), or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses, each a mean over labels;
 *   'sumOverLabels', the mean over examples of the sum over labels; or 'none', all losses, [...].
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { polyLoss } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * polyLoss.with({ epsilon1: 2 })(tensor2d([[1, 0]]), tensor2d([[2, -1]])).print();
 */
export const polyLoss = defineLabelLoss<PolyLossOptions>({
  name: 'polyLoss',
  defaults: { reduction: 'mean', targets: 'auto', epsilon1: 1 },
  check: ({ epsilon1 }) => void checkNumber('epsilon1', epsilon1, { min: -1 }),
  loss: (options) => {
    // The loss of an inactive label; that of an active one is its mirror image.
    const value = (z: Tensor): Tensor => add(softplus(z), mul(options.epsilon1, sigmoid(z)));
    const slope = (z: Tensor): Tensor => {
      const p = sigmoid(z);
      return mul(p, add(1, mul(options.epsilon1, sigmoid(neg(z)))));
    };
    return {
      over: 'mean',
      value: (z, y) =>
        blend(
          y,
          () => value(neg(z)),
          () => value(z),
        ),
      slope: (z, y) =>
        blend(
          y,
          () => neg(slope(neg(z))),
          () => slope(z),
        ),
    };
  },
});
