import type { Verdict, VerdictCounts } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { share, whole } from '../format.js';
import { color, type ColorName } from '../palette.js';
import { hatches } from '../svg.js';
import { verdicts, verdictWords } from '../verdicts.js';
import { fillOf, verdictColors } from './fill.js';

/** One stacked bar with a line of text above it. */
export interface ShareBar {
  /** The text at the left of the line; '' for none. */
  readonly heading: string;
  /** Whether the heading is above other headings: it is then bold, in the bar's colour. */
  readonly strong: boolean;
  readonly color: ColorName | undefined;
  readonly counts: VerdictCounts;
  /** Top of the line, in pixels. */
  readonly y: number;
}

/** The place of bars in a picture, in pixels. */
export interface ShareFrame {
  /** The id of the chart. */
  readonly id: string;
  readonly left: number;
  readonly width: number;
}

/** The height of a line of text, and of a bar, in pixels. */
export const [lineHeight, barHeight] = [24, 32];

export const fontSize = 14;

/** The number of all of them, with any verdict. */
const totalOf = (counts: VerdictCounts): number => counts.argmaxable + counts.unargmaxable + counts.undecided;

/** 'reachable' with its share, and the same for each other verdict that occurs. */
export function shareWords(counts: VerdictCounts): string {
  return verdicts
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${share(counts[verdict], totalOf(counts))} ${verdictWords[verdict]}`)
    .join(' · ');
}

/** A plot whose x and y are pixels: the bars carry their own labels, so there are no axes. */
export function canvas(width: number, height: number): Plot.PlotOptions {
  return {
    width,
    height,
    margin: 0,
    x: { type: 'identity', axis: null },
    y: { type: 'identity', axis: null },
  };
}

interface Segment {
  readonly bar: ShareBar;
  readonly verdict: Verdict;
  readonly count: number;
  readonly total: number;
  readonly x1: number;
  readonly x2: number;
}

function segmentsOf(bar: ShareBar, { left, width }: ShareFrame): Segment[] {
  const total = totalOf(bar.counts);
  let x = left;
  return verdicts
    .map((verdict) => ({ bar, verdict, count: bar.counts[verdict], total }))
    .filter(({ count }) => count > 0)
    .map((segment) => {
      const x1 = x;
      x += (segment.count / total) * width;
      return { ...segment, x1, x2: x };
    });
}

/** The width of a bold text in the widest of the usual fonts; without a browser, text cannot be measured. */
const fieldWidth = (text: string): number => text.length * fontSize * 0.62 + 8;

/** The label of a segment, or undefined if none fits: the segment is then named above the bar. */
function labelInside({ verdict, count, total, x1, x2 }: Segment): string | undefined {
  const percentage = share(count, total);
  const fits = (text: string): boolean => fieldWidth(text) + 8 <= x2 - x1;
  return [`${percentage} ${verdictWords[verdict]}`, percentage].find(fits);
}

/** The labels that do not fit into a bar, for the line above it. */
export function wordsOverBar(bar: ShareBar, frame: ShareFrame): string {
  return segmentsOf(bar, frame)
    .filter((segment) => labelInside(segment) === undefined)
    .map(({ verdict, count, total }) => `${share(count, total)} ${verdictWords[verdict]}`)
    .join(' · ');
}

/** The bars with their labels, and the hatches that they need. */
export function shareMarks(bars: readonly ShareBar[], frame: ShareFrame): Plot.Markish[] {
  const segments = bars.flatMap((bar) => segmentsOf(bar, frame));
  const colorOf = ({ bar, verdict }: Segment): string => color(verdictColors(bar.color)[verdict]);
  const top = ({ bar }: Segment): number => bar.y + lineHeight;
  const middle = ({ x1, x2 }: Segment): number => (x1 + x2) / 2;
  const inside = (segment: Segment): string => labelInside(segment) ?? '';
  const isHatched = ({ verdict }: Segment): boolean => verdict === 'unargmaxable';
  const label = {
    x: middle,
    y: (segment: Segment) => top(segment) + barHeight / 2,
    text: inside,
    fontWeight: 650,
  };
  return [
    hatches(
      frame.id,
      bars.map((bar) => verdictColors(bar.color).unargmaxable),
    ),
    Plot.rect(segments, {
      x1: 'x1',
      x2: 'x2',
      y1: top,
      y2: (segment: Segment) => top(segment) + barHeight,
      fill: ({ verdict, bar }: Segment) => fillOf(verdict, frame.id, bar.color),
      stroke: colorOf,
      strokeWidth: 1.25,
      inset: 0.625,
      title: ({ verdict, count, total }: Segment) =>
        `${whole(count)} of ${whole(total)} ${verdictWords[verdict]} (${share(count, total)})`,
    }),
    Plot.text(
      segments.filter((segment) => !isHatched(segment)),
      { ...label, fill: color('paper') },
    ),
    // A plain field behind the words, because they would be hard to read on the hatching.
    Plot.rect(
      segments.filter((segment) => isHatched(segment) && inside(segment) !== ''),
      {
        x1: (segment: Segment) => middle(segment) - fieldWidth(inside(segment)) / 2,
        x2: (segment: Segment) => middle(segment) + fieldWidth(inside(segment)) / 2,
        y1: (segment: Segment) => top(segment) + 6,
        y2: (segment: Segment) => top(segment) + barHeight - 6,
        rx: 3,
        fill: color('paper'),
        pointerEvents: 'none',
      },
    ),
    Plot.text(segments.filter(isHatched), { ...label, fill: color('ink') }),
    ...headings(bars, frame),
  ];
}

function headings(bars: readonly ShareBar[], frame: ShareFrame): Plot.Markish[] {
  const line = { y: ({ y }: ShareBar) => y + lineHeight / 2 - 2 };
  const heading = { ...line, x: frame.left, text: 'heading', textAnchor: 'start' } as const;
  return [
    Plot.text(
      bars.filter(({ strong }) => strong),
      { ...heading, fontWeight: 650, fill: (bar: ShareBar) => color(bar.color ?? 'ink') },
    ),
    Plot.text(
      bars.filter(({ strong }) => !strong),
      { ...heading, fill: color('soft') },
    ),
    Plot.text(bars, {
      ...line,
      x: frame.left + frame.width,
      text: (bar: ShareBar) => wordsOverBar(bar, frame),
      textAnchor: 'end',
      fill: color('ink'),
    }),
  ];
}
