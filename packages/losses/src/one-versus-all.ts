import {
  checkBoolean,
  checkNumber,
  isArrayLike,
  kernels,
  readNumbers,
  runKernel,
  ValueError,
} from '@argmaxable/core';
import {
  abs,
  add,
  div,
  mul,
  neg,
  relu,
  scalar,
  sigmoid,
  softplus,
  sub,
  type Tensor,
  tensor1d,
} from '@tensorflow/tfjs-core';
import type { LabelOptions } from './define/common-options.js';
import { defineLabelLoss } from './per-example/label-loss.js';
import { blend } from './targets/target-rows.js';

export interface OneVersusAllOptions extends LabelOptions {
  /** Whether one unit of target is shared among an example's active labels (OVA-N); false by default. */
  readonly normalize: boolean;
  /** Weight of active labels, 0 or more: one number for all labels, or an array [n]; 1 by default. */
  readonly positiveWeight: number | readonly number[];
  /** From 0 (default) to 1: the share of each target that is moved to 1/2. */
  readonly labelSmoothing: number;
}

/**
 * One-versus-all loss: binary cross-entropy of each label with its logit.
 *
 * `l_i = mean over labels of w y softplus(-z) + (1 - y) softplus(z)`, where w is `positiveWeight`. With
 * `normalize` (OVA-N) the target y_j is first replaced by `y_j / (1 + sum of the other y)`; with
 * `labelSmoothing` e, then by `y (1 - e) + e / 2`.
 *
 * Computed from logits, with the gradient `sigmoid(z) - y` in closed form: finite at any |z| up to 1e4, and
 * correct at z = 0, where the derivative of tfjs's own `sigmoidCrossEntropy` is wrong.
 *
 * Source: Menon et al. 2019, arXiv 1910.10073 (OVA, OVA-N).
 *
 * @param yTrue Targets: multi-hot [..., n] (or probabilities), or sparse, int32 [batch, m] padded with -1.
 * @param yPred Logits [..., n].
 * @returns By `reduction`: the mean (default) or sum of the examples' losses, each a mean over labels;
 *   'sumOverLabels', the mean over examples of the sum over labels; or 'none', all losses, [...].
 * @throws ValueError for shapes or dtypes that do not fit, label indices out of range or repeated, no
 *   example, and for options out of range.
 *
 * @example
 * import { oneVersusAll } from '@argmaxable/losses';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 1000, inputShape: [64] })] });
 * model.compile({ loss: oneVersusAll.with({ labelSmoothing: 0.1 }), optimizer: 'adam' });
 */
export const oneVersusAll = defineLabelLoss<OneVersusAllOptions>({
  name: 'oneVersusAll',
  defaults: {
    reduction: 'mean',
    targets: 'auto',
    normalize: false,
    positiveWeight: 1,
    labelSmoothing: 0,
  },
  check: ({ normalize, positiveWeight, labelSmoothing }) => {
    checkBoolean('normalize', normalize);
    checkNumber('labelSmoothing', labelSmoothing, { min: 0, max: 1 });
    return { positiveWeight: readWeights(positiveWeight) };
  },
  loss: (options) => {
    const { normalize, positiveWeight, labelSmoothing: e } = options;
    const plain = positiveWeight === 1;

    function target(y: Tensor | 0 | 1, counts: Tensor): Tensor | number {
      const share = !normalize || y === 0 ? y : div(y, y === 1 ? counts : sub(add(counts, 1), y));
      if (e === 0) return share;
      return typeof share === 'number' ? share * (1 - e) + e / 2 : add(mul(share, 1 - e), e / 2);
    }

    return {
      over: 'mean',
      others: (targets, numLabels) => [targets.counts(), weights(positiveWeight, numLabels)],
      value: (z, y, counts, weight) => {
        const t = target(y, counts);
        if (t === 0) return softplus(z);
        // softplus(z) - t z, without cancellation between the two terms if z is large.
        if (plain) return add(sub(relu(z), mul(t, z)), softplus(neg(abs(z))));
        return blend(
          t,
          () => mul(weight, softplus(neg(z))),
          () => softplus(z),
        );
      },
      slope: (z, y, counts, weight) => {
        const t = target(y, counts);
        if (plain) return t === 0 ? sigmoid(z) : sub(sigmoid(z), t);
        return blend(
          t,
          () => mul(weight, neg(sigmoid(neg(z)))),
          () => sigmoid(z),
        );
      },
      kernel: {
        contract: kernels.crossEntropy,
        run: (inputs, gradientScale) =>
          runKernel(
            kernels.crossEntropy,
            { ...inputs, weights: weights(positiveWeight, inputs.logits.shape[1]) },
            { normalize, labelSmoothing: e, gradientScale },
          ),
      },
    };
  },
});

function readWeights(positiveWeight: unknown): number | number[] {
  if (typeof positiveWeight === 'number') return checkNumber('positiveWeight', positiveWeight, { min: 0 });
  const allowed = 'a number, 0 or more, or an array of one for each label';
  if (!isArrayLike(positiveWeight) || positiveWeight.length === 0) {
    throw new ValueError('positiveWeight', positiveWeight, allowed);
  }
  const weights = Array.from(readNumbers('positiveWeight', positiveWeight));
  weights.forEach((weight, i) => checkNumber(`positiveWeight[${i}]`, weight, { min: 0 }));
  return weights;
}

function weights(positiveWeight: number | readonly number[], numLabels: number): Tensor {
  if (typeof positiveWeight === 'number') return scalar(positiveWeight);
  if (positiveWeight.length !== numLabels) {
    throw new ValueError(
      'positiveWeight',
      positiveWeight,
      `one number, or one for each of ${numLabels} labels`,
    );
  }
  return tensor1d([...positiveWeight]);
}
