import { checkOneOf, checkString, ValueError } from '@argmaxable/core';
import * as Plot from '@observablehq/plot';
import { color, type ColorName, colorNames } from '../palette.js';
import { inlineSvg } from '../svg.js';
import { extent, frame, horizontalAxis } from './axes.js';
import { checkEach, checkPlot } from './checks.js';
import { type ChartAxis, formats } from './line-chart.js';

/** The data of `boxPlot`. */
export interface BoxPlot {
  /** Unique in the page. */
  readonly id: string;
  /** The name of the chart, such as 'F1 by loss'. */
  readonly title: string;
  /** The axis of the values; it is linear. */
  readonly x: Omit<ChartAxis, 'scale'>;
  /** From top to bottom; names are unique. */
  readonly rows: readonly BoxRow[];
}

/** A row of a box plot: repeated values of one thing, such as one model's over seeds. */
export interface BoxRow {
  readonly name: string;
  readonly color: ColorName;
  readonly values: readonly number[];
}

/**
 * Draws groups of values as boxes from quartile to quartile, with the median, and lines to the least and the
 * greatest value; beside them every value is a dot. Values that are not finite are left out, and rows without
 * any.
 *
 * @returns The SVG, for a page of `renderPage`; null if no value is left.
 * @throws ValueError for invalid data.
 *
 * @example
 * import { boxPlot } from '@argmaxable/report';
 * const rows = [
 *   { name: 'oneVersusAll', color: 'warm1', values: [0.61, 0.63, 0.62] },
 *   { name: 'sigmoidF1', color: 'cool1', values: [0.6, 0.64, 0.63] },
 * ];
 * const x = { label: 'F1', values: 'fraction' };
 * console.log(boxPlot({ id: 'f1', title: 'F1 by loss', x, rows })); // <svg ...
 */
export function boxPlot(plot: BoxPlot): string | null {
  const { id, title, x, rows: given } = checkPlot('boxPlot', plot, ['title', 'x', 'rows']);
  checkString('title', title);
  const { label, form } = readValues(x);
  checkEach('rows', given, checkRow);
  const names = given.map(({ name }) => name);
  const repeated = names.findIndex((name, i) => names.indexOf(name) < i);
  if (repeated >= 0) {
    throw new ValueError(`rows[${repeated}].name`, names[repeated], 'a name of one row only');
  }
  const rows = given
    .map((row) => ({ ...row, values: row.values.filter(Number.isFinite).sort((a, b) => a - b) }))
    .filter(({ values }) => values.length > 0);
  if (rows.length === 0) return null;
  const dots = rows.flatMap((row) => row.values.map((value) => ({ ...row, value })));
  const boxes = rows.map((row) => ({
    ...row,
    ...{ least: row.values[0], greatest: row.values.at(-1)! },
    ...{
      lower: quantile(row.values, 0.25),
      middle: quantile(row.values, 0.5),
      upper: quantile(row.values, 0.75),
    },
  }));
  const [low, high] = extent(dots.map(({ value }) => value));
  const air = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * 0.1, 0.01);
  const stroke = { y: 'name', stroke: (row: BoxRow) => color(row.color) };
  return inlineSvg({
    id,
    title,
    description: boxes
      .map(({ name, least, middle, greatest }) => {
        return `${name}: ${form.text(least)} to ${form.text(greatest)}, median ${form.text(middle)}.`;
      })
      .join(' '),
    plot: {
      ...frame,
      height: frame.marginTop + frame.marginBottom + 24 * rows.length,
      marginLeft: 24 + 7 * Math.max(...rows.map(({ name }) => name.length)),
      width: frame.width + 7 * Math.max(...rows.map(({ name }) => name.length)),
      x: { domain: [low - air, high + air] },
      y: { domain: rows.map(({ name }) => name), padding: 0.3 },
      marks: [
        Plot.gridX({ stroke: color('rule'), strokeOpacity: 1, ticks: 6 }),
        horizontalAxis({ ticks: 6, format: form.tick, label }),
        Plot.axisY({ tickSize: 0, fill: color('soft'), label: null }),
        Plot.link(boxes, { ...stroke, x1: 'least', x2: 'greatest', y: 'name', strokeWidth: 1.25 }),
        Plot.barX(boxes, { ...stroke, x1: 'lower', x2: 'upper', fill: color('paper'), strokeWidth: 1.25 }),
        Plot.tickX(boxes, { ...stroke, x: 'middle', strokeWidth: 2.5 }),
        Plot.dot(dots, {
          ...{ x: 'value', y: 'name', r: 2.5 },
          fill: (row: BoxRow) => color(row.color),
          title: ({ name, value }: { name: string; value: number }) => `${name}: ${form.text(value)}`,
        }),
      ],
    },
  });
}

/** Checks the axis; its name, and how its values are written. */
function readValues(x: BoxPlot['x']) {
  if (typeof x !== 'object' || x === null) throw new ValueError('x', x, 'an axis: { label, values }');
  const { label, values = 'number' } = x;
  return {
    label: checkString('x.label', label),
    form: formats[checkOneOf('x.values', values, ['number', 'fraction'])],
  };
}

function checkRow(place: string, row: BoxRow): void {
  checkString(`${place}.name`, row.name);
  checkOneOf(`${place}.color`, row.color, colorNames);
  if (!Array.isArray(row.values)) throw new ValueError(`${place}.values`, row.values, 'an array of numbers');
  const wrong = row.values.findIndex((value) => typeof value !== 'number');
  if (wrong >= 0) throw new ValueError(`${place}.values[${wrong}]`, row.values[wrong], 'a number');
}

/** Linear between the two nearest of the ascending values. */
function quantile(ascending: readonly number[], level: number): number {
  const at = level * (ascending.length - 1);
  const [below, above] = [ascending[Math.floor(at)], ascending[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}
