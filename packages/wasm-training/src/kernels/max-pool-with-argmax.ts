import {
  backend_util,
  MaxPoolWithArgmax,
  type MaxPoolWithArgmaxAttrs,
  type MaxPoolWithArgmaxInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { maxPositions, takeMaxima } from '../max-positions.js';
import { numberViews } from '../tensor-views.js';
import { windowsOf2D } from '../windows.js';

/** Replaces stock, which is wrong for windows whose maximum is 0 or negative. */
export const maxPoolWithArgmax = tfjsKernel<MaxPoolWithArgmaxInputs, MaxPoolWithArgmaxAttrs>(
  MaxPoolWithArgmax,
  (backend, { x }, { filterSize, strides, pad, includeBatchInIndex }) => {
    const shape = x.shape as [number, number, number, number];
    const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad);
    const pooled = backend.makeOutput(info.outShape, x.dtype);
    const indexes = backend.makeOutput(info.outShape, 'int32');
    const [xs, maxima, indices] = numberViews(backend, x, pooled, indexes);
    const positions = maxPositions(xs, windowsOf2D(info), info.inChannels, 'first');
    takeMaxima(xs, positions, maxima);
    const exampleSize = info.inHeight * info.inWidth * info.inChannels;
    indices.set(includeBatchInIndex ? positions : positions.map((position) => position % exampleSize));
    return [pooled, indexes];
  },
  { x: ['float32', 'int32'] },
);
