import { checkNumber, checkOneOf, checkString, ValueError } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { decimal, percent, percentTick, powerOfTen, scientific } from '../format.js';
import { color, type Look } from '../palette.js';
import { inlineSvg } from '../svg.js';
import { extent, frame, horizontalAxis, logTicks, verticalAxis } from './axes.js';
import { checkEach, checkLook, checkPlot } from './checks.js';

/** The data of `lineChart`. */
export interface LineChart {
  /** Unique in the page. */
  readonly id: string;
  /** The name of the chart, such as 'F1 against parameters'. */
  readonly title: string;
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly lines: readonly ChartLine[];
}

/** An axis: its name and the form of its values. */
export interface ChartAxis {
  readonly label: string;
  /** 'log' for values above 0 that differ by orders of magnitude; 'linear' by default. */
  readonly scale?: (typeof scales)[number];
  /** Whether values are fractions, which are written as percentages. 'number' by default. */
  readonly values?: keyof typeof formats;
}

/** A line with its points, in the order in which they are joined. */
export interface ChartLine {
  readonly name: string;
  readonly look: Look;
  readonly points: readonly ChartPoint[];
}

export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  /** The ends of a vertical stroke through the point, such as quartiles; both or neither. */
  readonly low?: number;
  readonly high?: number;
}

const scales = ['linear', 'log'] as const;

/** How a value is written in text, and at the axis. */
export const formats = {
  number: { text: scientific, tick: decimal },
  fraction: { text: percent, tick: percentTick },
};

/**
 * Draws values against numbers, as one or more lines. Points without a place on an axis are left out: those
 * that are not finite, and with scale 'log' those of 0 or less.
 *
 * @returns The SVG, for a page of `renderPage`; null if no point is left.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { lineChart } from '@argmaxable/report';
 * const points = [
 *   { x: 8, y: 0.41, low: 0.4, high: 0.43 },
 *   { x: 16, y: 0.55 },
 * ];
 * const lines = [{ name: 'BSL', look: { color: 'warm1', symbol: 'circle' }, points }];
 * const axes = { x: { label: 'features', scale: 'log' }, y: { label: 'F1', values: 'fraction' } };
 * console.log(lineChart({ id: 'f1', title: 'F1 against features', ...axes, lines })); // <svg ...
 */
export function lineChart(chart: LineChart): string | null {
  const { id, title, x, y, lines: given } = checkPlot('lineChart', chart, ['title', 'x', 'y', 'lines']);
  checkString('title', title);
  checkEach('lines', given, checkLine);
  const [across, up] = [readAxis('x', x), readAxis('y', y)];
  const lines = given
    .map((line) => ({
      ...line,
      points: line.points.filter((point) => across.holds(point.x) && up.holds(point.y)),
    }))
    .filter(({ points }) => points.length > 0);
  if (lines.length === 0) return null;
  const points = lines.flatMap((line) => line.points);
  const horizontal = across.drawn(points.map((point) => point.x));
  const vertical = up.drawn(
    points.flatMap((point) => [point.y, point.low, point.high]).filter((value) => up.holds(value)),
  );
  const words = (point: ChartPoint): string => `${across.text(point.x)}: ${up.text(point.y)}`;
  return inlineSvg({
    id,
    title,
    description: lines.map(({ name, points: own }) => `${name}: ${own.map(words).join('; ')}.`).join(' '),
    plot: {
      ...frame,
      marginLeft: 54,
      x: horizontal.scale,
      y: vertical.scale,
      marks: [
        ...verticalAxis({ ...vertical.axis, label: y.label }),
        horizontalAxis({ ...horizontal.axis, label: x.label }),
        ...lines.flatMap(({ name, look, points: own }) => [
          Plot.ruleX(
            own.filter(({ low, high }) => up.holds(low) && up.holds(high)),
            { x: 'x', y1: 'low', y2: 'high', stroke: color(look.color), strokeWidth: 1.25 },
          ),
          Plot.line(own, {
            x: 'x',
            y: 'y',
            stroke: color(look.color),
            strokeWidth: 2,
            strokeDasharray: look.dash,
          }),
          Plot.dot(own, {
            x: 'x',
            y: 'y',
            symbol: look.symbol,
            r: 4,
            fill: color(look.color),
            stroke: color('paper'),
            title: (point: ChartPoint) => `${name}, ${words(point)}`,
          }),
        ]),
      ],
    },
  });
}

/** Checks a line and its points. */
function checkLine(place: string, { name, look, points }: ChartLine): void {
  checkString(`${place}.name`, name);
  checkLook(`${place}.look`, look);
  checkEach(`${place}.points`, points, (at, { x, y, low, high }) => {
    checkNumber(`${at}.x`, x);
    if (typeof y !== 'number') throw new ValueError(`${at}.y`, y, 'a number');
    if (low === undefined && high === undefined) return;
    if (typeof low !== 'number') throw new ValueError(`${at}.low`, low, 'a number, as high is');
    if (typeof high !== 'number') throw new ValueError(`${at}.high`, high, 'a number, as low is');
  });
}

/** How the values of an axis are written, which of them have a place on it, and how it is drawn. */
function readAxis(name: 'x' | 'y', axis: ChartAxis) {
  if (typeof axis !== 'object' || axis === null) {
    throw new ValueError(name, axis, 'an axis: { label, scale, values }');
  }
  const { label, scale = 'linear', values = 'number' } = axis;
  checkString(`${name}.label`, label);
  const isLog = checkOneOf(`${name}.scale`, scale, scales) === 'log';
  const { text, tick } = formats[checkOneOf(`${name}.values`, values, ['number', 'fraction'])];
  return {
    text,
    holds: (value: number | undefined): value is number =>
      value !== undefined && Number.isFinite(value) && (!isLog || value > 0),
    drawn(shown: readonly number[]) {
      const domain = isLog ? logDomain(shown) : linearDomain(shown);
      if (!isLog) return { scale: { domain }, axis: { ticks: 6, format: tick } };
      const ticks = thinned(logTicks(domain[0], domain[1]));
      const decades = ticks.every((value) => Number.isInteger(Number(Math.log10(value).toFixed(9))));
      const format =
        decades && domain[0] < 1e-3 ? (value: number) => powerOfTen(Math.round(Math.log10(value))) : tick;
      return { scale: { domain, type: 'log' as const }, axis: { ticks, format } };
    },
  };
}

/**
 * The range of the values with a small margin above and below; the margin does not go below 0 if all values
 * are above 0.
 */
function linearDomain(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const air = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.1, 0.01);
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** The same, with a factor as the margin. */
function logDomain(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const factor = high > low ? (high / low) ** 0.06 : 1.5;
  return [low / factor, high * factor];
}

/** At most eight of the ticks, evenly chosen. */
function thinned(ticks: readonly number[]): number[] {
  const every = Math.ceil(ticks.length / 8);
  return ticks.filter((_, i) => i % every === 0);
}
