import {
  Conv3DBackpropFilterV2,
  type Conv3DBackpropFilterV2Attrs,
  type Conv3DBackpropFilterV2Inputs,
} from '@tensorflow/tfjs-core';
import { convFilterGradient } from '../conv-filter-gradient.js';
import { tfjsKernel } from '../define-kernel.js';
import { conv3DWindows } from '../windows.js';

/** Replaces stock, which is wrong for strides above 1. */
export const conv3DBackpropFilter = tfjsKernel<Conv3DBackpropFilterV2Inputs, Conv3DBackpropFilterV2Attrs>(
  Conv3DBackpropFilterV2,
  (backend, { x, dy }, attributes) => {
    const windows = conv3DWindows(x.shape, attributes.filterShape, attributes);
    return convFilterGradient(backend, x, dy, windows, attributes.filterShape);
  },
);
