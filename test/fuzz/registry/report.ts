import * as report from '@argmaxable/report';
import {
  boolean,
  instance,
  integer,
  isPlain,
  number,
  oneOf,
  options,
  publicFunction,
  type Spec,
  string,
  wrongValues,
} from '../specs.js';

export const name = '@argmaxable/report';
export { report as exports };

const anyNumber = number(1, () => true);
const color = oneOf(
  ...['warm1', 'warm2', 'cool1', 'cool2', 'undecided', 'ground', 'paper', 'ink', 'soft', 'rule'],
);
const look = options(
  { color, symbol: oneOf('circle', 'square', 'triangle', 'diamond'), dash: string('4 2') },
  ['color', 'symbol'],
);
const verdict = oneOf('argmaxable', 'unargmaxable', 'undecided');
const counts = { argmaxable: integer(3, 0), unargmaxable: integer(1, 0), undecided: integer(0, 0) };

/** An object with at least these fields. */
function fields(of: Record<string, Spec>, needed: readonly string[] = Object.keys(of)): Spec {
  const { valid } = options(of, needed);
  const wrong = (name: string) =>
    wrongValues(of[name]).filter(({ value }) => value !== undefined || needed.includes(name));
  return {
    valid,
    accepts: isPlain,
    wrongInside: () =>
      Object.keys(of).flatMap((name) =>
        wrong(name).map(({ value, place }) => ({
          value: { ...(valid() as object), [name]: value },
          place: `.${name}${place}`,
        })),
      ),
  };
}

/** An array of such. */
function several(of: Spec): Spec {
  return {
    valid: () => [of.valid()],
    accepts: (value) => Array.isArray(value) && Array.from(value).every(isPlain) && value.length === 0,
    wrongInside: () => [
      ...[null, undefined, 5, '', 'ab', true, 1n].map((wrong) => ({
        value: [of.valid(), wrong],
        place: '[1]',
      })),
      ...of.wrongInside().map(({ value, place }) => ({ value: [of.valid(), value], place: `[1]${place}` })),
    ],
  };
}

const decided = { active: integer(1, 0), verdict };
const measured = several(fields({ ...decided, radius: { ...number(0.1, () => true) } }));
const points = several(fields({ epoch: number(1), value: anyNumber }));
const axis = { label: string('n'), scale: oneOf('linear', 'log'), values: oneOf('number', 'fraction') };
const chartPoints = several(
  fields({ x: number(1), y: anyNumber, low: anyNumber, high: anyNumber }, ['x', 'y']),
);
const row = fields({ counts: fields(counts), heading: string('sets'), strong: boolean(), color }, ['counts']);

const id = string('plot', (value) => /^[A-Za-z][\w-]*$/.test(value));
const plot = (draw: (plot: never) => unknown, parts: Record<string, Spec>, needed: readonly string[]) =>
  publicFunction(draw.name, draw, options({ id, ...parts }, ['id', ...needed]));

export const functions = [
  publicFunction('whole', report.whole, anyNumber),
  publicFunction('decimal', report.decimal, anyNumber),
  publicFunction('percent', report.percent, anyNumber),
  publicFunction('share', report.share, anyNumber, anyNumber),
  publicFunction('duration', report.duration, anyNumber),
  publicFunction('date', report.date, string('2025-03-09')),
  publicFunction('powerOfTen', report.powerOfTen, anyNumber),
  publicFunction('scientific', report.scientific, anyNumber),
  publicFunction('color', report.color, color),
  publicFunction(
    'renderPage',
    report.renderPage,
    options(
      {
        title: string('page'),
        template: string('<p><%= it.name %></p>'),
        view: instance(() => ({ name: 'x' }), isPlain),
        style: string('p { margin: 0; }'),
        pictures: boolean(),
      },
      ['title', 'template', 'view'],
    ),
  ),
  plot(
    report.epochCurves,
    {
      title: string('Loss'),
      curves: several(fields({ name: string('a'), look, points })),
      values: oneOf('number', 'fraction'),
      scale: oneOf('linear', 'log'),
    },
    ['title', 'curves'],
  ),
  plot(
    report.boxPlot,
    {
      title: string('F1'),
      x: fields({ label: axis.label, values: axis.values }, ['label']),
      rows: several(fields({ name: string('a'), color, values: several(anyNumber) })),
    },
    ['title', 'x', 'rows'],
  ),
  plot(
    report.lineChart,
    {
      title: string('F1'),
      x: fields(axis, ['label']),
      y: fields(axis, ['label']),
      lines: several(fields({ name: string('a'), look, points: chartPoints })),
    },
    ['title', 'x', 'y', 'lines'],
  ),
  plot(report.radiusBySize, { sets: measured, none: string('none') }, ['sets']),
  plot(
    report.radiusHistograms,
    {
      groups: several(fields({ title: string('Radii'), sets: measured, color }, ['title', 'sets'])),
      apart: boolean(),
      exact: boolean(),
    },
    ['groups'],
  ),
  plot(
    report.reachableBySize,
    { models: several(fields({ name: string('a'), look, sets: several(fields(decided)) })) },
    ['models'],
  ),
  plot(report.verdictShare, { title: string('Sets'), rows: several(row) }, ['title', 'rows']),
  plot(
    report.verdictSharePicture,
    {
      title: string('Sets'),
      models: several(fields({ name: string('a'), color, rows: several(row) })),
      width: number(760, (value) => value >= 320 && value < Infinity),
    },
    ['title', 'models'],
  ),
];

export const others: Record<string, string> = {};
