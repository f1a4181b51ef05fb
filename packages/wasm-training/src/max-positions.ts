import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { floatViews, makeZeros } from './tensor-views.js';
import { forEachTap, outputPixels, type Windows } from './windows.js';

/**
 * The place of each window's maximum in `x`, per channel: an index into `x`, or -1 for a window that is
 * wholly on the padding. Among equal values the first or the last is taken. A NaN counts as smaller than
 * every number.
 */
export function maxPositions(
  x: Float32Array | Int32Array,
  windows: Windows,
  channels: number,
  ties: 'first' | 'last',
): Int32Array {
  const positions = new Int32Array(outputPixels(windows) * channels).fill(-1);
  const lastWins = ties === 'last';
  forEachTap(windows, (inputPixel, outputPixel) => {
    let candidate = inputPixel * channels;
    let window = outputPixel * channels;
    for (let c = 0; c < channels; c++, candidate++, window++) {
      const best = positions[window];
      // The search starts with a window's own first value, not with a small number, so that negative maxima
      // are right.
      if (
        best < 0 ||
        x[candidate] > x[best] ||
        (lastWins && x[candidate] === x[best]) ||
        Number.isNaN(x[best])
      ) {
        positions[window] = candidate;
      }
    }
  });
  return positions;
}

/** Writes each window's maximum. */
export function takeMaxima(
  x: Float32Array | Int32Array,
  positions: Int32Array,
  maxima: Float32Array | Int32Array,
): void {
  for (let i = 0; i < positions.length; i++) maxima[i] = positions[i] < 0 ? -Infinity : x[positions[i]];
}

/** The gradient of max pooling: the gradient of each window goes to the place of its maximum. */
export function maxPoolGradient(
  backend: BackendWasm,
  { dy, input }: { readonly dy: TensorInfo; readonly input: TensorInfo },
  windows: Windows,
  channels: number,
  ties: 'first' | 'last',
): TensorInfo {
  const output = makeZeros(backend, input.shape, 'float32');
  const [dys, xs, dx] = floatViews(backend, dy, input, output);
  const positions = maxPositions(xs, windows, channels, ties);
  for (let i = 0; i < positions.length; i++) {
    if (positions[i] >= 0) dx[positions[i]] += dys[i];
  }
  return output;
}
