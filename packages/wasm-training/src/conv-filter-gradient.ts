import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { multiply, operand } from './matrix-product.js';
import { addressesOf } from './native/addresses.js';
import { nativeModule } from './native/native-module.js';
import { makeZeros } from './tensor-views.js';
import { areSinglePixels, forEachRun, outputPixels, tapCount, type Windows } from './windows.js';

/**
 * The gradient of a convolution's filter, both channels last:
 * `dFilter[tap, c, d] = sum over windows p of x[pixel under tap of p, c] * dy[p, d]`,
 * one matrix product for each run of windows.
 */
export function convFilterGradient(
  backend: BackendWasm,
  x: TensorInfo,
  dy: TensorInfo,
  windows: Windows,
  filterShape: number[],
): TensorInfo {
  const [inChannels, outChannels] = filterShape.slice(-2);
  const width = tapCount(windows) * inChannels;
  const pixels = outputPixels(windows);
  const dFilter = makeZeros(backend, filterShape, 'float32');
  if (width === 0 || outChannels === 0 || pixels === 0) return dFilter;

  const [xs, dys, sums] = addressesOf(backend, x, dy, dFilter);
  const add = (rows: number, from: number, count: number) =>
    multiply(
      backend,
      [width, outChannels, count],
      operand(rows, width, true),
      operand(dys + 4 * from * outChannels, outChannels),
      sums,
      true,
    );
  if (areSinglePixels(windows)) {
    add(xs, 0, pixels);
    return dFilter;
  }
  forEachRun(backend, windows, width, (at, rows, from, to) => {
    nativeModule(backend).gatherWindows(at, inChannels, xs, from, to, rows);
    add(rows, from, to - from);
  });
  return dFilter;
}
