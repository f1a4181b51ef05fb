import { checkString, type Verdict } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { powerOfTen, whole } from '../format.js';
import { color } from '../palette.js';
import { hatches, inlineSvg } from '../svg.js';
import { type MeasuredSet, verdictWords } from '../verdicts.js';
import { extent, frame, sizeAxis, verticalAxis } from './axes.js';
import { checkMeasured, checkPlot } from './checks.js';
import { fillOf } from './fill.js';
import {
  binBounds,
  binOf,
  decades,
  logRadii,
  logRadius,
  type RadiusAxis,
  radiusAxis,
  radiusWords,
} from './radius-axis.js';

/** The data of `radiusBySize`. */
export interface RadiusBySize {
  /** Unique in the page. */
  readonly id: string;
  /** Different label sets. */
  readonly sets: readonly MeasuredSet[];
  /** The text at the axis for sets without a radius; 'none' by default. */
  readonly none?: string;
}

/** Sets of one size in one bin of radii; or sets without a radius, below the axis. */
interface Mark {
  readonly active: number;
  /** The bin of log10 radius. */
  readonly low: number;
  readonly high: number;
  readonly verdict: Verdict;
  count: number;
}

/**
 * Draws the radius against the number of active labels: at each size there is a vertical histogram, with
 * wider bars for more sets. Sets out of reach are below the axis.
 *
 * @returns The SVG, for a page of `renderPage`; null if no set has a radius that is finite and above 0.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { radiusBySize } from '@argmaxable/report';
 * const sets = [
 *   { active: 1, verdict: 'argmaxable', radius: 0.2 },
 *   { active: 2, verdict: 'unargmaxable', radius: 0 },
 * ];
 * console.log(radiusBySize({ id: 'by-size', sets })); // <svg ...
 */
export function radiusBySize(plot: RadiusBySize): string | null {
  const { id, sets, none = 'none' } = checkPlot('radiusBySize', plot, ['sets', 'none']);
  checkString('none', none);
  const axis = radiusAxis(logRadii(checkMeasured('sets', sets)));
  if (axis === null) return null;
  const apart = strips(sets, axis, none);
  const marks = gather(sets, axis, apart);
  const [smallest, largest] = extent(marks.map(({ active }) => active));
  const most = { argmaxable: 1, unargmaxable: 1, undecided: 1 };
  for (const { verdict, count } of marks) most[verdict] = Math.max(most[verdict], count);
  // Widths in proportion to the number would hide single sets; with the square root they stay visible.
  const halfWidth = ({ verdict, count }: Mark): number => 0.05 + 0.4 * Math.sqrt(count / most[verdict]);
  return inlineSvg({
    id,
    title: 'Radius by number of active labels',
    description:
      `Sets of ${smallest} to ${largest} active labels; ` +
      `${whole(sets.filter(({ verdict }) => verdict === 'unargmaxable').length)} are out of reach.`,
    plot: {
      ...frame,
      x: { domain: [smallest - 0.7, largest + 0.7] },
      y: { domain: [Math.min(axis.low, ...apart.map(({ low }) => low)), axis.high] },
      marks: [
        hatches(id, ['warm1']),
        ...verticalAxis({ ticks: decades(axis, 10), format: powerOfTen, label: 'radius' }),
        Plot.text(apart, {
          frameAnchor: 'left',
          y: ({ low, high }: Strip) => (low + high) / 2,
          text: 'name',
          dx: -9,
          textAnchor: 'end',
          fill: color('soft'),
        }),
        sizeAxis(smallest, largest, 10),
        Plot.rect(marks, {
          x1: (mark: Mark) => mark.active - halfWidth(mark),
          x2: (mark: Mark) => mark.active + halfWidth(mark),
          y1: 'low',
          y2: 'high',
          insetTop: 0.25,
          insetBottom: 0.25,
          fill: ({ verdict }: Mark) => fillOf(verdict, id),
          stroke: ({ verdict }: Mark) => (verdict === 'unargmaxable' ? color('warm1') : 'none'),
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

function strips(sets: readonly MeasuredSet[], { low, high }: RadiusAxis, none: string): Strip[] {
  const height = 0.07 * (high - low);
  const gap = 0.06 * (high - low);
  return [
    { verdict: 'unargmaxable' as const, name: none },
    { verdict: 'undecided' as const, name: '?' },
  ]
    .filter((strip) => sets.some(({ verdict }) => verdict === strip.verdict))
    .map((strip, row) => {
      const top = low - gap - row * (height + gap);
      return { ...strip, high: top, low: top - height };
    });
}

function gather(sets: readonly MeasuredSet[], axis: RadiusAxis, apart: readonly Strip[]): Mark[] {
  const marks = new Map<string, Mark>();
  for (const set of sets) {
    const { verdict, active } = set;
    const log = logRadius(set);
    if (verdict === 'argmaxable' && log === null) continue; // an infinite radius has no place
    const { low, high } =
      log === null ? apart.find((strip) => strip.verdict === verdict)! : binBounds(binOf(log, axis), axis);
    const key = `${active} ${low}`;
    const mark = marks.get(key) ?? { active, verdict, low, high, count: 0 };
    mark.count++;
    marks.set(key, mark);
  }
  return [...marks.values()];
}

function describe({ active, low, high, verdict, count }: Mark): string {
  const sets = `${whole(count)} different sets of ${active} active labels`;
  return `${sets}: ${verdict === 'argmaxable' ? radiusWords({ low, high }) : verdictWords[verdict]}`;
}
