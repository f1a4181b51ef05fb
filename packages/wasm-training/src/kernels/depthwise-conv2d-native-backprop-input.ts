import {
  backend_util,
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type DepthwiseConv2dNativeBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { defineKernel } from '../define-kernel.js';
import { depthwiseInputGradient } from '../depthwise-gradients.js';
import { checkDtypes, floatViews, makeZeros } from '../tensor-views.js';
import { windowsOf2D } from '../windows.js';

/** Missing in stock; the gradient of the input of depthwiseConv2d and separableConv2d. Channels last only. */
export const depthwiseConv2dNativeBackpropInput = defineKernel<
  DepthwiseConv2dNativeBackpropInputInputs,
  DepthwiseConv2dNativeBackpropInputAttrs
>(
  DepthwiseConv2dNativeBackpropInput,
  (backend, { dy, filter }, { strides, dilations, pad, dimRoundingMode, inputShape }) => {
    checkDtypes(DepthwiseConv2dNativeBackpropInput, { dy, filter });
    const filterShape = filter.shape as [number, number, number, number];
    const info = backend_util.computeConv2DInfo(
      inputShape,
      filterShape,
      strides,
      dilations,
      pad,
      dimRoundingMode,
      true,
    );
    const dx = makeZeros(backend, inputShape, 'float32');
    const [dys, filters, dxs] = floatViews(backend, dy, filter, dx);
    depthwiseInputGradient(dys, filters, windowsOf2D(info), filterShape[2], filterShape[3], dxs);
    return dx;
  },
);
