import {
  backend_util,
  Conv2DBackpropInput,
  type Conv2DBackpropInputAttrs,
  type Conv2DBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { convInputGradient } from '../conv-input-gradient.js';
import { defineKernel } from '../define-kernel.js';
import { transposed } from '../stock-kernels.js';
import { checkDtypes } from '../tensor-views.js';
import { windowsOf2D } from '../windows.js';

/** Replaces stock, a scalar loop; the gradient of the input of conv1d and conv2d, and conv2dTranspose itself. */
export const conv2DBackpropInput = defineKernel<Conv2DBackpropInputInputs, Conv2DBackpropInputAttrs>(
  Conv2DBackpropInput,
  (backend, { dy, filter }, { strides, pad, dataFormat, dimRoundingMode, inputShape }) => {
    checkDtypes(Conv2DBackpropInput, { dy, filter });
    const format = backend_util.convertConv2DDataFormat(dataFormat);
    const filterShape = filter.shape as [number, number, number, number];
    const info = backend_util.computeConv2DInfo(
      inputShape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
      false,
      format,
    );
    const windows = windowsOf2D(info);
    if (format === 'channelsLast') return convInputGradient(backend, dy, filter, windows, inputShape);

    const [batch, channels, height, width] = inputShape;
    const lastDy = transposed(backend, dy, [0, 2, 3, 1]);
    const lastDx = convInputGradient(backend, lastDy, filter, windows, [batch, height, width, channels]);
    const dx = transposed(backend, lastDx, [0, 3, 1, 2]);
    backend.disposeData(lastDy.dataId);
    backend.disposeData(lastDx.dataId);
    return dx;
  },
);
