import { ValueError } from '@argmaxable/core';
import {
  customGrad,
  mean,
  mul,
  type Scalar,
  sigmoid,
  softplus,
  sub,
  type Tensor,
  tidy,
} from '@tensorflow/tfjs-core';

/**
 * One-versus-all loss: binary cross-entropy of each label with its logit, `softplus(z) - y z`.
 *
 * Computed from logits, with the gradient `(sigmoid(z) - y) / size` in closed form: finite at any |z| up to 1e4, and right
 * at z = 0, where the derivative of tfjs's own `sigmoidCrossEntropy` is not.
 *
 * @param yTrue Multi-hot targets [..., n], 0 or 1 (or probabilities).
 * @param yPred Logits, of the same shape.
 * @returns A scalar: the mean over examples and labels.
 * @throws ValueError for shapes that differ.
 *
 * @example
 * import { oneVersusAll } from '@argmaxable/losses';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const model = sequential({ layers: [layers.dense({ units: 1000, inputShape: [64] })] });
 * model.compile({ loss: oneVersusAll, optimizer: 'adam' });
 */
export function oneVersusAll(yTrue: Tensor, yPred: Tensor): Scalar {
  if (yTrue.shape.join() !== yPred.shape.join()) {
    throw new ValueError('yTrue', yTrue.shape, `of the shape of yPred, [${yPred.shape.join(', ')}]`);
  }
  const op = customGrad((...args) => {
    const [logits, save] = args as unknown as [Tensor, (saved: Tensor[]) => void];
    save([logits, yTrue]);
    return {
      value: tidy(() => mean(sub(softplus(logits), mul(yTrue, logits)))),
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        mul(sub(sigmoid(saved[0]), saved[1]), mul(dy, 1 / logits.size)),
    };
  });
  return op(yPred) as Scalar;
}
