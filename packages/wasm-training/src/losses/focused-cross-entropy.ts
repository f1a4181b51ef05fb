import { defineKernel } from '../define-kernel.js';
import { type LossAttributes, type LossInputs, runLoss } from './run-loss.js';

interface Attributes extends LossAttributes {
  readonly gammaPos: number;
  readonly gammaNeg: number;
  readonly weightPos: number;
  readonly weightNeg: number;
  readonly clip: number;
  /** Least probability whose logarithm is taken. */
  readonly eps: number;
  readonly stopFocusGradient: boolean;
}

/**
 * `focal` and `asymmetric` of @argmaxable/losses: sums over labels of focused binary cross-entropies, and
 * their gradient. Focal loss is the one without clip and eps.
 */
export const focusedCrossEntropy = defineKernel<LossInputs, Attributes>(
  'ArgmaxableFocusedCrossEntropy',
  (backend, inputs, attributes) => {
    const { gammaPos, gammaNeg, weightPos, weightNeg, clip, eps, stopFocusGradient } = attributes;
    return runLoss(backend, 'ArgmaxableFocusedCrossEntropy', inputs, attributes, (module, batch, results) =>
      module.focusedCrossEntropy(
        ...batch,
        gammaPos,
        gammaNeg,
        weightPos,
        weightNeg,
        clip,
        Math.log(clip / (1 - clip)),
        -Math.log(eps),
        Number(!stopFocusGradient),
        ...results,
      ),
    );
  },
);
