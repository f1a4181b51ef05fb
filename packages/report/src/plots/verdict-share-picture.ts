import { checkNumber, checkOneOf, checkString, type Verdict } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { color, type ColorName, colorNames } from '../palette.js';
import { hatches, standaloneSvg } from '../svg.js';
import { verdicts } from '../verdicts.js';
import { checkEach, checkPlot } from './checks.js';
import { fillOf } from './fill.js';
import {
  barHeight,
  canvas,
  fontSize,
  lineHeight,
  type ShareBar,
  type ShareFrame,
  shareMarks,
} from './share-bars.js';
import { checkRow, describeBars, type ShareRow } from './verdict-share.js';

/** The data of `verdictSharePicture`. */
export interface VerdictSharePicture {
  /** The start of the ids of its elements. */
  readonly id: string;
  /** The line at the top. */
  readonly title: string;
  readonly models: readonly SharingModel[];
  /** The width in pixels, 320 or more; 760 by default. */
  readonly width?: number;
}

/** A model and its bars. */
export interface SharingModel {
  readonly name: string;
  readonly color: ColorName;
  readonly rows: readonly Pick<ShareRow, 'counts' | 'heading'>[];
}

const top = 92;
const nameHeight = 26;
const pitch = lineHeight + barHeight + 8;
const start = { textAnchor: 'start' } as const;

/** The meaning of each verdict. */
const legend: Readonly<Record<Verdict, string>> = {
  argmaxable: 'reachable: some features give it',
  unargmaxable: 'out of reach: no features give it',
  undecided: 'undecided',
};

/**
 * Draws the share of each verdict for several models, as a separate picture.
 *
 * @returns A whole SVG document, with its own background, that follows the reader's light or dark colour
 *   scheme.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { verdictSharePicture } from '@argmaxable/report';
 * const rows = [{ heading: 'label sets', counts: { argmaxable: 66, unargmaxable: 34, undecided: 0 } }];
 * const models = [{ name: 'BSL d=3', color: 'warm1', rows }];
 * console.log(verdictSharePicture({ id: 'share', title: 'What can be predicted?', models })); // <svg ...
 */
export function verdictSharePicture(plot: VerdictSharePicture): string {
  const {
    id,
    title,
    models,
    width = 760,
  } = checkPlot('verdictSharePicture', plot, [...(['title', 'models', 'width'] as const)]);
  checkString('title', title);
  checkNumber('width', width, { min: 320 });
  checkEach('models', models, (place, model) => {
    checkString(`${place}.name`, model.name);
    checkOneOf(`${place}.color`, model.color, colorNames);
    checkEach(`${place}.rows`, model.rows, checkRow);
  });
  const frame: ShareFrame = { id, left: 28, width: width - 56 };
  let y = top;
  const placed = models.map(({ name, color, rows }) => {
    const nameY = y + 12;
    const bars = rows.map(({ heading = '', counts }, index): ShareBar => {
      return { heading, strong: false, color, counts, y: y + nameHeight + index * pitch };
    });
    y += nameHeight + rows.length * pitch + 16;
    return { name, color, nameY, bars };
  });
  const bars = placed.flatMap((model) => model.bars);
  return standaloneSvg({
    id,
    title,
    description: placed.map((model) => `${model.name}: ${describeBars(model.bars)}`).join(' '),
    fontSize,
    plot: {
      ...canvas(width, y),
      marks: [
        Plot.text([title], { x: frame.left, y: 36, ...start, fontSize: 18, fontWeight: 650 }),
        ...legendMarks(
          frame,
          66,
          bars.some(({ counts }) => counts.undecided > 0),
        ),
        Plot.text(placed, {
          x: frame.left,
          y: 'nameY',
          text: 'name',
          ...start,
          fontSize: 15,
          fontWeight: 650,
          fill: (model: SharingModel) => color(model.color),
        }),
        ...shareMarks(bars, frame),
      ],
    },
  });
}

function legendMarks({ id, left }: ShareFrame, y: number, undecided: boolean): Plot.Markish[] {
  const entries = verdicts
    .filter((verdict) => undecided || verdict !== 'undecided')
    .map((verdict, index) => ({ verdict, text: legend[verdict], x: left + 275 * index }));
  type Entry = (typeof entries)[number];
  return [
    hatches(id, ['ink']),
    Plot.rect(entries, {
      x1: 'x',
      x2: ({ x }: Entry) => x + 20,
      y1: y - 7,
      y2: y + 7,
      fill: ({ verdict }: Entry) => fillOf(verdict, id, 'ink'),
      stroke: color('ink'),
    }),
    Plot.text(entries, { x: ({ x }: Entry) => x + 28, y, text: 'text', ...start, fill: color('soft') }),
  ];
}
