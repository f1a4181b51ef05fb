import {
  backend_util,
  Conv3DBackpropFilterV2,
  type Conv3DBackpropFilterV2Attrs,
  type Conv3DBackpropFilterV2Inputs,
} from '@tensorflow/tfjs-core';
import { convFilterGradient } from '../conv-filter-gradient.js';
import { tfjsKernel } from '../define-kernel.js';
import { windowsOf3D } from '../windows.js';

/** Replaces stock, which is wrong for strides above 1. */
export const conv3DBackpropFilter = tfjsKernel<Conv3DBackpropFilterV2Inputs, Conv3DBackpropFilterV2Attrs>(
  Conv3DBackpropFilterV2,
  (backend, { x, dy }, { strides, pad, filterShape }) => {
    const shape = x.shape as [number, number, number, number, number];
    const info = backend_util.computeConv3DInfo(shape, filterShape, strides, 1, pad);
    return convFilterGradient(backend, x, dy, windowsOf3D(info), filterShape);
  },
);
