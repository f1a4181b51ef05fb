import {
  backend_util,
  MaxPool3DGrad,
  type MaxPool3DGradAttrs,
  type MaxPool3DGradInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { maxPoolGradient } from '../max-positions.js';
import { windowsOf3D } from '../windows.js';

/**
 * `maxPoolGrad` in three dimensions, for which tfjs has other types. Replaces stock, which drops the gradient
 * of windows whose maximum is 0 or negative.
 */
export const maxPool3DGrad = tfjsKernel<MaxPool3DGradInputs, MaxPool3DGradAttrs>(
  MaxPool3DGrad,
  (backend, inputs, { filterSize, strides, pad, dimRoundingMode }) => {
    const shape = inputs.input.shape as [number, number, number, number, number];
    const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    // Among equal values the last gets the gradient, as on the cpu backend (in two dimensions it is the
    // first).
    return maxPoolGradient(backend, inputs, windowsOf3D(info), info.inChannels, 'last');
  },
);
