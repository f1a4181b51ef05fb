import { addNumbers, addProducts, copyNumbers } from './numbers';

/**
 * The windows of a convolution over its input, like `Windows` of src/windows.ts: pixels of input and output
 * are numbered through the batch, taps through the window, channels come last.
 */
@unmanaged
class ConvolutionWindows {
  inDepth: i32;
  inHeight: i32;
  inWidth: i32;
  outDepth: i32;
  outHeight: i32;
  outWidth: i32;
  filterDepth: i32;
  filterHeight: i32;
  filterWidth: i32;
  strideDepth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationDepth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  paddingDepth: i32;
  paddingHeight: i32;
  paddingWidth: i32;

  /** The number of taps of one window. */
  get taps(): i32 {
    return this.filterDepth * this.filterHeight * this.filterWidth;
  }
}

/**
 * An action for a run of taps that are next to each other in a window's row, and so, without dilation, on the
 * input.
 */
const GATHER = 0;
const SCATTER = 1;
const FILTER_GRADIENT = 2;
const INPUT_GRADIENT = 3;

const blockWindows = 128;

/**
 * rows [to - from, taps, channels] = the input under each tap of the windows `from` to `to`; padding is 0.
 */
export function gatherWindows(
  windows: ConvolutionWindows,
  channels: usize,
  x: usize,
  from: i32,
  to: i32,
  rows: usize,
): void {
  memory.fill(rows, 0, (<usize>(to - from) * <usize>windows.taps * channels) << 2);
  forEachRun(GATHER, windows, channels, 1, x, from, to, rows, 0);
}

/** Adds rows [to - from, taps, channels] to the input under each tap of the windows `from` to `to`. */
export function scatterWindows(
  windows: ConvolutionWindows,
  channels: usize,
  rows: usize,
  from: i32,
  to: i32,
  dx: usize,
): void {
  forEachRun(SCATTER, windows, channels, 1, dx, from, to, rows, 0);
}

/**
 * Of a depthwise convolution: dFilter [taps, channels, multiplier], which starts as zeros, += the gradient
 * over `pixels` windows. `sums` has the size of dFilter: sums over more windows than `blockWindows` are sums
 * of sums, so that long ones keep their digits.
 */
export function depthwiseFilterGradient(
  windows: ConvolutionWindows,
  channels: usize,
  multiplier: usize,
  x: usize,
  dy: usize,
  pixels: i32,
  dFilter: usize,
  sums: usize,
): void {
  const size = <usize>windows.taps * channels * multiplier;
  for (let from = 0; from < pixels; from += blockWindows) {
    memory.fill(sums, 0, size << 2);
    forEachRun(
      FILTER_GRADIENT,
      windows,
      channels,
      multiplier,
      x,
      from,
      min(pixels, from + blockWindows),
      dy,
      sums,
    );
    addNumbers(size, sums, dFilter);
  }
}

/** Of a depthwise convolution: dx, which starts as zeros, += the gradient over `pixels` windows. */
export function depthwiseInputGradient(
  windows: ConvolutionWindows,
  channels: usize,
  multiplier: usize,
  dy: usize,
  filter: usize,
  pixels: i32,
  dx: usize,
): void {
  forEachRun(INPUT_GRADIENT, windows, channels, multiplier, dx, 0, pixels, dy, filter);
}

/**
 * Calls `action`, a constant, for every run of taps that are on the input: one for each row of a window, or
 * one for each tap if it is dilated.
 */
// @ts-ignore: decorator
@inline
function forEachRun(
  action: i32,
  windows: ConvolutionWindows,
  channels: usize,
  multiplier: usize,
  x: usize,
  from: i32,
  to: i32,
  y: usize,
  filter: usize,
): void {
  // Fields once, as in all loops here: every access of one is a load.
  const inDepth = windows.inDepth;
  const inHeight = windows.inHeight;
  const inWidth = windows.inWidth;
  const outDepth = windows.outDepth;
  const outHeight = windows.outHeight;
  const outWidth = windows.outWidth;
  const filterDepth = windows.filterDepth;
  const filterHeight = windows.filterHeight;
  const filterWidth = windows.filterWidth;
  const dilation = windows.dilationWidth;
  const pixelBytes = channels << 2;
  // A depthwise window has one pixel in y, of channels * multiplier numbers; a gathered one has a pixel for
  // each tap.
  const wide = action == GATHER || action == SCATTER;
  const yBytes = wide ? <usize>windows.taps * pixelBytes : pixelBytes * multiplier;
  let window = wide ? y : y + <usize>from * yBytes;
  for (let pixel = from; pixel < to; pixel++, window += yBytes) {
    let rest = pixel;
    const column = (rest % outWidth) * windows.strideWidth - windows.paddingWidth;
    rest /= outWidth;
    const row = (rest % outHeight) * windows.strideHeight - windows.paddingHeight;
    rest /= outHeight;
    const plane = (rest % outDepth) * windows.strideDepth - windows.paddingDepth;
    const example = rest / outDepth;

    for (let i = 0; i < filterDepth; i++) {
      const inZ = plane + i * windows.dilationDepth;
      if (inZ < 0 || inZ >= inDepth) continue;
      for (let j = 0; j < filterHeight; j++) {
        const inY = row + j * windows.dilationHeight;
        if (inY < 0 || inY >= inHeight) continue;
        const line = x + <usize>(((example * inDepth + inZ) * inHeight + inY) * inWidth) * pixelBytes;
        const firstTap = (i * filterHeight + j) * filterWidth;
        if (dilation == 1) {
          const first = max(0, -column);
          const count = min(filterWidth, inWidth - column) - first;
          if (count > 0) {
            const pixels = line + <usize>(column + first) * pixelBytes;
            visitRun(
              action,
              channels,
              multiplier,
              pixels,
              window,
              filter,
              <usize>(firstTap + first),
              <usize>count,
            );
          }
        } else {
          for (let k = 0; k < filterWidth; k++) {
            const inX = column + k * dilation;
            if (inX < 0 || inX >= inWidth) continue;
            const pixels = line + <usize>inX * pixelBytes;
            visitRun(action, channels, multiplier, pixels, window, filter, <usize>(firstTap + k), 1);
          }
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function visitRun(
  action: i32,
  channels: usize,
  multiplier: usize,
  pixels: usize,
  window: usize,
  filter: usize,
  tap: usize,
  count: usize,
): void {
  if (action == GATHER) {
    copyNumbers(count * channels, pixels, window + ((tap * channels) << 2));
  } else if (action == SCATTER) {
    addNumbers(count * channels, window + ((tap * channels) << 2), pixels);
  } else {
    const weightBytes = (channels * multiplier) << 2;
    let weights = filter + tap * weightBytes;
    for (let t: usize = 0; t < count; t++, pixels += channels << 2, weights += weightBytes) {
      if (action == FILTER_GRADIENT) {
        if (multiplier == 1) addProducts(channels, pixels, window, weights);
        else addRepeated(channels, multiplier, pixels, window, weights);
      } else {
        if (multiplier == 1) addProducts(channels, window, weights, pixels);
        else addDots(channels, multiplier, window, weights, pixels);
      }
    }
  }
}

/** target [channels, multiplier] += x [channels, 1] y [channels, multiplier]. */
function addRepeated(channels: usize, multiplier: usize, x: usize, y: usize, target: usize): void {
  for (let c: usize = 0; c < channels; c++, x += 4) {
    const factor = load<f32>(x);
    for (let m: usize = 0; m < multiplier; m++, y += 4, target += 4) {
      store<f32>(target, load<f32>(target) + factor * load<f32>(y));
    }
  }
}

/**
 * target [channels] += the sum over the multiplier of y [channels, multiplier] weights [channels,
 * multiplier].
 */
function addDots(channels: usize, multiplier: usize, y: usize, weights: usize, target: usize): void {
  for (let c: usize = 0; c < channels; c++, target += 4) {
    let sum: f32 = 0;
    for (let m: usize = 0; m < multiplier; m++, y += 4, weights += 4)
      sum += load<f32>(y) * load<f32>(weights);
    store<f32>(target, load<f32>(target) + sum);
  }
}
