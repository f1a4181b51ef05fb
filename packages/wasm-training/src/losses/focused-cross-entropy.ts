import { kernels } from '@argmaxable/core';
import { ownKernel } from '../define-kernel.js';
import { runLoss } from './run-loss.js';

export const focusedCrossEntropy = ownKernel(kernels.focusedCrossEntropy, (backend, inputs, attributes) => {
  const { gammaPos, gammaNeg, weightPos, weightNeg, clip, eps, stopFocusGradient } = attributes;
  return runLoss(backend, inputs, attributes, (module, batch, results) =>
    module.focusedCrossEntropy(
      ...batch,
      ...([gammaPos, gammaNeg, weightPos, weightNeg] as const),
      ...([clip, Math.log(clip / (1 - clip)), -Math.log(eps), Number(!stopFocusGradient)] as const),
      ...results,
    ),
  );
});
