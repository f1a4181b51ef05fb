import * as Plot from '@observablehq/plot';
import { color } from '../palette.js';

/** Size and margins of a plot with axes, for a figure of half a page's width. */
export const frame = {
  width: 420,
  height: 290,
  marginTop: 24,
  marginRight: 14,
  marginBottom: 48,
  marginLeft: 46,
};

interface Axis {
  /** The places of the ticks, or their number. */
  readonly ticks: readonly number[] | number;
  readonly format: (value: number) => string;
  readonly label?: string;
}

/** The axis at the left, with its name at the top and lines across the plot. */
export function verticalAxis({ ticks, format, label }: Axis): Plot.Markish[] {
  return [
    Plot.gridY({ stroke: color('rule'), strokeOpacity: 1, ticks: ticks as number[] }),
    Plot.axisY({
      ticks: ticks as number[],
      tickSize: 0,
      fill: color('soft'),
      tickFormat: format,
      label: label ?? null,
      labelArrow: 'none',
    }),
  ];
}

/** The axis below the plot, with its name in the middle. */
export function horizontalAxis({ ticks, format, label }: Axis): Plot.Markish {
  return Plot.axisX({
    ticks: ticks as number[],
    tickSize: 4,
    stroke: color('soft'),
    fill: color('soft'),
    tickFormat: format,
    label: label ?? null,
    labelAnchor: 'center',
    labelArrow: 'none',
  });
}

/** The axis of the numbers of active labels, with at most about `most` ticks at whole numbers. */
export function sizeAxis(smallest: number, largest: number, most: number): Plot.Markish {
  const step = Math.max(1, Math.ceil((largest - smallest) / most));
  const count = Math.floor((largest - smallest) / step) + 1;
  return horizontalAxis({
    ticks: Array.from({ length: count }, (_, i) => smallest + i * step),
    format: String,
    label: 'active labels in the set',
  });
}

/** Powers of ten from `low` to `high`, with enough of their multiples between them for two ticks or more. */
export function logTicks(low: number, high: number): number[] {
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, i) => Math.floor(Math.log10(low)) + i,
  );
  const ticksAt = (multiples: readonly number[]): number[] =>
    powers
      .flatMap((power) => multiples.map((multiple) => Number(`${multiple}e${power}`)))
      .filter((tick) => tick >= low && tick <= high);
  const candidates = [[1], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]].map(ticksAt);
  return candidates.find((ticks) => ticks.length >= 2) ?? candidates[2];
}

/**
 * The least and the greatest of the values; without spread syntax, because there may be more values than a
 * call can take arguments.
 */
export function extent(values: Iterable<number>): [least: number, greatest: number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  return [least, greatest];
}
