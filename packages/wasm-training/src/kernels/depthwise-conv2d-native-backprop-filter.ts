import {
  DepthwiseConv2dNativeBackpropFilter,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { depthwiseFilterGradient } from '../depthwise-gradients.js';
import { checkDtypes, floatViews } from '../tensor-views.js';
import { depthwiseWindows } from '../windows.js';

/** Missing in stock; the gradient of the filter in depthwiseConv2d and separableConv2d. Channels last only. */
export const depthwiseConv2dNativeBackpropFilter = defineKernel<
  DepthwiseConv2dNativeBackpropFilterInputs,
  DepthwiseConv2dNativeBackpropFilterAttrs
>(DepthwiseConv2dNativeBackpropFilter, (backend, { x, dy }, attributes) => {
  checkDtypes(DepthwiseConv2dNativeBackpropFilter, { x, dy });
  const { filterShape } = attributes;
  const windows = depthwiseWindows(x.shape, filterShape, attributes);
  const dFilter = backend.makeOutput(filterShape, 'float32');
  const [xs, dys, dFilters] = floatViews(backend, x, dy, dFilter);
  depthwiseFilterGradient(xs, dys, windows, filterShape[2], filterShape[3], dFilters);
  return dFilter;
});
