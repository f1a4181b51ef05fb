import { kernels } from '@argmaxable/core';
import { ownKernel } from '../define-kernel.js';
import { runLoss } from './run-loss.js';

export const softmaxCrossEntropy = ownKernel(kernels.softmaxCrossEntropy, (backend, inputs, attributes) =>
  runLoss(backend, inputs, attributes, (module, batch, scale) =>
    module.softmaxCrossEntropy(batch, Number(attributes.normalize), scale),
  ),
);
