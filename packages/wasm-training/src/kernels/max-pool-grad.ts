import {
  backend_util,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type MaxPoolGradInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { maxPoolGradient } from '../max-positions.js';
import { windowsOf2D } from '../windows.js';

/** Replaces stock, which drops the gradient of windows whose maximum is 0 or negative. */
export const maxPoolGrad = tfjsKernel<MaxPoolGradInputs, MaxPoolGradAttrs>(
  MaxPoolGrad,
  (backend, inputs, { filterSize, strides, pad, dimRoundingMode }) => {
    const shape = inputs.input.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    return maxPoolGradient(backend, inputs, windowsOf2D(info), info.inChannels, 'first');
  },
);
