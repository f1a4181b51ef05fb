import { kernels } from '@argmaxable/core';
import { ownKernel } from '../define-kernel.js';
import { withRecord } from '../native/record.js';
import { focus } from '../native/records.js';
import { runLoss } from './run-loss.js';

export const focusedCrossEntropy = ownKernel(kernels.focusedCrossEntropy, (backend, inputs, attributes) => {
  const { gammaPos, gammaNeg, weightPos, weightNeg, clip, eps, stopFocusGradient } = attributes;
  const values = () => ({
    gammaPos,
    gammaNeg,
    weightPos,
    weightNeg,
    clip,
    clipped: Math.log(clip / (1 - clip)),
    most: -Math.log(eps),
    moving: Number(!stopFocusGradient),
  });
  return runLoss(backend, inputs, attributes, (module, batch, scale) =>
    withRecord(backend, focus, values, (at) => module.focusedCrossEntropy(batch, at, scale)),
  );
});
