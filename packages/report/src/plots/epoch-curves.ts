import * as Plot from '@observablehq/plot';
import { color, type Look } from '../palette.js';
import { inlineSvg } from '../svg.js';

/** What one model gave after each epoch that was looked at. */
export interface Curve {
  readonly name: string;
  readonly look: Look;
  readonly points: readonly Point[];
}

export interface Point {
  readonly epoch: number;
  readonly value: number;
}

export interface EpochCurves {
  /** Unique in the page. */
  readonly id: string;
  /** What is drawn, such as 'Training loss'. */
  readonly title: string;
  readonly curves: readonly Curve[];
  /** A value in words, and at the axis. */
  readonly format: (value: number) => string;
  readonly tick: (value: number) => string;
  /** 'log' for values above 0 that fall by orders of magnitude; 'linear' by default. */
  readonly scale?: 'linear' | 'log';
}

const HEIGHT = 230;
const LABEL_GAP = 15;

/** One line per model, with its last value written at its end; models without a finite value are left out. */
export function epochCurves({
  id,
  title,
  curves: given,
  format,
  tick,
  scale = 'linear',
}: EpochCurves): string {
  const drawable = (value: number): boolean => Number.isFinite(value) && (scale === 'linear' || value > 0);
  const curves = given
    .map((curve) => ({ ...curve, points: curve.points.filter(({ value }) => drawable(value)) }))
    .filter(({ points }) => points.length > 0);
  const points = curves.flatMap((curve) => curve.points);
  // Distances on the page are distances of logarithms where the scale is logarithmic.
  const [into, back] = scale === 'log' ? [Math.log10, (x: number) => 10 ** x] : [same, same];
  const [low, high] = padded(
    points.map(({ value }) => into(value)),
    scale,
  );
  const [first, last] = extent(points.map(({ epoch }) => epoch));
  const ends = curves.map(({ look, name, points: own }) => {
    const { epoch, value } = own[own.length - 1];
    return { look, name, epoch, text: format(value), y: into(value) };
  });
  const dodged = spread(
    ends.map(({ y }) => y),
    ((high - low) * LABEL_GAP) / (HEIGHT - 60),
  ).map(back);
  const domain = [back(low), back(high)];
  const ticks = scale === 'log' ? logTicks(domain[0], domain[1]) : 5;
  return inlineSvg({
    id,
    title: `${title} after each epoch`,
    description: ends.map(({ name, text, epoch }) => `${name}: ${text} after epoch ${epoch}.`).join(' '),
    plot: {
      width: 340,
      height: HEIGHT,
      marginTop: 16,
      marginRight: 54,
      marginBottom: 44,
      marginLeft: 46,
      x: { domain: first === last ? [first - 1, last + 1] : [first, last] },
      y: { domain, ...(scale === 'log' ? { type: 'log' } : {}) },
      marks: [
        Plot.gridY({ stroke: color('rule'), strokeOpacity: 1, ticks }),
        Plot.axisY({ ticks, tickSize: 0, label: null, fill: color('soft'), tickFormat: tick }),
        Plot.axisX(epochTicks(first, last), {
          tickSize: 4,
          stroke: color('soft'),
          fill: color('soft'),
          tickFormat: String,
          label: 'epoch',
          labelAnchor: 'center',
          labelArrow: 'none',
        }),
        ...curves.flatMap(({ look, name, points: own }) => [
          Plot.lineY(own, {
            x: 'epoch',
            y: 'value',
            stroke: look.color,
            strokeWidth: 2,
            strokeDasharray: look.dash,
          }),
          // Past thirty epochs the dots would only thicken the line.
          Plot.dot(own.length <= 30 ? own : own.slice(-1), {
            x: 'epoch',
            y: 'value',
            symbol: look.symbol,
            r: 4,
            fill: look.color,
            stroke: color('paper'),
            title: ({ epoch, value }: Point) => `${name}, epoch ${epoch}: ${format(value)}`,
          }),
        ]),
        Plot.text(ends, {
          x: 'epoch',
          y: dodged,
          text: 'text',
          dx: 8,
          textAnchor: 'start',
          fontWeight: 650,
          fill: (end: (typeof ends)[number]) => end.look.color,
        }),
      ],
      color: { type: 'identity' },
    },
  });
}

const same = (value: number): number => value;

const extent = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** The range of the values with a little air; a single value gets a range around it. */
function padded(values: readonly number[], scale: 'linear' | 'log'): [number, number] {
  const [low, high] = extent(values);
  const air = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 0.01);
  return [scale === 'linear' && low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/**
 * Powers of ten from `low` to `high`, with as many of their multiples between them as make two ticks or more.
 */
function logTicks(low: number, high: number): number[] {
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
 * At most seven whole epochs, so that no tick falls between two: multiples of 1, 2 or 5 times a power of ten.
 */
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
