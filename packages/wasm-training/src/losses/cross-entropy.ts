import { kernels } from '@argmaxable/core';
import { util } from '@tensorflow/tfjs-core';
import { ownKernel } from '../define-kernel.js';
import { addressOf } from '../native/heap.js';
import { runLoss } from './run-loss.js';

export const crossEntropy = ownKernel(kernels.crossEntropy, (backend, inputs, attributes) =>
  runLoss(backend, inputs, attributes, (module, batch, results) =>
    module.crossEntropy(
      ...batch,
      addressOf(backend, inputs.weights),
      util.sizeFromShape(inputs.weights.shape),
      Number(attributes.normalize),
      attributes.labelSmoothing,
      ...results,
    ),
  ),
);
