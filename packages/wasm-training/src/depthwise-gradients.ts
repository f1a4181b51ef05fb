import { forEachTap, tapCount, type Windows } from './windows.js';

/**
 * The gradient of a depthwise convolution's filter, channels last:
 * `dFilter[tap, c, m] = sum over windows p of x[pixel under tap of p, c] * dy[p, c * multiplier + m]`.
 */
export function depthwiseFilterGradient(
  x: Float32Array,
  dy: Float32Array,
  windows: Windows,
  channels: number,
  multiplier: number,
  dFilter: Float32Array,
): void {
  const outChannels = channels * multiplier;
  // Sums over all windows of a batch are long enough for float32 to lose digits.
  const sums = new Float64Array(tapCount(windows) * outChannels);
  forEachTap(windows, (inputPixel, outputPixel, tap) => {
    let source = outputPixel * outChannels;
    let target = tap * outChannels;
    for (let c = 0; c < channels; c++) {
      const value = x[inputPixel * channels + c];
      for (let m = 0; m < multiplier; m++, source++, target++) sums[target] += value * dy[source];
    }
  });
  dFilter.set(sums);
}

/**
 * The gradient of a depthwise convolution's input, channels last: each window p adds
 * `sum over m of dy[p, c * multiplier + m] * filter[tap, c, m]` to the pixels under its taps; `dx` starts as zeros.
 */
export function depthwiseInputGradient(
  dy: Float32Array,
  filter: Float32Array,
  windows: Windows,
  channels: number,
  multiplier: number,
  dx: Float32Array,
): void {
  const outChannels = channels * multiplier;
  forEachTap(windows, (inputPixel, outputPixel, tap) => {
    let source = outputPixel * outChannels;
    let weight = tap * outChannels;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      for (let m = 0; m < multiplier; m++, source++, weight++) sum += dy[source] * filter[weight];
      dx[inputPixel * channels + c] += sum;
    }
  });
}
