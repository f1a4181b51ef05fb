import { checkBoolean, checkNumber, kernels, runKernel } from '@argmaxable/core';
import {
  add,
  divNoNan,
  exp,
  lessEqual,
  log1p,
  minimum,
  mul,
  neg,
  pow,
  relu,
  sigmoid,
  softplus,
  step,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import type { LabelOptions } from './define/common-options.js';
import { defineLabelLoss } from './per-example/label-loss.js';
import { blend } from './targets/target-rows.js';

export interface AsymmetricOptions extends LabelOptions {
  /** Focusing exponent of inactive labels, 0 or more; 4 by default. */
  readonly gammaNeg: number;
  /** Focusing exponent of active labels, 0 or more; 1 by default. */
  readonly gammaPos: number;
  /** From 0 to 1: inactive labels with a lower probability have loss 0; 0.05 by default. */
  readonly clip: number;
  /**
   * From 0 to 1: probabilities below it are raised to it before the logarithm, and have gradient 0; 1e-8 by
   * default.
   */
  readonly eps: number;
  /**
   * Whether the gradient treats the focusing weights as constants; false by default (the public code's
   * default is true).
   */
  readonly stopFocusGradient: boolean;
}

/**
 * Asymmetric loss (ASL): focal loss with a separate exponent for inactive labels, which ignores the easiest
 * inactive labels.
 *
 * `l_i = sum over labels of -y (1 - p)^gammaPos log p - (1 - y) q^gammaNeg log(1 - q)`, `p = sigmoid(z)`,
 * `q = max(p - clip, 0)`. Probabilities below `eps` are raised to it before the logarithm, as in the public
 * code. With `eps: 0` an active label keeps its gradient at any wrong logit, and the loss stays finite,
 * because it is computed in log space.
 *
 * Source: Ridnik et al. 2021, arXiv 2009.14119, equations 5 to 7, and its public code.
 *
 * @param yTrue Targets: multi-hot [..., n] (or probabilities), or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses, each a sum over labels; or
 *   'none', all of them, [...]. 'sumOverLabels' is the same as 'mean'.
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { asymmetric } from '@argmaxable/losses';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * asymmetric.with({ gammaNeg: 2, clip: 0 })(tensor2d([[1, 0]]), tensor2d([[2, -1]])).print();
 */
export const asymmetric = defineLabelLoss<AsymmetricOptions>({
  name: 'asymmetric',
  defaults: {
    reduction: 'mean',
    targets: 'auto',
    gammaNeg: 4,
    gammaPos: 1,
    clip: 0.05,
    eps: 1e-8,
    stopFocusGradient: false,
  },
  check: ({ gammaNeg, gammaPos, clip, eps, stopFocusGradient }) => {
    checkNumber('gammaNeg', gammaNeg, { min: 0 });
    checkNumber('gammaPos', gammaPos, { min: 0 });
    checkNumber('clip', clip, { min: 0, max: 1 });
    checkNumber('eps', eps, { min: 0, max: 1 });
    checkBoolean('stopFocusGradient', stopFocusGradient);
  },
  loss: (options) => {
    const { gammaNeg, gammaPos, clip, eps, stopFocusGradient } = options;
    const most = -Math.log(eps); // infinite if eps is 0
    const floored = (loss: Tensor): Tensor => (eps === 0 ? loss : minimum(loss, most));
    const where = (loss: Tensor, slope: Tensor): Tensor =>
      eps === 0 ? slope : mul(slope, lessEqual(loss, most));
    const clipped = clip === 0 ? withoutClip(gammaNeg) : withClip(gammaNeg, clip);
    // An active label is the mirror image of an inactive one without clip
    const right = withoutClip(gammaPos);

    const value = ({ loss, weight }: Inactive): Tensor => mul(floored(loss), weight);
    const slope = ({ loss, weight, slopes }: Inactive): Tensor => {
      const { ofLoss, ofLogWeight } = slopes();
      const plain = mul(weight, where(loss, ofLoss));
      return stopFocusGradient ? plain : add(plain, mul(mul(weight, floored(loss)), ofLogWeight));
    };
    return {
      over: 'sum',
      value: (z, y) =>
        blend(
          y,
          () => value(right(neg(z))),
          () => value(clipped(z)),
        ),
      slope: (z, y) =>
        blend(
          y,
          () => neg(slope(right(neg(z)))),
          () => slope(clipped(z)),
        ),
      kernel: {
        contract: kernels.focusedCrossEntropy,
        run: (inputs, gradientScale) => {
          const focus = { gammaPos, gammaNeg, weightPos: 1, weightNeg: 1, clip, eps, stopFocusGradient };
          return runKernel(kernels.focusedCrossEntropy, inputs, { ...focus, gradientScale });
        },
      },
    };
  },
});

/** An inactive label's `loss = -log(1 - q)` and `weight = q^gamma`. */
interface Inactive {
  readonly loss: Tensor;
  readonly weight: Tensor;
  /** The derivatives by z of loss and of log weight. */
  readonly slopes: () => { ofLoss: Tensor; ofLogWeight: Tensor };
}

/** q = sigmoid(z), in log space. */
function withoutClip(gamma: number): (z: Tensor) => Inactive {
  return (z) => ({
    loss: softplus(z),
    weight: exp(mul(-gamma, softplus(neg(z)))),
    slopes: () => ({ ofLoss: sigmoid(z), ofLogWeight: mul(gamma, sigmoid(neg(z))) }),
  });
}

/** q = max(sigmoid(z) - clip, 0). Here 1 - q is at least clip, so its logarithm is finite. */
function withClip(gamma: number, clip: number): (z: Tensor) => Inactive {
  return (z) => {
    const p = sigmoid(z);
    const q = relu(sub(p, clip));
    return {
      loss: neg(log1p(neg(q))),
      weight: pow(q, gamma),
      slopes: () => {
        const ofQ = mul(mul(p, sigmoid(neg(z))), step(q));
        return { ofLoss: divNoNan(ofQ, sub(1, q)), ofLogWeight: mul(gamma, divNoNan(ofQ, q)) };
      },
    };
  };
}
