import {
  type Chart,
  color,
  type ColorName,
  hatches,
  hatchFill,
  inlineSvg,
  share,
  standaloneSvg,
  whole,
} from '@argmaxable/report';
import * as Plot from '@observablehq/plot';
import type { ModelResult, VerdictCounts } from '../../result.js';
import { styleModels, type StyledModel } from '../models.js';

/** What the shares are of: every distinct label set once, or every held-out example. */
export type Measure = 'sets' | 'examples';

const MEASURES: Readonly<Record<Measure, string>> = {
  sets: 'distinct label sets',
  examples: 'held-out examples',
};

/** What verdicts are about: the model, or its last matrix alone. */
export type Subject = 'model' | 'classifier';

const SUBJECTS: Readonly<Record<Subject, string>> = {
  model: 'the model, features of 0 or more',
  classifier: 'its last matrix alone, features of any sign and size',
};

/** Verdicts about a model, or about its last matrix, in one measure. */
export const countsOf = (
  { verification }: ModelResult,
  measure: Measure,
  subject: Subject = 'model',
): VerdictCounts => (measure === 'sets' ? verification[subject] : verification[subject].examples);

/** Whether some model's counts differ from those of its last matrix: where none do, one bar says both. */
export const countsDiffer = (models: readonly ModelResult[]): boolean =>
  models.some((model) =>
    (['sets', 'examples'] as const).some((measure) => {
      const [own, alone] = (['model', 'classifier'] as const).map((subject) =>
        countsOf(model, measure, subject),
      );
      return (['argmaxable', 'unargmaxable', 'undecided'] as const).some((key) => own[key] !== alone[key]);
    }),
  );

/** All of them, whatever the verdict. */
export const totalOf = (counts: VerdictCounts): number =>
  counts.argmaxable + counts.unargmaxable + counts.undecided;

/** One stacked bar with its heading. */
interface Row {
  readonly heading: string;
  readonly strong: boolean;
  readonly colorName: ColorName;
  readonly counts: VerdictCounts;
  readonly y: number;
}

interface Frame {
  readonly id: string;
  readonly left: number;
  readonly width: number;
  readonly fontSize: number;
}

const HEADING = 24;
const BAR = 32;

/**
 * The plot for the page, in one measure: one bar per model, and one for its last matrix where counts differ.
 */
export function reachableShareFigure(models: readonly StyledModel[], measure: Measure): string {
  const frame: Frame = { id: `share-${measure}`, left: 0, width: 420, fontSize: 14 };
  const subjects = subjectsOf(models.map(({ model }) => model));
  const pitch = HEADING + BAR + 4;
  const group = subjects.length * pitch + 14;
  const rows = models.flatMap(({ model, look }, index) =>
    subjects.map((subject, position): Row => ({
      heading: subject === 'model' ? model.name : 'its last matrix alone',
      strong: subject === 'model',
      colorName: look.colorName,
      counts: countsOf(model, measure, subject),
      y: index * group + position * pitch,
    })),
  );
  return inlineSvg({
    id: frame.id,
    title: `Share of ${MEASURES[measure]} that each model can predict`,
    description: describeRows(rows),
    fontSize: frame.fontSize,
    plot: {
      ...canvas(frame.width, Math.max(models.length * group - 16, BAR)),
      marks: [hatches(frame.id, hatchNames(rows)), ...barMarks(rows, frame)],
    },
  });
}

/** What can be changed about the picture of `reachableSharePlot`. */
export interface ReachableShareOptions {
  /** Line at the top. */
  readonly title?: string;
  /** Pixels. Default 760. */
  readonly width?: number;
}

/**
 * Draws which share of the held-out label sets each model can predict, as an SVG file of its own; and which
 * its last matrix alone, where that differs.
 *
 * @param models the models, in the order of the bars.
 * @returns a whole SVG document, with its own background, that follows the reader's light or dark colour
 * scheme.
 */
export function reachableSharePlot(
  models: readonly ModelResult[],
  {
    title = 'Which held-out label sets can each model predict at all?',
    width = 760,
  }: ReachableShareOptions = {},
): string {
  const frame: Frame = { id: 'reachable-share', left: 28, width: width - 56, fontSize: 14 };
  const styled = styleModels(models);
  const top = 92;
  const pitch = HEADING + BAR + 8;
  const subjects = subjectsOf(models);
  const bars = (['sets', 'examples'] as const).flatMap((measure) =>
    subjects.map((subject) => ({ measure, subject })),
  );
  const group = 26 + bars.length * pitch + 16;
  const rows = styled.flatMap(({ model, look }, index) =>
    bars.map(({ measure, subject }, position): Row => {
      const counts = countsOf(model, measure, subject);
      const what = `${whole(totalOf(counts))} ${MEASURES[measure]}`;
      return {
        heading: subjects.length > 1 ? `${what}: ${SUBJECTS[subject]}` : what,
        strong: false,
        colorName: look.colorName,
        counts,
        y: top + index * group + 26 + position * pitch,
      };
    }),
  );
  const names = styled.map(({ model, look }, index) => ({
    text: model.name,
    color: look.color,
    y: top + index * group + 12,
  }));
  const undecided = rows.some((row) => row.counts.undecided > 0);
  const chart: Chart = {
    id: frame.id,
    title,
    description: styled
      .map(
        ({ model }, index) =>
          `${model.name}: ${describeRows(rows.slice(bars.length * index, bars.length * (index + 1)))}`,
      )
      .join(' '),
    fontSize: frame.fontSize,
    plot: {
      ...canvas(width, top + models.length * group),
      marks: [
        hatches(frame.id, [...hatchNames(rows), 'ink']),
        Plot.text([title], { x: frame.left, y: 36, ...start, fontSize: 18, fontWeight: 650 }),
        ...legendMarks(frame, 66, undecided),
        Plot.text(names, {
          x: frame.left,
          y: 'y',
          text: 'text',
          ...start,
          fontSize: 15,
          fontWeight: 650,
          fill: 'color',
        }),
        ...barMarks(rows, frame),
      ],
    },
  };
  return standaloneSvg(chart);
}

const subjectsOf = (models: readonly ModelResult[]): readonly Subject[] =>
  countsDiffer(models) ? ['model', 'classifier'] : ['model'];

const start = { textAnchor: 'start' } as const;

/** A plot whose x and y are pixels: the bars carry their own labels, so there are no axes. */
function canvas(width: number, height: number): Plot.PlotOptions {
  return {
    width,
    height,
    margin: 0,
    x: { type: 'identity', axis: null },
    y: { type: 'identity', axis: null },
    color: { type: 'identity' },
  };
}

interface Segment {
  readonly row: Row;
  readonly word: string;
  readonly count: number;
  readonly total: number;
  readonly fill: string;
  readonly x1: number;
  readonly x2: number;
  readonly hatched: boolean;
}

function segmentsOf(row: Row, frame: Frame): Segment[] {
  const total = totalOf(row.counts);
  const parts = [
    { word: 'reachable', count: row.counts.argmaxable, fill: color(row.colorName), hatched: false },
    {
      word: 'unreachable',
      count: row.counts.unargmaxable,
      fill: hatchFill(frame.id, row.colorName),
      hatched: true,
    },
    { word: 'undecided', count: row.counts.undecided, fill: color('undecided'), hatched: false },
  ];
  let x = frame.left;
  return parts
    .filter(({ count }) => count > 0)
    .map((part) => {
      const x1 = x;
      x += (part.count / total) * frame.width;
      return { ...part, row, total, x1, x2: x };
    });
}

/** Room for a bold text in the widest of the usual fonts; nothing measures text without a browser. */
const fieldWidth = (text: string, frame: Frame): number => text.length * frame.fontSize * 0.66 + 8;

/** The label of a segment, or undefined where none fits: such a one is named above the bar instead. */
function labelInside(segment: Segment, frame: Frame): string | undefined {
  const percent = share(segment.count, segment.total);
  const fits = (text: string): boolean => fieldWidth(text, frame) + 8 <= segment.x2 - segment.x1;
  return [`${percent} ${segment.word}`, percent].find(fits);
}

function barMarks(rows: readonly Row[], frame: Frame): Plot.Markish[] {
  const segments = rows.flatMap((row) => segmentsOf(row, frame));
  const middle = (segment: Segment): number => (segment.x1 + segment.x2) / 2;
  const inside = (segment: Segment): string => labelInside(segment, frame) ?? '';
  const label = {
    x: middle,
    y: (segment: Segment) => segment.row.y + HEADING + BAR / 2,
    text: inside,
    fontWeight: 650,
  };
  const small = rows.map((row) =>
    segmentsOf(row, frame)
      .filter((segment) => labelInside(segment, frame) === undefined)
      .map((segment) => `${share(segment.count, segment.total)} ${segment.word}`)
      .join(' · '),
  );
  return [
    Plot.rect(segments, {
      x1: 'x1',
      x2: 'x2',
      y1: (segment: Segment) => segment.row.y + HEADING,
      y2: (segment: Segment) => segment.row.y + HEADING + BAR,
      fill: 'fill',
      title: (segment: Segment) =>
        `${whole(segment.count)} of ${whole(segment.total)} ${segment.word} (${share(segment.count, segment.total)})`,
    }),
    Plot.rect(rows, {
      x1: frame.left,
      x2: frame.left + frame.width,
      y1: (row: Row) => row.y + HEADING,
      y2: (row: Row) => row.y + HEADING + BAR,
      stroke: (row: Row) => color(row.colorName),
      strokeWidth: 1.25,
      inset: 0.625,
      pointerEvents: 'none',
    }),
    Plot.text(
      segments.filter(({ hatched }) => !hatched),
      { ...label, fill: color('paper') },
    ),
    // A plain field behind the words: on the hatching itself they would be hard to read.
    Plot.rect(
      segments.filter((segment) => segment.hatched && inside(segment) !== ''),
      {
        x1: (segment: Segment) => middle(segment) - fieldWidth(inside(segment), frame) / 2,
        x2: (segment: Segment) => middle(segment) + fieldWidth(inside(segment), frame) / 2,
        y1: (segment: Segment) => segment.row.y + HEADING + 6,
        y2: (segment: Segment) => segment.row.y + HEADING + BAR - 6,
        rx: 3,
        fill: color('paper'),
        pointerEvents: 'none',
      },
    ),
    Plot.text(
      segments.filter(({ hatched }) => hatched),
      { ...label, fill: color('ink') },
    ),
    Plot.text(
      rows.filter(({ strong }) => strong),
      heading(frame, 650, (row) => color(row.colorName)),
    ),
    Plot.text(
      rows.filter(({ strong }) => !strong),
      heading(frame, 400, () => color('soft')),
    ),
    Plot.text(rows, {
      x: frame.left + frame.width,
      y: (row: Row) => row.y + HEADING / 2 - 2,
      text: small,
      textAnchor: 'end',
      fill: color('ink'),
    }),
  ];
}

function heading(frame: Frame, fontWeight: number, fill: (row: Row) => string): Plot.TextOptions {
  return {
    x: frame.left,
    y: (row: Row) => row.y + HEADING / 2 - 2,
    text: (row: Row) => row.heading,
    ...start,
    fontWeight,
    fill,
  };
}

function legendMarks(frame: Frame, y: number, undecided: boolean): Plot.Markish[] {
  const entries = [
    { text: 'reachable: some features give it', fill: color('ink'), x: frame.left },
    { text: 'unreachable: no features give it', fill: hatchFill(frame.id, 'ink'), x: frame.left + 275 },
    ...(undecided ? [{ text: 'undecided', fill: color('undecided'), x: frame.left + 550 }] : []),
  ];
  return [
    Plot.rect(entries, {
      x1: 'x',
      x2: (entry: { x: number }) => entry.x + 20,
      y1: y - 7,
      y2: y + 7,
      fill: 'fill',
      stroke: color('ink'),
    }),
    Plot.text(entries, {
      x: (entry: { x: number }) => entry.x + 28,
      y,
      text: 'text',
      ...start,
      fill: color('soft'),
    }),
  ];
}

const hatchNames = (rows: readonly Row[]): ColorName[] => rows.map((row) => row.colorName);

function describeRows(rows: readonly Row[]): string {
  return rows
    .map(({ heading: name, counts }) => {
      const total = totalOf(counts);
      const undecided = counts.undecided > 0 ? `, ${share(counts.undecided, total)} undecided` : '';
      return `${name}: ${share(counts.argmaxable, total)} reachable, ${share(counts.unargmaxable, total)} unreachable${undecided}.`;
    })
    .join(' ');
}
