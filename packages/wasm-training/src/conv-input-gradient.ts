import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { multiply, operand } from './matrix-product.js';
import { addressesOf } from './native/addresses.js';
import { nativeModule } from './native/native-module.js';
import { makeZeros } from './tensor-views.js';
import { areSinglePixels, forEachRun, outputPixels, tapCount, type Windows } from './windows.js';

/**
 * The gradient of a convolution's input, both channels last: each window p adds
 * `sum over d of dy[p, d] * filter[tap, c, d]` to the pixels under its taps,
 * one matrix product for each run of windows. It begins as `convFilterGradient` does, with other tensors.
 */
export function convInputGradient(
  backend: BackendWasm,
  dy: TensorInfo,
  filter: TensorInfo,
  windows: Windows,
  inputShape: number[],
): TensorInfo {
  const [inChannels, outChannels] = filter.shape.slice(-2);
  const width = tapCount(windows) * inChannels;
  const pixels = outputPixels(windows);
  const dx = makeZeros(backend, inputShape, 'float32');
  if (width === 0 || outChannels === 0 || pixels === 0) return dx;

  const [dys, filters, dxs] = addressesOf(backend, dy, filter, dx);
  const products = (from: number, count: number, rows: number) =>
    multiply(
      backend,
      [count, width, outChannels],
      operand(dys + 4 * from * outChannels, outChannels),
      operand(filters, outChannels, true),
      rows,
    );
  if (areSinglePixels(windows)) {
    products(0, pixels, dxs);
    return dx;
  }
  forEachRun(backend, windows, width, (at, rows, from, to) => {
    products(from, to - from, rows);
    nativeModule(backend).scatterWindows(at, inChannels, rows, from, to, dxs);
  });
  return dx;
}
