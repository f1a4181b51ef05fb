import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { multiply, operand } from './matrix-product.js';
import { addressesOf } from './native/addresses.js';
import { withScratch } from './native/heap.js';
import { nativeModule } from './native/native-module.js';
import { makeZeros } from './tensor-views.js';
import { areSinglePixels, outputPixels, tapCount, withWindows, windowRun, type Windows } from './windows.js';

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
  const run = windowRun(width);
  withWindows(backend, windows, (windowsAddress) =>
    withScratch(backend, 4 * width * Math.min(run, pixels), (rows) => {
      for (let from = 0; from < pixels; from += run) {
        const to = Math.min(from + run, pixels);
        nativeModule(backend).gatherWindows(windowsAddress, inChannels, xs, from, to, rows);
        add(rows, from, to - from);
      }
    }),
  );
  return dFilter;
}
