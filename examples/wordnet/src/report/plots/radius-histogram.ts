import {
  color,
  compact,
  hatches,
  hatchFill,
  inlineSvg,
  powerOfTen,
  scientific,
  whole,
} from '@argmaxable/report';
import * as Plot from '@observablehq/plot';
import type { ModelResult } from '../../result.js';
import { type StyledModel } from '../models.js';

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** The axes that all models share, so that their histograms can be compared at a glance. */
interface Axes {
  /** log10 of the radius, whole decades. */
  readonly low: number;
  readonly high: number;
  readonly step: number;
  readonly top: number;
  readonly undecided: boolean;
}

const HEIGHT = 260;
const MARGIN = { marginTop: 26, marginRight: 14, marginBottom: 48, marginLeft: 42 };
/** Pixels of a bar that stands apart from the logarithmic axis, and of the break between the two. */
const APART = 30;
const BREAK = 22;

/**
 * One histogram per model: how much room each label set has that the last matrix alone reaches, and how many
 * have none. Radii are about that matrix, with features of any sign and size.
 */
export function radiusHistograms(models: readonly StyledModel[]): string[] {
  const axes = sharedAxes(models.map(({ model }) => model));
  const width = models.length > 2 ? 340 : 400;
  return models.map((styled, index) => histogram(styled, axes, width, `radius-${index}`));
}

const radiiOf = (model: ModelResult): number[] =>
  model.verification.sets
    .filter(({ classifier, radius }) => classifier === 'argmaxable' && radius > 0)
    .map(({ radius }) => Math.log10(radius));

function binned(logs: readonly number[], { low, high, step }: Pick<Axes, 'low' | 'high' | 'step'>): Bin[] {
  const counts = new Array<number>(Math.round((high - low) / step)).fill(0);
  for (const log of logs) counts[Math.min(counts.length - 1, Math.floor((log - low) / step))]++;
  return counts.map((count, index) => ({ low: low + index * step, high: low + (index + 1) * step, count }));
}

function sharedAxes(models: readonly ModelResult[]): Axes {
  const logs = models.flatMap(radiiOf);
  const smallest = logs.reduce((a, b) => Math.min(a, b), Infinity);
  const largest = logs.reduce((a, b) => Math.max(a, b), -Infinity);
  const low = Number.isFinite(smallest) ? Math.floor(smallest) : -3;
  const high = Number.isFinite(largest) ? Math.max(Math.floor(largest) + 1, low + 1) : 0;
  const step = [0.1, 0.2, 0.5].find((candidate) => (high - low) / candidate <= 30) ?? 1;
  const counts = models.flatMap((model) => [
    ...binned(radiiOf(model), { low, high, step }).map(({ count }) => count),
    model.verification.classifier.unargmaxable,
    model.verification.classifier.undecided,
  ]);
  const undecided = models.some((model) => model.verification.classifier.undecided > 0);
  return { low, high, step, top: Math.max(1, ...counts), undecided };
}

function histogram({ model, look }: StyledModel, axes: Axes, width: number, id: string): string {
  const { classifier } = model.verification;
  const bins = binned(radiiOf(model), axes).filter(({ count }) => count > 0);
  // The bars that stand apart are placed in units of the linear log10 axis, to the left of its first decade.
  const columns = axes.undecided ? 2 : 1;
  const zone = columns * (APART + 6) + BREAK;
  const unit = (axes.high - axes.low) / (width - MARGIN.marginLeft - MARGIN.marginRight - zone);
  const left = axes.low - zone * unit;
  const apart = [
    { tick: '0', word: 'unreachable', count: classifier.unargmaxable, fill: hatchFill(id, look.colorName) },
    { tick: '?', word: 'undecided', count: classifier.undecided, fill: color('undecided') },
  ]
    .slice(0, columns)
    .map((bar, index) => {
      const x1 = left + index * (APART + 6) * unit;
      return { ...bar, x1, x2: x1 + APART * unit };
    });
  // A label with words reaches over the first decades; where a bin stands in its way, the number has to do.
  const reach = axes.low + 70 * unit;
  const obstacle = Math.max(0, ...bins.filter((bin) => bin.low < reach).map((bin) => bin.count));
  const label = ({ word, count }: (typeof apart)[number]): string => {
    if (count === 0) return word === 'unreachable' ? 'none' : '';
    return count > obstacle ? `${whole(count)} ${word}` : whole(count);
  };
  // Where the first label would run into the second, the second goes a line higher.
  const line = (axes.top * 17) / (HEIGHT - MARGIN.marginTop - MARGIN.marginBottom);
  const [zero, unknown = zero] = apart;
  const clash = label(zero).includes(' ') && unknown.count > 0 && Math.abs(unknown.count - zero.count) < line;
  const decades = Array.from({ length: axes.high - axes.low + 1 }, (_, index) => axes.low + index);
  const every = Math.ceil(decades.length / (width < 400 ? 5 : 8));
  return inlineSvg({
    id,
    title: `Radius of the held-out label sets with the last matrix of ${model.name}`,
    description: describe(model),
    plot: {
      width,
      height: HEIGHT,
      ...MARGIN,
      x: { domain: [left, axes.high] },
      y: { domain: [0, axes.top], nice: true },
      marks: [
        hatches(id, [look.colorName]),
        Plot.gridY({ stroke: color('rule'), strokeOpacity: 1, ticks: 5 }),
        Plot.axisY({ ticks: 5, tickSize: 0, label: null, fill: color('soft'), tickFormat: compact }),
        Plot.axisX(
          decades.filter((_, index) => index % every === 0),
          { tickSize: 4, stroke: color('soft'), fill: color('soft'), tickFormat: powerOfTen, label: null },
        ),
        Plot.text(apart, {
          x: (bar: { x1: number; x2: number }) => (bar.x1 + bar.x2) / 2,
          y: 0,
          text: 'tick',
          dy: 16,
          fontWeight: 650,
        }),
        Plot.text(['radius, at least'], {
          x: [(axes.low + axes.high) / 2],
          y: [0],
          dy: 36,
          fill: color('soft'),
        }),
        Plot.rect(bins, {
          x1: 'low',
          x2: 'high',
          y1: 0,
          y2: 'count',
          insetLeft: 0.5,
          insetRight: 0.5,
          fill: look.color,
          title: ({ low, high, count }: Bin) =>
            `${whole(count)} sets: radius ${scientific(10 ** low)} to ${scientific(10 ** high)}`,
        }),
        Plot.rect(
          apart.filter(({ count }) => count > 0),
          {
            x1: 'x1',
            x2: 'x2',
            y1: 0,
            y2: 'count',
            fill: 'fill',
            stroke: look.color,
            title: (bar: { word: string; count: number }) => `${whole(bar.count)} sets ${bar.word}`,
          },
        ),
        Plot.ruleY([0], { x1: left, x2: axes.low - BREAK * unit, stroke: color('soft') }),
        Plot.ruleY([0], { x1: axes.low, x2: axes.high, stroke: color('soft') }),
        Plot.text(apart, {
          x: 'x1',
          y: (bar: typeof zero) => (clash && bar === unknown ? zero.count + line : bar.count),
          text: label,
          textAnchor: 'start',
          dy: -10,
          fontWeight: 650,
          fill: color('ink'),
          stroke: color('paper'),
          strokeWidth: 5,
        }),
      ],
      color: { type: 'identity' },
    },
  });
}

function describe(model: ModelResult): string {
  const { unargmaxable, undecided } = model.verification.classifier;
  const logs = radiiOf(model).sort((a, b) => a - b);
  const reachable =
    logs.length > 0
      ? `${whole(logs.length)} sets are reachable, with a median radius of at least ${scientific(10 ** logs[logs.length >> 1])}.`
      : 'No set is reachable.';
  const rest = undecided > 0 ? `, ${whole(undecided)} undecided` : '';
  return `${reachable} ${whole(unargmaxable)} are unreachable${rest}.`;
}
