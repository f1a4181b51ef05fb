import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { gatherColumns } from './columns.js';
import { matrixProduct } from './stock-kernels.js';
import { floatViews, makeZeros } from './tensor-views.js';
import { outputPixels, tapCount, type Windows } from './windows.js';

/** The gathered pixels hold at most this many numbers at a time (4 MiB), or one window's if that is more. */
export const maxColumnNumbers = 2 ** 20;

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
  const height = tapCount(windows) * inChannels;
  const pixels = outputPixels(windows);
  const dFilter = makeZeros(backend, filterShape, 'float32');
  if (height === 0 || outChannels === 0) return dFilter;

  const step = Math.max(1, Math.floor(maxColumnNumbers / height));
  for (let from = 0; from < pixels; from += step) {
    const to = Math.min(from + step, pixels);
    const columns = backend.makeOutput([height, to - from], 'float32');
    const gradients = backend.makeOutput([to - from, outChannels], 'float32');
    const [xs, dys, columnsView, gradientsView] = floatViews(backend, x, dy, columns, gradients);
    gatherColumns(xs, windows, inChannels, from, to, columnsView);
    gradientsView.set(dys.subarray(from * outChannels, to * outChannels));

    const part = matrixProduct(backend, columns, gradients);
    const [sums, parts] = floatViews(backend, dFilter, part);
    for (let i = 0; i < sums.length; i++) sums[i] += parts[i];
    for (const { dataId } of [columns, gradients, part]) backend.disposeData(dataId);
  }
  return dFilter;
}
