import { checkBoolean, checkOneOf, checkString, type Verdict } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { compact, powerOfTen, scientific, whole } from '../format.js';
import { color, type ColorName, colorNames } from '../palette.js';
import { hatches, inlineSvg } from '../svg.js';
import { type MeasuredSet, verdictWords } from '../verdicts.js';
import { frame, horizontalAxis, verticalAxis } from './axes.js';
import { checkEach, checkMeasured, checkPlot } from './checks.js';
import { fillOf, verdictColors } from './fill.js';
import {
  binBounds,
  binOf,
  decades,
  logRadii,
  type RadiusAxis,
  radiusAxis,
  radiusWords,
} from './radius-axis.js';

/** The data of `radiusHistograms`. */
export interface RadiusHistograms {
  /** Unique in the page; each histogram's number, from 0, is added to it. */
  readonly id: string;
  /** One histogram each. */
  readonly groups: readonly RadiusGroup[];
  /**
   * Whether sets without a radius are shown separately, left of the axis. False by default: they are left
   * out.
   */
  readonly apart?: boolean;
  /** Whether the radii themselves are known, not only lower bounds from the proofs of verdicts. */
  readonly exact?: boolean;
}

/** The label sets of one histogram. */
export interface RadiusGroup {
  readonly title: string;
  /** Different label sets. */
  readonly sets: readonly MeasuredSet[];
  /** The colour of the bars; by default the colour of reachable sets. */
  readonly color?: ColorName;
}

/** The parts that all histograms share, so that they can be compared. */
interface Shared extends Required<Pick<RadiusHistograms, 'apart' | 'exact'>> {
  readonly axis: RadiusAxis;
  /** The highest count. */
  readonly top: number;
  /** The verdicts of the separate bars. */
  readonly bars: readonly Verdict[];
  readonly width: number;
}

interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** A separate bar, in units of the axis. */
interface Bar {
  readonly verdict: Verdict;
  readonly tick: string;
  readonly count: number;
  readonly x1: number;
  readonly x2: number;
}

/**
 * The width in pixels of a separate bar, of the space between two, and of the gap between them and the axis.
 */
const [barWidth, room, breakWidth] = [30, 6, 22];

/**
 * Draws how many different label sets have which radius, on a logarithmic axis: one histogram for each group,
 * all with the same axes.
 *
 * @returns The SVGs, for a page of `renderPage`.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { radiusHistograms } from '@argmaxable/report';
 * const sets = [
 *   { active: 1, verdict: 'argmaxable', radius: 0.2 },
 *   { active: 2, verdict: 'unargmaxable', radius: 0 },
 * ];
 * const groups = [{ title: 'Radius of the label sets', sets }];
 * console.log(radiusHistograms({ id: 'radius', groups, apart: true })); // [ '<svg ...
 */
export function radiusHistograms(plot: RadiusHistograms): string[] {
  const {
    id,
    groups,
    apart = false,
    exact = false,
  } = checkPlot('radiusHistograms', plot, [...(['groups', 'apart', 'exact'] as const)]);
  checkBoolean('apart', apart);
  checkBoolean('exact', exact);
  checkEach('groups', groups, (place, group) => {
    checkString(`${place}.title`, group.title);
    checkMeasured(`${place}.sets`, group.sets);
    if (group.color !== undefined) checkOneOf(`${place}.color`, group.color, colorNames);
  });
  const sets = groups.flatMap((group) => group.sets);
  const axis = radiusAxis(logRadii(sets)) ?? { low: -3, high: 0, step: 0.1 };
  const undecided = sets.some(({ verdict }) => verdict === 'undecided');
  const bars: Verdict[] = apart ? ['unargmaxable', ...(undecided ? (['undecided'] as const) : [])] : [];
  const counts = groups.flatMap((group) => [
    ...binned(group.sets, axis).map(({ count }) => count),
    ...bars.map((verdict) => countOf(group.sets, verdict)),
  ]);
  const top = counts.reduce((a, b) => Math.max(a, b), 1);
  const shared = { axis, top, bars, apart, exact, width: groups.length > 2 ? 340 : frame.width };
  return groups.map((group, index) => histogram(group, shared, `${id}-${index}`));
}

const countOf = (sets: readonly MeasuredSet[], verdict: Verdict): number =>
  sets.filter((set) => set.verdict === verdict).length;

function binned(sets: readonly MeasuredSet[], axis: RadiusAxis): Bin[] {
  const counts = new Array<number>(Math.round((axis.high - axis.low) / axis.step)).fill(0);
  for (const log of logRadii(sets)) counts[binOf(log, axis)]++;
  return counts.map((count, bin) => ({ ...binBounds(bin, axis), count })).filter(({ count }) => count > 0);
}

function histogram({ title, sets, color: own }: RadiusGroup, shared: Shared, id: string): string {
  const { axis, top, width, exact, apart } = shared;
  const bins = binned(sets, axis);
  const zone = shared.bars.length * (barWidth + room) + (apart ? breakWidth : 0);
  // Separate bars are placed in units of the axis, to the left of its first decade.
  const unit = (axis.high - axis.low) / (width - frame.marginLeft - frame.marginRight - zone);
  const left = axis.low - zone * unit;
  const bars = shared.bars.map((verdict, index): Bar => {
    const x1 = left + index * (barWidth + room) * unit;
    const tick = verdict === 'undecided' ? '?' : '0';
    return { verdict, tick, count: countOf(sets, verdict), x1, x2: x1 + barWidth * unit };
  });
  const ticks = Math.min(5, top); // counts are whole
  return inlineSvg({
    id,
    title,
    description: describe(sets),
    plot: {
      ...frame,
      width,
      x: { domain: [left, axis.high] },
      y: { domain: [0, top], nice: true },
      marks: [
        hatches(id, [verdictColors(own).unargmaxable]),
        ...verticalAxis({ ticks, format: compact, label: 'sets' }),
        horizontalAxis({ ticks: decades(axis, width < 400 ? 5 : 10), format: powerOfTen }),
        Plot.text([exact ? 'radius' : 'radius, proved to be at least'], {
          x: [(axis.low + axis.high) / 2],
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
          fill: fillOf('argmaxable', id, own),
          title: (bin: Bin) => `${whole(bin.count)} sets: ${radiusWords(bin)}`,
        }),
        Plot.ruleY([0], { x1: axis.low, x2: axis.high, stroke: color('soft') }),
        ...(apart ? apartMarks(bars, id, own) : []),
        ...(apart ? [apartLabels(bars, bins, shared, unit)] : []),
      ],
    },
  });
}

/** The separate bars, with their own line. */
function apartMarks(bars: readonly Bar[], id: string, own: ColorName | undefined): Plot.Markish[] {
  return [
    Plot.text(bars, {
      x: ({ x1, x2 }: Bar) => (x1 + x2) / 2,
      y: 0,
      text: 'tick',
      dy: 16,
      fontWeight: 650,
    }),
    Plot.rect(
      bars.filter(({ count }) => count > 0),
      {
        x1: 'x1',
        x2: 'x2',
        y1: 0,
        y2: 'count',
        fill: ({ verdict }: Bar) => fillOf(verdict, id, own),
        stroke: ({ verdict }: Bar) => color(verdictColors(own)[verdict]),
        title: ({ count, verdict }: Bar) => `${whole(count)} sets ${verdictWords[verdict]}`,
      },
    ),
    Plot.ruleY([0], { x1: bars[0].x1, x2: bars[bars.length - 1].x2, stroke: color('soft') }),
  ];
}

/** The labels above the separate bars. */
function apartLabels(
  bars: readonly Bar[],
  bins: readonly Bin[],
  { axis, top }: Shared,
  unit: number,
): Plot.Markish {
  // A label with words is wider than its bar and reaches over the first decades; if a bin is in its way, only
  // the number is shown.
  const reach = axis.low + 70 * unit;
  const obstacle = Math.max(0, ...bins.filter(({ low }) => low < reach).map(({ count }) => count));
  const label = ({ verdict, count }: Bar): string => {
    if (count === 0) return verdict === 'unargmaxable' ? 'none' : '';
    return count > obstacle ? `${whole(count)} ${verdictWords[verdict]}` : whole(count);
  };
  // If the first label would overlap the second, the second is placed one line higher.
  const line = (top * 17) / (frame.height - frame.marginTop - frame.marginBottom);
  const [zero, unknown = zero] = bars;
  const clash = label(zero).includes(' ') && unknown.count > 0 && Math.abs(unknown.count - zero.count) < line;
  return Plot.text(bars, {
    x: 'x1',
    y: (bar: Bar) => (clash && bar === unknown ? zero.count + line : bar.count),
    text: label,
    textAnchor: 'start',
    dy: -10,
    fontWeight: 650,
    fill: color('ink'),
    stroke: color('paper'),
    strokeWidth: 5,
  });
}

function describe(sets: readonly MeasuredSet[]): string {
  const logs = logRadii(sets).sort((a, b) => a - b);
  const at = (place: number): string => scientific(10 ** logs[place]);
  const reachable =
    logs.length > 0
      ? `${whole(logs.length)} different sets are reachable: least radius ${at(0)}, ` +
        `median ${at(logs.length >> 1)}, largest ${at(logs.length - 1)}.`
      : 'No set is reachable.';
  const rest = (['unargmaxable', 'undecided'] as const)
    .map((verdict) => ({ verdict, count: countOf(sets, verdict) }))
    .filter(({ verdict, count }) => verdict === 'unargmaxable' || count > 0)
    .map(({ verdict, count }) => `${whole(count)} are ${verdictWords[verdict]}`);
  return `${reachable} ${rest.join(', ')}.`;
}
