import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { addressOf } from '../native/heap.js';
import { checkDtypes } from '../tensor-views.js';
import { type LossAttributes, type LossInputs, runLoss } from './run-loss.js';

/** `weights` of active labels: one, or [n]. */
type Inputs = LossInputs & { weights: TensorInfo };

interface Attributes extends LossAttributes {
  readonly normalize: boolean;
  readonly labelSmoothing: number;
}

/** `oneVersusAll` of @argmaxable/losses: means over labels of binary cross-entropies, and their gradient. */
export const crossEntropy = defineKernel<Inputs, Attributes>(
  'ArgmaxableCrossEntropy',
  (backend, inputs, attributes) => {
    const { weights } = inputs;
    checkDtypes('ArgmaxableCrossEntropy', { weights });
    return runLoss(backend, 'ArgmaxableCrossEntropy', inputs, attributes, (module, batch, results) =>
      module.crossEntropy(
        ...batch,
        addressOf(backend, weights),
        util.sizeFromShape(weights.shape),
        Number(attributes.normalize),
        attributes.labelSmoothing,
        ...results,
      ),
    );
  },
);
