import { defineKernel } from '../define-kernel.js';
import { type LossAttributes, type LossInputs, runLoss } from './run-loss.js';

interface Attributes extends LossAttributes {
  readonly normalize: boolean;
}

/**
 * `pickAllLabels` and `pickOneLabel` of @argmaxable/losses: softmax cross-entropies of active labels, and
 * their gradient.
 */
export const softmaxCrossEntropy = defineKernel<LossInputs, Attributes>(
  'ArgmaxableSoftmaxCrossEntropy',
  (backend, inputs, attributes) =>
    runLoss(backend, 'ArgmaxableSoftmaxCrossEntropy', inputs, attributes, (module, batch, results) =>
      module.softmaxCrossEntropy(...batch, Number(attributes.normalize), ...results),
    ),
);
