import {
  backend_util,
  type Conv2DBackpropFilterAttrs,
  type Conv3DBackpropFilterV2Attrs,
  type DepthwiseConv2dNativeBackpropFilterAttrs,
} from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { withScratch } from './native/heap.js';
import { withRecord } from './native/record.js';
import { convolutionWindows } from './native/records.js';

/** Depth, height, width; a two-dimensional operation has depth 1. */
export type Size = readonly [depth: number, height: number, width: number];

/**
 * The places of the windows of a convolution or a pooling on its input. Pixels of the input and of the output
 * are numbered through the batch in row-major order, without the channels; a window's taps are numbered in
 * row-major order.
 */
export interface Windows {
  readonly batch: number;
  readonly input: Size;
  readonly output: Size;
  readonly filter: Size;
  readonly strides: Size;
  readonly dilations: Size;
  /** Padding before the first pixel along each axis. */
  readonly padding: Size;
}

export function windowsOf2D(info: backend_util.Conv2DInfo): Windows {
  return {
    batch: info.batchSize,
    input: [1, info.inHeight, info.inWidth],
    output: [1, info.outHeight, info.outWidth],
    filter: [1, info.filterHeight, info.filterWidth],
    strides: [1, info.strideHeight, info.strideWidth],
    dilations: [1, info.dilationHeight, info.dilationWidth],
    padding: [0, info.padInfo.top, info.padInfo.left],
  };
}

type Shape4D = [number, number, number, number];

/** The windows of a convolution, from the attributes that its two gradients share. */
export function convWindows(
  inputShape: number[],
  filterShape: number[],
  { strides, pad, dataFormat, dimRoundingMode }: Omit<Conv2DBackpropFilterAttrs, 'filterShape'>,
): Windows {
  const [input, filter] = [inputShape as Shape4D, filterShape as Shape4D];
  const format = backend_util.convertConv2DDataFormat(dataFormat);
  return windowsOf2D(
    backend_util.computeConv2DInfo(input, filter, strides, 1, pad, dimRoundingMode, false, format),
  );
}

type Shape5D = [number, number, number, number, number];

/** The windows of a convolution in three dimensions, in the same way. */
export function conv3DWindows(
  inputShape: number[],
  filterShape: number[],
  { strides, pad }: Pick<Conv3DBackpropFilterV2Attrs, 'strides' | 'pad'>,
): Windows {
  return windowsOf3D(
    backend_util.computeConv3DInfo(inputShape as Shape5D, filterShape as Shape5D, strides, 1, pad),
  );
}

/**
 * The windows of a depthwise convolution, as `convWindows`, but always with the channels last; tfjs takes
 * dilations here.
 */
export function depthwiseWindows(
  inputShape: number[],
  filterShape: number[],
  { strides, dilations, pad, dimRoundingMode }: Omit<DepthwiseConv2dNativeBackpropFilterAttrs, 'filterShape'>,
): Windows {
  const [input, filter] = [inputShape as Shape4D, filterShape as Shape4D];
  return windowsOf2D(
    backend_util.computeConv2DInfo(input, filter, strides, dilations, pad, dimRoundingMode, true),
  );
}

export function windowsOf3D(info: backend_util.Conv3DInfo): Windows {
  return {
    batch: info.batchSize,
    input: [info.inDepth, info.inHeight, info.inWidth],
    output: [info.outDepth, info.outHeight, info.outWidth],
    filter: [info.filterDepth, info.filterHeight, info.filterWidth],
    strides: [info.strideDepth, info.strideHeight, info.strideWidth],
    dilations: [info.dilationDepth, info.dilationHeight, info.dilationWidth],
    padding: [info.padInfo.front, info.padInfo.top, info.padInfo.left],
  };
}

/** The number of output pixels of the whole batch. */
export function outputPixels({ batch, output }: Windows): number {
  return batch * volume(output);
}

/** The number of taps of one window. */
export function tapCount({ filter }: Windows): number {
  return volume(filter);
}

/**
 * Whether each window is one pixel of the input, in order: a 1 x 1 convolution without strides and padding.
 */
export function areSinglePixels(windows: Windows): boolean {
  const { input, output, strides } = windows;
  return (
    tapCount(windows) === 1 && strides.every((s) => s === 1) && input.every((n, axis) => n === output[axis])
  );
}

/** Calls `use` with the windows' address on the heap, in the form of `assembly/windows.ts`. */
export function withWindows(backend: BackendWasm, windows: Windows, use: (address: number) => void): void {
  const [inDepth, inHeight, inWidth] = windows.input;
  const [outDepth, outHeight, outWidth] = windows.output;
  const [filterDepth, filterHeight, filterWidth] = windows.filter;
  const [strideDepth, strideHeight, strideWidth] = windows.strides;
  const [dilationDepth, dilationHeight, dilationWidth] = windows.dilations;
  const [paddingDepth, paddingHeight, paddingWidth] = windows.padding;
  const values = () => ({
    inDepth,
    inHeight,
    inWidth,
    outDepth,
    outHeight,
    outWidth,
    filterDepth,
    filterHeight,
    filterWidth,
    strideDepth,
    strideHeight,
    strideWidth,
    dilationDepth,
    dilationHeight,
    dilationWidth,
    paddingDepth,
    paddingHeight,
    paddingWidth,
  });
  withRecord(backend, convolutionWindows, values, use);
}

/**
 * How many windows of `width` numbers are computed at a time: 1 MiB of them, or one window if it is larger.
 */
export function windowRun(width: number): number {
  return Math.max(1, Math.floor(2 ** 18 / width));
}

/**
 * Calls `use` for each run of windows `from` to `to` in order, with the windows' address and the address of
 * memory for rows [to - from, width].
 */
export function forEachRun(
  backend: BackendWasm,
  windows: Windows,
  width: number,
  use: (windows: number, rows: number, from: number, to: number) => void,
): void {
  const [run, pixels] = [windowRun(width), outputPixels(windows)];
  withWindows(backend, windows, (at) =>
    withScratch(backend, 4 * width * Math.min(run, pixels), (rows) => {
      for (let from = 0; from < pixels; from += run) use(at, rows, from, Math.min(from + run, pixels));
    }),
  );
}

/**
 * Calls `visit` for every tap of every window that is on the input and not on its padding: windows in order,
 * and the taps of each in order. `from` and `to` limit the output pixels.
 */
export function forEachTap(
  windows: Windows,
  visit: (inputPixel: number, outputPixel: number, tap: number) => void,
  from = 0,
  to = outputPixels(windows),
): void {
  const { input, output, filter, strides, dilations, padding } = windows;
  const [inDepth, inHeight, inWidth] = input;
  const [outDepth, outHeight, outWidth] = output;
  const [filterDepth, filterHeight, filterWidth] = filter;
  for (let pixel = from; pixel < to; pixel++) {
    let rest = pixel;
    const column = (rest % outWidth) * strides[2] - padding[2];
    rest = Math.floor(rest / outWidth);
    const row = (rest % outHeight) * strides[1] - padding[1];
    rest = Math.floor(rest / outHeight);
    const plane = (rest % outDepth) * strides[0] - padding[0];
    const example = Math.floor(rest / outDepth);

    let tap = 0;
    for (let i = 0; i < filterDepth; i++) {
      const z = plane + i * dilations[0];
      for (let j = 0; j < filterHeight; j++) {
        const y = row + j * dilations[1];
        if (z < 0 || z >= inDepth || y < 0 || y >= inHeight) {
          tap += filterWidth;
          continue;
        }
        const line = ((example * inDepth + z) * inHeight + y) * inWidth;
        for (let k = 0; k < filterWidth; k++, tap++) {
          const x = column + k * dilations[2];
          if (x >= 0 && x < inWidth) visit(line + x, pixel, tap);
        }
      }
    }
  }
}

function volume([depth, height, width]: Size): number {
  return depth * height * width;
}
