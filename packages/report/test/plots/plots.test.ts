import * as plots from '../../src/plots/index.js';
import type { Look, MeasuredSet, VerdictCounts } from '../../src/index.js';

const look: Look = { color: 'warm1', symbol: 'circle' };
const sets: MeasuredSet[] = [
  { active: 1, verdict: 'argmaxable', radius: 0.2 },
  { active: 2, verdict: 'argmaxable', radius: 0.003 },
  { active: 3, verdict: 'unargmaxable', radius: 0 },
  { active: 3, verdict: 'undecided', radius: 0 },
];
const counts: VerdictCounts = { argmaxable: 66, unargmaxable: 34, undecided: 0 };
const points = [
  { epoch: 1, value: 0.5 },
  { epoch: 2, value: 0.25 },
];
const name = 'A <&> B';

interface Case {
  readonly draw: (plot: never) => string | readonly string[] | null;
  readonly plot: { readonly id: string };
  /** What the SVG contains. */
  readonly contains: readonly string[];
  /** Parts that make it wrong, and what the error names. */
  readonly wrong: readonly [parts: object, message: string][];
}

/** One of every plot. */
const cases: Record<keyof typeof plots, Case> = {
  boxPlot: {
    draw: plots.boxPlot,
    plot: {
      ...{ id: 'p', title: 'F1 by loss', x: { label: 'F1', values: 'fraction' } },
      rows: [
        { name, color: 'warm1', values: [0.5, 0.2, 0.3, NaN] },
        { name: 'none', color: 'warm1', values: [] },
      ],
    } as never,
    contains: [
      'F1 by loss',
      '<desc id="p-description">A &lt;&amp;&gt; B: 20.0 % to 50.0 %, median 30.0 %.</desc>',
      'stroke="var(--warm1)"',
    ],
    wrong: [
      [{ title: 1 }, 'title'],
      [{ x: null }, 'x must be an axis'],
      [{ x: { label: 1 } }, 'x.label'],
      [{ x: { label: '', values: 'percent' } }, 'x.values'],
      [{ rows: {} }, 'rows must be an array'],
      [{ rows: [{ name: 1, color: 'warm1', values: [] }] }, 'rows[0].name'],
      [{ rows: [{ name, color: 'red', values: [] }] }, 'rows[0].color'],
      [{ rows: [{ name, color: 'warm1', values: 1 }] }, 'rows[0].values'],
      [{ rows: [{ name, color: 'warm1', values: ['1'] }] }, 'rows[0].values[0]'],
      [{ rows: [1, 2].map(() => ({ name, color: 'warm1', values: [1] })) }, 'rows[1].name'],
    ],
  },
  epochCurves: {
    draw: plots.epochCurves,
    plot: { id: 'p', title: 'Loss', curves: [{ name, look, points }] } as never,
    contains: ['Loss after each epoch', 'A &lt;&amp;&gt; B: 0.25 after epoch 2.', 'stroke="var(--warm1)"'],
    wrong: [
      [{ title: 1 }, 'title'],
      [{ curves: {} }, 'curves must be an array'],
      [{ curves: [null] }, 'curves[0] must be an object'],
      [{ curves: [{ name, look: { ...look, color: 'red' }, points }] }, 'curves[0].look.color'],
      [{ curves: [{ name, look, points: [{ epoch: NaN, value: 1 }] }] }, 'curves[0].points[0].epoch'],
      [{ curves: [{ name, look, points: [{ epoch: 1, value: '1' }] }] }, 'curves[0].points[0].value'],
      [{ values: 'percent' }, 'values'],
      [{ scale: 'sqrt' }, 'scale'],
    ],
  },
  lineChart: {
    draw: plots.lineChart,
    plot: {
      ...{ id: 'p', title: 'F1 against features' },
      ...{ x: { label: 'features', scale: 'log' }, y: { label: 'F1', values: 'fraction' } },
      lines: [
        {
          ...{ name, look },
          points: [
            { x: 8, y: 0.41, low: 0.4, high: 0.43 },
            { x: 16, y: 0.55 },
          ],
        },
      ],
    } as never,
    contains: [
      'F1 against features',
      'A &lt;&amp;&gt; B: 8: 41.0 %; 16: 55.0 %.',
      'features</text>',
      'stroke="var(--warm1)"',
    ],
    wrong: [
      [{ title: 1 }, 'title'],
      [{ x: null }, 'x must be an axis'],
      [{ x: { label: 1 } }, 'x.label'],
      [{ y: { label: '', scale: 'sqrt' } }, 'y.scale'],
      [{ y: { label: '', values: 'percent' } }, 'y.values'],
      [{ lines: {} }, 'lines must be an array'],
      [{ lines: [{ name, look: { ...look, color: 'red' }, points: [] }] }, 'lines[0].look.color'],
      [{ lines: [{ name, look, points: [{ x: NaN, y: 1 }] }] }, 'lines[0].points[0].x'],
      [{ lines: [{ name, look, points: [{ x: 1, y: '1' }] }] }, 'lines[0].points[0].y'],
      [{ lines: [{ name, look, points: [{ x: 1, y: 1, low: 0 }] }] }, 'lines[0].points[0].high'],
      [{ lines: [{ name, look, points: [{ x: 1, y: 1, high: 2 }] }] }, 'lines[0].points[0].low'],
    ],
  },
  radiusBySize: {
    draw: plots.radiusBySize,
    plot: { id: 'p', sets, none: 'no radius' } as never,
    contains: [
      'Radius by number of active labels',
      'Sets of 1 to 3 active labels; 1 are out of reach.',
      'no radius</text>',
      'url(#p-hatch-warm1)',
      '1 different sets of 3 active labels: undecided',
    ],
    wrong: [
      [{ sets: 'all' }, 'sets must be an array'],
      [{ sets: [{ ...sets[0], active: 0.5 }] }, 'sets[0].active'],
      [{ sets: [{ ...sets[0], verdict: 'maybe' }] }, 'sets[0].verdict'],
      [{ sets: [{ ...sets[0], radius: null }] }, 'sets[0].radius'],
      [{ none: 0 }, 'none'],
    ],
  },
  radiusHistograms: {
    draw: plots.radiusHistograms,
    plot: { id: 'p', groups: [{ title: name, sets }], apart: true } as never,
    contains: [
      'A &lt;&amp;&gt; B',
      '2 different sets are reachable: least radius 0.003, median 0.2, largest 0.2.',
      '1 are out of reach, 1 are undecided.',
      'radius, proved to be at least',
      'url(#p-0-hatch-warm1)',
      '1 sets out of reach',
    ],
    wrong: [
      [{ groups: [{ title: 1, sets }] }, 'groups[0].title'],
      [{ groups: [{ title: '', sets, color: 'red' }] }, 'groups[0].color'],
      [{ groups: [{ title: '', sets: [null] }] }, 'groups[0].sets[0]'],
      [{ apart: 1 }, 'apart'],
      [{ exact: 'yes' }, 'exact'],
    ],
  },
  reachableBySize: {
    draw: plots.reachableBySize,
    plot: { id: 'p', models: [{ name, look, sets }] } as never,
    contains: [
      'A &lt;&amp;&gt; B: 1 active, 100 %; 2 active, 100 %; 3 active, 0 %.',
      '3 active: 0 of 2 sets (0 %)',
      'var(--warm1)',
    ],
    wrong: [
      [{ models: [{ name: 1, look, sets }] }, 'models[0].name'],
      [{ models: [{ name, look: { ...look, symbol: 'star' }, sets }] }, 'models[0].look.symbol'],
      [{ models: [{ name, look: { ...look, dash: 4 }, sets }] }, 'models[0].look.dash'],
      [
        { models: [{ name, look, sets: [{ active: -1, verdict: 'undecided' }] }] },
        'models[0].sets[0].active',
      ],
    ],
  },
  verdictShare: {
    draw: plots.verdictShare,
    plot: { id: 'p', title: 'Held-out sets', rows: [{ counts, heading: name, strong: true }] } as never,
    contains: [
      'Held-out sets',
      'A &lt;&amp;&gt; B: 66.0 % reachable · 34.0 % out of reach.',
      '34 of 100 out of reach (34.0 %)',
      'url(#p-hatch-warm1)',
    ],
    wrong: [
      [{ rows: [{ counts: null }] }, 'rows[0].counts'],
      [{ rows: [{ counts: { ...counts, undecided: -1 } }] }, 'rows[0].counts.undecided'],
      [{ rows: [{ counts, heading: 1 }] }, 'rows[0].heading'],
      [{ rows: [{ counts, strong: 1 }] }, 'rows[0].strong'],
      [{ rows: [{ counts, color: 'red' }] }, 'rows[0].color'],
    ],
  },
  verdictSharePicture: {
    draw: plots.verdictSharePicture,
    plot: { id: 'p', title: 'Who?', models: [{ name, color: 'cool2', rows: [{ counts }] }] } as never,
    contains: [
      'xmlns="http://www.w3.org/2000/svg"',
      'A &lt;&amp;&gt; B: 66.0 % reachable · 34.0 % out of reach.',
      'out of reach: no features give it',
      'url(#p-hatch-cool2)',
      '@media (prefers-color-scheme: dark)',
      '#0a6e7f',
    ],
    wrong: [
      [{ width: 319 }, 'width'],
      [{ models: [{ name, color: 'red', rows: [] }] }, 'models[0].color'],
      [{ models: [{ name, color: 'ink', rows: [{}] }] }, 'models[0].rows[0].counts'],
    ],
  },
};

test('every plot that is exported has its case', () => {
  const drawn = Object.entries(plots).map(([exported, draw]) => [exported, draw.name]);
  expect(
    Object.entries(cases)
      .map(([key, { draw }]) => [key, draw.name])
      .sort(),
  ).toEqual(drawn.sort());
});

const list = Object.entries(cases).map(([plotName, given]) => ({ plotName, ...given }));

function drawn({ draw, plot }: Pick<Case, 'draw' | 'plot'>, parts: object = {}): string {
  const svg = draw({ ...plot, ...parts } as never);
  return typeof svg === 'string' ? svg : (svg ?? []).join('');
}

test.each(list)('$plotName draws an SVG that can be read out, and loads and runs nothing', (given) => {
  const svg = drawn(given);
  expect(svg).toMatch(/^<svg/);
  expect(svg.trimEnd()).toMatch(/<\/svg>$/);
  expect(svg).toContain('role="img"');
  expect(svg).toMatch(/aria-labelledby="p(-0)?-title p(-0)?-description"/);
  for (const part of given.contains) expect(svg).toContain(part);
  expect(svg).not.toMatch(/NaN|undefined|Infinity|<script|href|@import/);
  expect(drawn(given)).toBe(svg);
});

test.each(list)('$plotName refuses a wrong id, an unknown part and no plot at all', (given) => {
  for (const id of ['', '1p', 'a b', '"', undefined, null, 5]) {
    expect(() => drawn(given, { id })).toThrow(/\bid\b/);
  }
  expect(() => drawn(given, { zzz: 1 })).toThrow('zzz');
  for (const wrong of [null, undefined, 'x', []]) {
    expect(() => given.draw(wrong as never)).toThrow(given.plotName);
  }
});

test.each(list)('$plotName refuses wrong parts and says where', (given) => {
  expect(given.wrong.length).toBeGreaterThan(0);
  for (const [parts, message] of given.wrong) expect(() => drawn(given, parts)).toThrow(message);
});
