import {
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type Conv2DBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { convInputGradient } from '../conv-input-gradient.js';
import { tfjsKernel } from '../define-kernel.js';
import { transposedTensor, withChannelsLast } from '../stock-kernels.js';
import { convWindows } from '../windows.js';

/**
 * Replaces stock, which is a scalar loop; computes the gradient of the input of conv1d and conv2d, and
 * conv2dTranspose itself.
 */
export const conv2DBackpropInput = tfjsKernel<Conv2DBackpropInputInputs, Conv2DBackpropInputAttrs>(
  Conv2DBackpropInput,
  (backend, { dy, filter }, attributes) => {
    const { dataFormat, inputShape } = attributes;
    const windows = convWindows(inputShape, filter.shape, attributes);
    if (dataFormat === 'NHWC') return convInputGradient(backend, dy, filter, windows, inputShape);

    const [batch, channels, height, width] = inputShape;
    const lastDx = withChannelsLast(backend, dataFormat, [dy], ([dy]) =>
      convInputGradient(backend, dy, filter, windows, [batch, height, width, channels]),
    );
    const dx = transposedTensor(backend, lastDx, [0, 3, 1, 2]);
    backend.disposeData(lastDx.dataId);
    return dx;
  },
);
