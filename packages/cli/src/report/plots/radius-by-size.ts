import * as Plot from '@observablehq/plot';
import type { Verdict, VerifyReport } from '@argmaxable/verify';
import { powerOfTen, scientific, whole } from '../format.js';
import { color } from '../palette.js';
import { hatch, inlineSvg } from '../svg.js';
import { fillOf } from './fill.js';
import { binOf, decades, logRadius, type RadiusAxis } from './radius-axis.js';

const id = 'by-size';

/** Sets of one size in one bin of radii, or apart from the axis: those without a radius. */
interface Mark {
  readonly active: number;
  /** Of log10 radius. */
  readonly low: number;
  readonly high: number;
  readonly verdict: Verdict;
  count: number;
}

/**
 * Radius against the number of active labels: at each size a histogram on its side, the wider the more sets.
 * Sets out of reach stand below the axis.
 */
export function radiusBySize(report: VerifyReport, axis: RadiusAxis): string {
  const apart = strips(report, axis);
  const marks = gather(report, axis, apart);
  const sizes = marks.map(({ active }) => active);
  // Not spread: there may be more marks than a call takes arguments.
  const [smallest, largest] = sizes.reduce(
    ([least, most], size) => [Math.min(least, size), Math.max(most, size)],
    [Infinity, -Infinity],
  );
  const step = Math.max(1, Math.ceil((largest - smallest) / 10));
  const most = { argmaxable: 1, unargmaxable: 1, undecided: 1 };
  for (const { verdict, count } of marks) most[verdict] = Math.max(most[verdict], count);
  // A width in proportion would hide single sets; by the square root they stay visible.
  const halfWidth = ({ verdict, count }: Mark): number => 0.05 + 0.4 * Math.sqrt(count / most[verdict]);
  return inlineSvg({
    id,
    title: 'Radius by number of active labels',
    description:
      `Sets of ${smallest} to ${largest} active labels; ` +
      `${whole(report.distinctCounts.unargmaxable)} are out of reach.`,
    plot: {
      width: 420,
      height: 290,
      marginTop: 22,
      marginRight: 14,
      marginBottom: 48,
      marginLeft: 46,
      x: { domain: [smallest - 0.7, largest + 0.7] },
      y: { domain: [Math.min(axis.low, ...apart.map(({ low }) => low)), axis.high] },
      color: { type: 'identity' },
      marks: [
        hatch(id, 'out'),
        Plot.gridY(decades(axis), { stroke: color('rule'), strokeOpacity: 1 }),
        Plot.axisY(decades(axis), {
          tickSize: 0,
          fill: color('soft'),
          tickFormat: powerOfTen,
          label: 'radius',
          labelArrow: 'none',
        }),
        Plot.text(apart, {
          frameAnchor: 'left',
          y: ({ low, high }: Strip) => (low + high) / 2,
          text: 'name',
          dx: -9,
          textAnchor: 'end',
          fill: color('soft'),
        }),
        Plot.axisX(
          Array.from({ length: Math.floor((largest - smallest) / step) + 1 }, (_, i) => smallest + i * step),
          {
            tickSize: 4,
            stroke: color('soft'),
            fill: color('soft'),
            tickFormat: String,
            label: 'active labels in the set',
            labelAnchor: 'center',
            labelArrow: 'none',
          },
        ),
        Plot.rect(marks, {
          x1: (mark: Mark) => mark.active - halfWidth(mark),
          x2: (mark: Mark) => mark.active + halfWidth(mark),
          y1: 'low',
          y2: 'high',
          insetTop: 0.25,
          insetBottom: 0.25,
          fill: ({ verdict }: Mark) => fillOf(verdict, id),
          stroke: ({ verdict }: Mark) => (verdict === 'unargmaxable' ? color('out') : 'none'),
          title: describe,
        }),
      ],
    },
  });
}

/** A row below the axis, for sets of one verdict, in units of log10 radius. */
interface Strip {
  readonly verdict: Verdict;
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

function strips({ distinctCounts, settings }: VerifyReport, { low, high }: RadiusAxis): Strip[] {
  const height = 0.07 * (high - low);
  const gap = 0.06 * (high - low);
  return [
    { verdict: 'unargmaxable' as const, name: settings.eps === null ? 'none' : 'below' },
    { verdict: 'undecided' as const, name: '?' },
  ]
    .filter(({ verdict }) => distinctCounts[verdict] > 0)
    .map((strip, row) => {
      const top = low - gap - row * (height + gap);
      return { ...strip, high: top, low: top - height };
    });
}

function gather({ distinct }: VerifyReport, axis: RadiusAxis, apart: readonly Strip[]): Mark[] {
  const marks = new Map<string, Mark>();
  for (const result of distinct) {
    const { verdict, labels } = result;
    const log = logRadius(result);
    if (verdict === 'argmaxable' && log === null) continue; // no finite radius: no place on the axis
    const place = log === null ? apart.find((strip) => strip.verdict === verdict)! : binAt(log, axis);
    const key = `${labels.length} ${place.low}`;
    const mark = marks.get(key) ?? {
      active: labels.length,
      verdict,
      low: place.low,
      high: place.high,
      count: 0,
    };
    mark.count++;
    marks.set(key, mark);
  }
  return [...marks.values()];
}

function binAt(log: number, axis: RadiusAxis): { low: number; high: number } {
  const low = axis.low + binOf(log, axis) * axis.step;
  return { low, high: low + axis.step };
}

function describe({ active, low, high, verdict, count }: Mark): string {
  const sets = `${whole(count)} different sets of ${active} active labels`;
  if (verdict === 'argmaxable') {
    return `${sets}: radius ${scientific(10 ** low)} to ${scientific(10 ** high)}`;
  }
  return `${sets}: ${verdict === 'undecided' ? 'undecided' : 'out of reach'}`;
}
