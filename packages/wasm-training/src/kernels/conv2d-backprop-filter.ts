import {
  backend_util,
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { convFilterGradient } from '../conv-filter-gradient.js';
import { defineKernel } from '../define-kernel.js';
import { transposed } from '../stock-kernels.js';
import { checkDtypes } from '../tensor-views.js';
import { windowsOf2D } from '../windows.js';

/** Missing in stock; the gradient of the filter in conv1d, conv2d, conv2dTranspose and separableConv2d. */
export const conv2DBackpropFilter = defineKernel<Conv2DBackpropFilterInputs, Conv2DBackpropFilterAttrs>(
  Conv2DBackpropFilter,
  (backend, { x, dy }, { strides, pad, dataFormat, dimRoundingMode, filterShape }) => {
    checkDtypes(Conv2DBackpropFilter, { x, dy });
    const format = backend_util.convertConv2DDataFormat(dataFormat);
    const shape = x.shape as [number, number, number, number];
    const info = backend_util.computeConv2DInfo(
      shape,
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
      false,
      format,
    );
    const windows = windowsOf2D(info);
    if (format === 'channelsLast') return convFilterGradient(backend, x, dy, windows, filterShape);

    const lastX = transposed(backend, x, [0, 2, 3, 1]);
    const lastDy = transposed(backend, dy, [0, 2, 3, 1]);
    const dFilter = convFilterGradient(backend, lastX, lastDy, windows, filterShape);
    backend.disposeData(lastX.dataId);
    backend.disposeData(lastDy.dataId);
    return dFilter;
  },
);
