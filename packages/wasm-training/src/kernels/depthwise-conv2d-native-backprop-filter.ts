import {
  backend_util,
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { depthwiseFilterGradient } from '../depthwise-gradients.js';
import { checkDtypes, floatViews } from '../tensor-views.js';
import { windowsOf2D } from '../windows.js';

/** Missing in stock; the gradient of the filter in depthwiseConv2d and separableConv2d. Channels last only. */
export const depthwiseConv2dNativeBackpropFilter = defineKernel<
  DepthwiseConv2dNativeBackpropFilterInputs,
  DepthwiseConv2dNativeBackpropFilterAttrs
>(
  DepthwiseConv2dNativeBackpropFilter,
  (backend, { x, dy }, { strides, dilations, pad, dimRoundingMode, filterShape }) => {
    checkDtypes(DepthwiseConv2dNativeBackpropFilter, { x, dy });
    const shape = x.shape as [number, number, number, number];
    const info = backend_util.computeConv2DInfo(
      shape,
      filterShape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    const dFilter = backend.makeOutput(filterShape, 'float32');
    const [xs, dys, dFilters] = floatViews(backend, x, dy, dFilter);
    depthwiseFilterGradient(xs, dys, windowsOf2D(info), filterShape[2], filterShape[3], dFilters);
    return dFilter;
  },
);
