import {
  DepthwiseConv2dNativeBackpropInput,
  type DepthwiseConv2dNativeBackpropInputAttrs,
  type DepthwiseConv2dNativeBackpropInputInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { addressesOf } from '../native/addresses.js';
import { nativeModule } from '../native/native-module.js';
import { makeZeros } from '../tensor-views.js';
import { depthwiseWindows, outputPixels, withWindows } from '../windows.js';

/**
 * Missing in stock; computes the gradient of the input of depthwiseConv2d and separableConv2d. Channels last
 * only: each window p adds `sum over m of dy[p, c * multiplier + m] * filter[tap, c, m]` to the pixels under
 * its taps.
 */
export const depthwiseConv2dNativeBackpropInput = tfjsKernel<
  DepthwiseConv2dNativeBackpropInputInputs,
  DepthwiseConv2dNativeBackpropInputAttrs
>(DepthwiseConv2dNativeBackpropInput, (backend, { dy, filter }, attributes) => {
  const { inputShape } = attributes;
  const windows = depthwiseWindows(inputShape, filter.shape, attributes);
  const dx = makeZeros(backend, inputShape, 'float32');
  const [dys, filters, dxs] = addressesOf(backend, dy, filter, dx);
  const [, , channels, multiplier] = filter.shape;
  withWindows(backend, windows, (windowsAddress) =>
    nativeModule(backend).depthwiseInputGradient(
      windowsAddress,
      channels,
      multiplier,
      dys,
      filters,
      outputPixels(windows),
      dxs,
    ),
  );
  return dx;
});
