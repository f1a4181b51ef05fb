import { customGrad, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { BatchTargets } from '../targets/read-batch.js';
import { LabelSets } from '@argmaxable/core';

export interface WithGradient {
  /** The value, and the intermediate results that the gradient needs. */
  readonly forward: (logits: Tensor2D, targets: BatchTargets) => { value: Tensor; saved?: Tensor[] };
  /** The gradient with respect to the logits, given the gradient with respect to the value. */
  readonly backward: (dy: Tensor, logits: Tensor2D, targets: BatchTargets, saved: Tensor[]) => Tensor2D;
}

/** A function of logits with an explicit gradient. The targets get no gradient. */
export function withGradient({ forward, backward }: WithGradient) {
  return (logits: Tensor2D, targets: BatchTargets): Tensor => {
    // Saved tensors are kept until the gradient is computed; label sets are not tensors.
    const kept = targets instanceof LabelSets ? [] : [targets];
    const op = customGrad((...args) => {
      const [z, save] = args as unknown as [Tensor2D, (saved: Tensor[]) => void];
      let saved: Tensor[] = [];
      const value = tidy(() => {
        const result = forward(z, targets);
        saved = result.saved ?? [];
        return [result.value, ...saved];
      })[0];
      save([z, ...kept, ...saved]);
      return {
        value,
        gradFunc: (dy: Tensor, [z, ...rest]: Tensor[]) =>
          backward(
            dy,
            z as Tensor2D,
            kept.length > 0 ? (rest[0] as Tensor2D) : targets,
            rest.slice(kept.length),
          ),
      };
    });
    return op(logits);
  };
}
