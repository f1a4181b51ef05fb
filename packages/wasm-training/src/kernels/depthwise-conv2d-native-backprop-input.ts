import {
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type DepthwiseConv2dNativeBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { depthwiseInputGradient } from '../depthwise-gradients.js';
import { checkDtypes, floatViews, makeZeros } from '../tensor-views.js';
import { depthwiseWindows } from '../windows.js';

/** Missing in stock; the gradient of the input of depthwiseConv2d and separableConv2d. Channels last only. */
export const depthwiseConv2dNativeBackpropInput = defineKernel<
  DepthwiseConv2dNativeBackpropInputInputs,
  DepthwiseConv2dNativeBackpropInputAttrs
>(DepthwiseConv2dNativeBackpropInput, (backend, { dy, filter }, attributes) => {
  checkDtypes(DepthwiseConv2dNativeBackpropInput, { dy, filter });
  const { inputShape } = attributes;
  const windows = depthwiseWindows(inputShape, filter.shape, attributes);
  const dx = makeZeros(backend, inputShape, 'float32');
  const [dys, filters, dxs] = floatViews(backend, dy, filter, dx);
  depthwiseInputGradient(dys, filters, windows, filter.shape[2], filter.shape[3], dxs);
  return dx;
});
