import { forEachTap, tapCount, type Windows } from './windows.js';

/**
 * The pixels under every window from output pixel `from` to `to`, as a matrix [taps * channels, to - from]; padding is 0.
 * The windows run along the rows because the filter's gradient sums over them.
 */
export function gatherColumns(
  x: Float32Array,
  windows: Windows,
  channels: number,
  from: number,
  to: number,
  columns: Float32Array,
): void {
  const width = to - from;
  columns.fill(0);
  forEachTap(
    windows,
    (inputPixel, outputPixel, tap) => {
      let source = inputPixel * channels;
      let target = tap * channels * width + outputPixel - from;
      for (let c = 0; c < channels; c++, source++, target += width) columns[target] = x[source];
    },
    from,
    to,
  );
}

/** Adds the rows of a matrix [to - from, taps * channels] to the pixels under their windows: `dx` starts as zeros. */
export function scatterRows(
  rows: Float32Array,
  windows: Windows,
  channels: number,
  from: number,
  to: number,
  dx: Float32Array,
): void {
  const taps = tapCount(windows);
  forEachTap(
    windows,
    (inputPixel, outputPixel, tap) => {
      let source = ((outputPixel - from) * taps + tap) * channels;
      let target = inputPixel * channels;
      for (let c = 0; c < channels; c++, source++, target++) dx[target] += rows[source];
    },
    from,
    to,
  );
}
