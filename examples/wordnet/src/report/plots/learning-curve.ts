import * as Plot from '@observablehq/plot';
import type { EpochResult } from '../../result.js';
import { decimal, score } from '../format.js';
import { color, type StyledModel } from '../palette.js';
import { inlineSvg } from '../svg.js';

/** What is drawn against the epoch. */
export type CurveValue = 'loss' | 'f1At10' | 'microF1';

const VALUES: Readonly<Record<CurveValue, { title: string; format: (value: number) => string }>> = {
  loss: { title: 'Training loss', format: decimal },
  f1At10: { title: 'F1@10 on the held-out examples', format: score },
  microF1: { title: 'Micro-F1 on the held-out examples', format: score },
};

const HEIGHT = 230;
const LABEL_GAP = 15;

/** One line per model, with its last value written at its end; models without recorded epochs are left out. */
export function learningCurve(models: readonly StyledModel[], value: CurveValue): string {
  const { title, format } = VALUES[value];
  const curves = models
    .map(({ model, look }) => ({
      look,
      name: model.name,
      points: model.epochs.filter((epoch) => Number.isFinite(epoch[value])),
    }))
    .filter(({ points }) => points.length > 0);
  const points = curves.flatMap((curve) => curve.points);
  const [low, high] = padded(points.map((point) => point[value]));
  const [first, last] = extent(points.map((point) => point.epoch));
  const ends = curves.map(({ look, name, points: own }) => {
    const end = own[own.length - 1];
    return { look, name, epoch: end.epoch, text: format(end[value]), y: end[value] };
  });
  const dodged = spread(
    ends.map(({ y }) => y),
    ((high - low) * LABEL_GAP) / (HEIGHT - 60),
  );
  return inlineSvg({
    id: `curve-${value}`,
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
      y: { domain: [low, high] },
      marks: [
        Plot.gridY({ stroke: color('rule'), strokeOpacity: 1, ticks: 5 }),
        Plot.axisY({ ticks: 5, tickSize: 0, label: null, fill: color('soft'), tickFormat: tick(value) }),
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
            y: value,
            stroke: look.color,
            strokeWidth: 2,
            strokeDasharray: look.dash,
          }),
          // Past thirty epochs the dots would only thicken the line.
          Plot.dot(own.length <= 30 ? own : own.slice(-1), {
            x: 'epoch',
            y: value,
            symbol: look.symbol,
            r: 4,
            fill: look.color,
            stroke: color('paper'),
            title: (point: EpochResult) => `${name}, epoch ${point.epoch}: ${format(point[value])}`,
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

const tick = (value: CurveValue) => (y: number) =>
  value === 'loss' ? decimal(y) : `${decimal(Math.round(y * 1000) / 10)}%`;

const extent = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** The range of the values with a little air; a single value gets a range around it. */
function padded(values: readonly number[]): [number, number] {
  const [low, high] = extent(values);
  const air = high > low ? (high - low) * 0.08 : Math.max(Math.abs(high) * 0.1, 0.01);
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** At most seven whole epochs, so that no tick falls between two. */
function epochTicks(first: number, last: number): number[] {
  const step = Math.max(1, Math.ceil((last - first) / 6));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
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
