import { kernels } from '@argmaxable/core';
import { util } from '@tensorflow/tfjs-core';
import { ownKernel } from '../define-kernel.js';
import { addressOf } from '../native/addresses.js';
import { runLoss } from './run-loss.js';

export const crossEntropy = ownKernel(kernels.crossEntropy, (backend, inputs, attributes) => {
  const weights = addressOf(backend, inputs.weights);
  const weightCount = util.sizeFromShape(inputs.weights.shape);
  const { normalize, labelSmoothing } = attributes;
  return runLoss(backend, inputs, attributes, (module, batch, scale) =>
    module.crossEntropy(batch, weights, weightCount, Number(normalize), labelSmoothing, scale),
  );
});
