import {
  Conv2DBackpropFilter,
  type Conv2DBackpropFilterAttrs,
  type Conv2DBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { convFilterGradient } from '../conv-filter-gradient.js';
import { tfjsKernel } from '../define-kernel.js';
import { withChannelsLast } from '../stock-kernels.js';
import { convWindows } from '../windows.js';

/**
 * Missing in stock; computes the gradient of the filter in conv1d, conv2d, conv2dTranspose and
 * separableConv2d.
 */
export const conv2DBackpropFilter = tfjsKernel<Conv2DBackpropFilterInputs, Conv2DBackpropFilterAttrs>(
  Conv2DBackpropFilter,
  (backend, { x, dy }, attributes) => {
    const { dataFormat, filterShape } = attributes;
    const windows = convWindows(x.shape, filterShape, attributes);
    return withChannelsLast(backend, dataFormat, [x, dy], ([x, dy]) =>
      convFilterGradient(backend, x, dy, windows, filterShape),
    );
  },
);
