import { checkBoolean, checkOneOf, checkString, type VerdictCounts } from '@argmaxable/core';
import { type ColorName, colorNames } from '../palette.js';
import { inlineSvg } from '../svg.js';
import { frame as page } from './axes.js';
import { checkCounts, checkEach, checkPlot } from './checks.js';
import {
  barHeight,
  canvas,
  fontSize,
  lineHeight,
  type ShareBar,
  type ShareFrame,
  shareMarks,
  shareWords,
  wordsOverBar,
} from './share-bars.js';

/** The data of `verdictShare`. */
export interface VerdictShare {
  /** Unique in the page. */
  readonly id: string;
  /** What is counted. */
  readonly title: string;
  /** One bar each. */
  readonly rows: readonly ShareRow[];
}

/** A bar: how many label sets, or examples, got each verdict. */
export interface ShareRow {
  readonly counts: VerdictCounts;
  /** The text above the bar; none by default. */
  readonly heading?: string;
  /**
   * Whether the rows after it, up to the next such row, belong to this one, such as the rows of a model.
   * False by default.
   */
  readonly strong?: boolean;
  /** The colour of the bar; by default each verdict has its own colour. */
  readonly color?: ColorName;
}

/**
 * Draws the share of each verdict, with a stacked bar per row.
 *
 * @returns The SVG, for a page of `renderPage`.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { verdictShare } from '@argmaxable/report';
 * const counts = { argmaxable: 66, unargmaxable: 34, undecided: 0 };
 * console.log(verdictShare({ id: 'share', title: 'Held-out label sets', rows: [{ counts }] })); // <svg ...
 */
export function verdictShare(plot: VerdictShare): string {
  const { id, title, rows } = checkPlot('verdictShare', plot, ['title', 'rows']);
  checkString('title', title);
  checkEach('rows', rows, checkRow);
  const frame: ShareFrame = { id, left: 0, width: page.width };
  const bars = place(rows, frame);
  const bottom = bars.reduce((height, { y }) => Math.max(height, y + lineHeight + barHeight), 0);
  return inlineSvg({
    id,
    title,
    description: describeBars(bars),
    fontSize,
    plot: { ...canvas(frame.width, bottom + 2), marks: shareMarks(bars, frame) },
  });
}

/** Checks a row of `verdictShare`. */
export function checkRow(place: string, { counts, heading = '', strong = false, color }: ShareRow): void {
  checkCounts(`${place}.counts`, counts);
  checkString(`${place}.heading`, heading);
  checkBoolean(`${place}.strong`, strong);
  if (color !== undefined) checkOneOf(`${place}.color`, color, colorNames);
}

/** The content of the bars in words, for readers who cannot see them. */
export function describeBars(bars: readonly ShareBar[]): string {
  return bars
    .map(({ heading, counts }) => (heading ? `${heading}: ` : '') + `${shareWords(counts)}.`)
    .join(' ');
}

/** Places bars below each other; a row without a line of text gets no space for it. */
function place(rows: readonly ShareRow[], frame: ShareFrame): ShareBar[] {
  let y = 0;
  return rows.map(({ counts, heading = '', strong = false, color }, index): ShareBar => {
    const bar = { counts, heading, strong, color, y: 0 };
    const needsLine = heading !== '' || wordsOverBar(bar, frame) !== '';
    if (strong && index > 0) y += 14;
    const top = needsLine ? y : y - lineHeight;
    y = top + lineHeight + barHeight + 4;
    return { ...bar, y: top };
  });
}
