import { backend_util, MaxPool3D, type MaxPool3DAttrs, type MaxPool3DInputs } from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { maxPositions, takeMaxima } from '../max-positions.js';
import { numberViews } from '../tensor-views.js';
import { windowsOf3D } from '../windows.js';

/** Replaces stock, which returns the smallest positive float for windows whose maximum is 0 or negative. */
export const maxPool3D = tfjsKernel<MaxPool3DInputs, MaxPool3DAttrs>(
  MaxPool3D,
  (backend, { x }, { filterSize, strides, pad, dimRoundingMode, dataFormat }) => {
    if (dataFormat === 'NCDHW') {
      throw new Error(`${MaxPool3D}: dataFormat must be 'NDHWC' on the wasm backend; got 'NCDHW'.`);
    }
    const shape = x.shape as [number, number, number, number, number];
    const info = backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
    const output = backend.makeOutput(info.outShape, x.dtype);
    const [xs, maxima] = numberViews(backend, x, output);
    takeMaxima(xs, maxPositions(xs, windowsOf3D(info), info.inChannels, 'last'), maxima);
    return output;
  },
  { x: ['float32', 'int32'] },
);
