import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { scatterRows } from './columns.js';
import { matrixProduct, transposed } from './stock-kernels.js';
import { floatViews, makeZeros } from './tensor-views.js';
import { outputPixels, tapCount, type Windows } from './windows.js';

/** The products hold at most this many numbers at a time (4 MiB), or one window's if that is more. */
export const maxRowNumbers = 2 ** 20;

/**
 * The gradient of a convolution's input, both channels last: each window p adds
 * `sum over d of dy[p, d] * filter[tap, c, d]` to the pixels under its taps,
 * one matrix product for each run of windows.
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

  const filterMatrix = { ...filter, shape: [width, outChannels] };
  const turnedFilter = transposed(backend, filterMatrix, [1, 0]);
  const step = Math.max(1, Math.floor(maxRowNumbers / width));
  for (let from = 0; from < pixels; from += step) {
    const to = Math.min(from + step, pixels);
    const gradients = backend.makeOutput([to - from, outChannels], 'float32');
    const [dys, gradientsView] = floatViews(backend, dy, gradients);
    gradientsView.set(dys.subarray(from * outChannels, to * outChannels));

    const rows = matrixProduct(backend, gradients, turnedFilter);
    const [rowsView, dxs] = floatViews(backend, rows, dx);
    scatterRows(rowsView, windows, inChannels, from, to, dxs);
    for (const { dataId } of [gradients, rows]) backend.disposeData(dataId);
  }
  backend.disposeData(turnedFilter.dataId);
  return dx;
}
