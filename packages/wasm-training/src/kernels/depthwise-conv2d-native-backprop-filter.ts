import {
  DepthwiseConv2dNativeBackpropFilter,
  util,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
  type DepthwiseConv2dNativeBackpropFilterInputs,
} from '@tensorflow/tfjs-core';
import { tfjsKernel } from '../define-kernel.js';
import { addressesOf } from '../native/addresses.js';
import { withScratch } from '../native/heap.js';
import { nativeModule } from '../native/native-module.js';
import { makeZeros } from '../tensor-views.js';
import { depthwiseWindows, outputPixels, withWindows } from '../windows.js';

/**
 * Missing in stock; computes the gradient of the filter in depthwiseConv2d and separableConv2d. Channels last
 * only: `dFilter[tap, c, m] = sum over windows p of x[pixel under tap of p, c] * dy[p, c * multiplier + m]`.
 */
export const depthwiseConv2dNativeBackpropFilter = tfjsKernel<
  DepthwiseConv2dNativeBackpropFilterInputs,
  DepthwiseConv2dNativeBackpropFilterAttrs
>(DepthwiseConv2dNativeBackpropFilter, (backend, { x, dy }, attributes) => {
  const { filterShape } = attributes;
  const windows = depthwiseWindows(x.shape, filterShape, attributes);
  const dFilter = makeZeros(backend, filterShape, 'float32');
  const [xs, dys, dFilters] = addressesOf(backend, x, dy, dFilter);
  const [, , channels, multiplier] = filterShape;
  const pixels = outputPixels(windows);
  withWindows(backend, windows, (windowsAddress) =>
    withScratch(backend, 4 * util.sizeFromShape(filterShape), (sums) =>
      nativeModule(backend).depthwiseFilterGradient(
        windowsAddress,
        channels,
        multiplier,
        xs,
        dys,
        pixels,
        dFilters,
        sums,
      ),
    ),
  );
  return dFilter;
});
