import {
  backend_util,
  Conv3DBackpropInputV2,
  type Conv3DBackpropInputV2Attrs,
  type Conv3DBackpropInputV2Inputs,
} from '@tensorflow/tfjs-core';
import { convInputGradient } from '../conv-input-gradient.js';
import { tfjsKernel } from '../define-kernel.js';
import { windowsOf3D } from '../windows.js';

/** Replaces stock, which is wrong for most inputs, with any strides. */
export const conv3DBackpropInput = tfjsKernel<Conv3DBackpropInputV2Inputs, Conv3DBackpropInputV2Attrs>(
  Conv3DBackpropInputV2,
  (backend, { dy, filter }, { strides, pad, inputShape }) => {
    const filterShape = filter.shape as [number, number, number, number, number];
    const info = backend_util.computeConv3DInfo(inputShape, filterShape, strides, 1, pad);
    return convInputGradient(backend, dy, filter, windowsOf3D(info), inputShape);
  },
);
