import { checkNumber, checkOneOf, checkString, ValueError } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { decimal, percent, percentTick } from '../format.js';
import { color, type Look } from '../palette.js';
import { inlineSvg } from '../svg.js';
import { extent, horizontalAxis, logTicks, verticalAxis } from './axes.js';
import { checkEach, checkLook, checkPlot } from './checks.js';

/** The values of one model after each measured epoch. */
export interface Curve {
  readonly name: string;
  readonly look: Look;
  readonly points: readonly Point[];
}

export interface Point {
  readonly epoch: number;
  readonly value: number;
}

/** The data of `epochCurves`. */
export interface EpochCurves {
  /** Unique in the page. */
  readonly id: string;
  /** The name of the values, such as 'Training loss'. */
  readonly title: string;
  readonly curves: readonly Curve[];
  /** Whether values are fractions, which are written as percentages. 'number' by default. */
  readonly values?: keyof typeof formats;
  /** 'log' for values above 0 that fall by orders of magnitude; 'linear' by default. */
  readonly scale?: 'linear' | 'log';
}

/** How a value is written in text, and at the axis. */
const formats = {
  number: { text: decimal, tick: decimal },
  fraction: { text: percent, tick: percentTick },
};

const height = 230;
const labelGap = 15;

/**
 * Draws one line per model, with its last value written at its end; models without a finite value are left
 * out.
 *
 * @returns The SVG, for a page of `renderPage`; null if no model has a finite value.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { epochCurves } from '@argmaxable/report';
 * const points = [
 *   { epoch: 1, value: 0.5 },
 *   { epoch: 2, value: 0.25 },
 * ];
 * const curves = [{ name: 'BSL d=3', look: { color: 'warm1', symbol: 'circle' }, points }];
 * console.log(epochCurves({ id: 'loss', title: 'Training loss', curves })); // <svg ...
 */
export function epochCurves(plot: EpochCurves): string | null {
  const {
    id,
    title,
    curves: given,
    values = 'number',
    scale = 'linear',
  } = checkPlot('epochCurves', plot, ['title', 'curves', 'values', 'scale']);
  checkString('title', title);
  checkEach('curves', given, checkCurve);
  const format = formats[checkOneOf('values', values, ['number', 'fraction'])];
  checkOneOf('scale', scale, ['linear', 'log']);
  const drawable = (value: number): boolean => Number.isFinite(value) && (scale === 'linear' || value > 0);
  const curves = given
    .map((curve) => ({ ...curve, points: curve.points.filter(({ value }) => drawable(value)) }))
    .filter(({ points }) => points.length > 0);
  const points = curves.flatMap((curve) => curve.points);
  if (points.length === 0) return null;
  // With a logarithmic scale, distances on the page are differences of logarithms.
  const [into, back] = scale === 'log' ? [Math.log10, (x: number) => 10 ** x] : [same, same];
  const [low, high] = padded(
    points.map(({ value }) => into(value)),
    scale,
  );
  const [first, last] = extent(points.map(({ epoch }) => epoch));
  const ends = curves.map(({ look, name, points: own }) => {
    const { epoch, value } = own[own.length - 1];
    return { look, name, epoch, text: format.text(value), y: into(value) };
  });
  const dodged = spread(
    ends.map(({ y }) => y),
    ((high - low) * labelGap) / (height - 60),
  ).map(back);
  const domain = [back(low), back(high)];
  const ticks = scale === 'log' ? logTicks(domain[0], domain[1]) : 5;
  return inlineSvg({
    id,
    title: `${title} after each epoch`,
    description: ends.map(({ name, text, epoch }) => `${name}: ${text} after epoch ${epoch}.`).join(' '),
    plot: {
      width: 340,
      height,
      marginTop: 16,
      marginRight: 60,
      marginBottom: 44,
      marginLeft: 46,
      x: { domain: first === last ? [first - 1, last + 1] : [first, last] },
      y: { domain, ...(scale === 'log' ? { type: 'log' } : {}) },
      marks: [
        ...verticalAxis({ ticks, format: format.tick }),
        horizontalAxis({ ticks: epochTicks(first, last), format: String, label: 'epoch' }),
        ...curves.flatMap(({ look, name, points: own }) => [
          Plot.lineY(own, {
            x: 'epoch',
            y: 'value',
            stroke: color(look.color),
            strokeWidth: 2,
            strokeDasharray: look.dash,
          }),
          // With more than thirty epochs the dots would only make the line thicker.
          Plot.dot(own.length <= 30 ? own : own.slice(-1), {
            x: 'epoch',
            y: 'value',
            symbol: look.symbol,
            r: 4,
            fill: color(look.color),
            stroke: color('paper'),
            title: ({ epoch, value }: Point) => `${name}, epoch ${epoch}: ${format.text(value)}`,
          }),
        ]),
        Plot.text(ends, {
          x: 'epoch',
          y: dodged,
          text: 'text',
          dx: 8,
          textAnchor: 'start',
          fontWeight: 650,
          fill: (end: (typeof ends)[number]) => color(end.look.color),
        }),
      ],
    },
  });
}

const same = (value: number): number => value;

/** Checks a curve and its points. */
function checkCurve(place: string, { name, look, points }: Curve): void {
  checkString(`${place}.name`, name);
  checkLook(`${place}.look`, look);
  checkEach(`${place}.points`, points, (at, { epoch, value }) => {
    checkNumber(`${at}.epoch`, epoch);
    if (typeof value !== 'number') throw new ValueError(`${at}.value`, value, 'a number');
  });
}

/** The range of the values with a small margin; a single value gets a range around it. */
function padded(values: readonly number[], scale: 'linear' | 'log'): [number, number] {
  const [low, high] = extent(values);
  const air = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 0.01);
  return [scale === 'linear' && low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** At most seven ticks at whole epochs: multiples of 1, 2 or 5 times a power of ten. */
function epochTicks(first: number, last: number): number[] {
  let step = 1;
  for (let i = 0; (last - first) / step > 6; i++) step = [2, 5, 10][i % 3] * 10 ** Math.floor(i / 3);
  const start = Math.ceil(first / step) * step;
  return Array.from({ length: Math.floor((last - start) / step) + 1 }, (_, i) => start + i * step);
}

/** Moves values apart until neighbours are `gap` away from each other, so that labels do not overlap. */
function spread(values: readonly number[], gap: number): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a] - values[b]);
  const out = [...values];
  for (let pass = 0; pass < 10; pass++) {
    for (let rank = 1; rank < order.length; rank++) {
      const [below, above] = [order[rank - 1], order[rank]];
      const short = gap - (out[above] - out[below]);
      if (short > 0) {
        out[below] -= short / 2;
        out[above] += short / 2;
      }
    }
  }
  return out;
}
