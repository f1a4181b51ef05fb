import {
  backend_util,
  MaxPool3DGrad,
  type MaxPool3DGradAttrs,
  type MaxPool3DGradInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { maxPositions, scatterToMaxima } from '../max-positions.js';
import { floatViews, makeZeros } from '../tensor-views.js';
import { windowsOf3D } from '../windows.js';

/** Replaces stock, which drops the gradient of windows whose maximum is 0 or negative. */
export const maxPool3DGrad = tfjsKernel<MaxPool3DGradInputs, MaxPool3DGradAttrs>(
  MaxPool3DGrad,
  (backend, { dy, input }, { filterSize, strides, pad, dimRoundingMode }) => {
    const shape = input.shape as [number, number, number, number, number];
    const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const dx = makeZeros(backend, shape, 'float32');
    const [dys, xs, dxs] = floatViews(backend, dy, input, dx);
    // Among equal values the last gets the gradient, as on the cpu backend (in two dimensions it is the
    // first).
    scatterToMaxima(dys, maxPositions(xs, windowsOf3D(info), info.inChannels, 'last'), dxs);
    return dx;
  },
);
