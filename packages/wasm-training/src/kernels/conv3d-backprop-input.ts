import {
  Conv3DBackpropInputV2,
  type Conv3DBackpropInputV2Attrs,
  type Conv3DBackpropInputV2Inputs,
} from '@tensorflow/tfjs-core';
import { convInputGradient } from '../conv-input-gradient.js';
import { tfjsKernel } from '../define-kernel.js';
import { conv3DWindows } from '../windows.js';

/** Replaces stock, which is wrong for most inputs, with any strides. */
export const conv3DBackpropInput = tfjsKernel<Conv3DBackpropInputV2Inputs, Conv3DBackpropInputV2Attrs>(
  Conv3DBackpropInputV2,
  (backend, { dy, filter }, attributes) => {
    const windows = conv3DWindows(attributes.inputShape, filter.shape, attributes);
    return convInputGradient(backend, dy, filter, windows, attributes.inputShape);
  },
);
