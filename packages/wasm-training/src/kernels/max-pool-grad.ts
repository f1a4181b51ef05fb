import {
  backend_util,
  MaxPoolGrad,
  type MaxPoolGradAttrs,
  type MaxPoolGradInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { maxPositions, scatterToMaxima } from '../max-positions.js';
import { floatViews, makeZeros } from '../tensor-views.js';
import { windowsOf2D } from '../windows.js';

/** Replaces stock, which drops the gradient of windows whose maximum is 0 or negative. */
export const maxPoolGrad = tfjsKernel<MaxPoolGradInputs, MaxPoolGradAttrs>(
  MaxPoolGrad,
  (backend, { dy, input }, { filterSize, strides, pad, dimRoundingMode }) => {
    const shape = input.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const dx = makeZeros(backend, shape, 'float32');
    const [dys, xs, dxs] = floatViews(backend, dy, input, dx);
    scatterToMaxima(dys, maxPositions(xs, windowsOf2D(info), info.inChannels, 'first'), dxs);
    return dx;
  },
);
