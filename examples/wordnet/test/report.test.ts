import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModelResult, RunResult, SetResult } from '../src/result.js';

/*
 * Observable Plot and the d3 modules below it exist as ES modules only, which jest's CommonJS registry cannot load
 * without transforming half of node_modules. The report is a pure function from JSON to text, so a child process under
 * tsx, which is how the example itself runs, renders every case in one go and hands the pages back as JSON.
 */
const CHILD = `
const { renderReport, reachableSharePlot } = await import(process.argv[1]);
let input = '';
for await (const chunk of process.stdin) input += chunk;
const pages = Object.entries(JSON.parse(input)).map(([name, result]) =>
  [name, { html: renderReport(result), again: renderReport(result), svg: reachableSharePlot(result.models) }]);
process.stdout.write(JSON.stringify(Object.fromEntries(pages)));
`;

interface Page {
  readonly html: string;
  readonly again: string;
  readonly svg: string;
}

function render<Name extends string>(cases: Record<Name, RunResult>): Record<Name, Page> {
  const index = pathToFileURL(join(__dirname, '../src/report/index.ts')).href;
  const child = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', CHILD, '--', index],
    { cwd: __dirname, input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (child.status !== 0) throw new Error(`The report did not render: ${child.stderr}`);
  return JSON.parse(child.stdout) as Record<Name, Page>;
}

/** Each count twice in the examples, so that shares of sets and of examples agree and are easy to check. */
function model(
  name: string,
  kind: ModelResult['kind'],
  [argmaxable, unargmaxable, undecided]: readonly [number, number, number],
  epochs = 3,
): ModelResult {
  const set = (verdict: SetResult['verdict']) => (_: unknown, index: number) => ({
    verdict,
    active: 2 + (index % 7),
    radius: verdict === 'argmaxable' ? 10 ** -(2 + (index % 5) / 2) : 0,
  });
  return {
    name,
    kind,
    outputParameters: 160_250,
    totalParameters: 4_360_250,
    epochs: Array.from({ length: epochs }, (_, index) => ({
      epoch: index + 1,
      loss: 1 / (index + 1),
      f1At10: 0.4 + index / 50,
      microF1: 0.3 + index / 50,
      seconds: 12,
    })),
    f1At10: 0.5123,
    microF1: 0.4321,
    trainSeconds: 402,
    verification: {
      argmaxable,
      unargmaxable,
      undecided,
      examples: { argmaxable: 2 * argmaxable, unargmaxable: 2 * unargmaxable, undecided: 2 * undecided },
      guaranteed: kind === 'dft' ? argmaxable + unargmaxable + undecided : 0,
      seconds: 75,
      sets: [
        ...Array.from({ length: argmaxable }, set('argmaxable')),
        ...Array.from({ length: unargmaxable }, set('unargmaxable')),
        ...Array.from({ length: undecided }, set('undecided')),
      ],
    },
  };
}

function run(models: readonly ModelResult[], rest: Partial<RunResult> = {}): RunResult {
  return {
    command: 'npm start',
    date: '2025-03-09T23:30:00Z',
    machine: 'a machine',
    backend: 'wasm',
    data: {
      labels: 3042,
      train: 5000,
      heldOut: 400,
      distinctHeldOutSets: 200,
      vocabulary: 12_345,
      meanActive: 7.9,
      maxActive: 26,
    },
    settings: { epochs: 3, batchSize: 64, learningRate: 0.001, embeddingSize: 100, seed: 1 },
    models,
    unreachable: {
      model: 'BSL d=25',
      lemma: 'bugle',
      gloss: 'a brass instrument without valves',
      labels: ['entity', 'artifact', 'brass'],
      radiusUpper: 3.2e-17,
      predictedBy: [
        { model: 'BSL d=25', labels: ['entity', 'tool'] },
        { model: 'DFT k=34', labels: ['brass', 'artifact', 'entity'] },
      ],
    },
    ...rest,
  };
}

const bsl = model('BSL d=25', 'bsl', [68, 132, 0]);
const dft = model('DFT k=34', 'dft', [200, 0, 0]);
const EVIL = `<script>alert("1")</script> & 'x' <img src=https://evil.example/a.png onerror=alert(1)>`;

const cases = {
  plain: run([bsl, dft]),
  three: run([bsl, dft, model('DFT k=50', 'dft', [200, 0, 0])]),
  single: run([bsl]),
  empty: run([]),
  evil: run([{ ...bsl, name: EVIL }, dft], {
    command: EVIL,
    unreachable: {
      model: EVIL,
      lemma: EVIL,
      gloss: `${EVIL} `.repeat(20),
      labels: [EVIL, 'entity'],
      radiusUpper: 0,
      predictedBy: [{ model: EVIL, labels: [EVIL] }],
    },
  }),
  allReached: run([model('BSL d=25', 'bsl', [200, 0, 0]), dft], { unreachable: null }),
  noneReached: run([model('BSL d=25', 'bsl', [0, 200, 0])]),
  undecided: run([model('BSL d=25', 'bsl', [100, 80, 20]), dft]),
  almost: run([model('BSL d=25', 'bsl', [2999, 1, 0])]),
  oneEpoch: run([model('BSL d=25', 'bsl', [68, 132, 0], 1), model('DFT k=34', 'dft', [200, 0, 0], 1)]),
  resumed: run([model('BSL d=25', 'bsl', [68, 132, 0], 0), model('DFT k=34', 'dft', [200, 0, 0], 0)]),
  halfResumed: run([model('BSL d=25', 'bsl', [68, 132, 0], 0), dft]),
} satisfies Record<string, RunResult>;

let pages: Record<keyof typeof cases, Page>;
beforeAll(() => {
  pages = render(cases);
});

const plots = (page: Page): number => page.html.split('<svg').length - 1;

/** The visible text in reading order, one space between words. */
const textOf = (html: string): string =>
  html
    .slice(html.indexOf('<body>'))
    .replace(/<(style|desc|title)\b[^]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

describe.each(Object.keys(cases) as (keyof typeof cases)[])('report of the case %s', (name) => {
  test('is one page that loads and runs nothing', () => {
    const { html } = pages[name];
    expect(html).toMatch(/^<!doctype html>/);
    expect(html.trimEnd().endsWith('</html>')).toBe(true);
    expect(html).not.toMatch(/<(script|img|link|iframe|object|embed)\b/i);
    expect(html).not.toMatch(/<[^>]*\s(src|href|xlink:href)\s*=/i);
    expect(html).not.toMatch(/url\((?!#)/);
    expect(html).not.toMatch(/@import/);
  });

  test('has no hole where a value should be, and no warning from the plots', () => {
    const { html, svg } = pages[name];
    for (const text of [html, svg]) expect(text).not.toMatch(/NaN|undefined|Infinity|\[object|⚠/);
  });

  test('gives every id once, and refers only to ids that exist', () => {
    const { html } = pages[name];
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(ids).toEqual([...new Set(ids)]);
    const labelled = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap((match) => match[1].split(' '));
    const filled = [...html.matchAll(/url\(#([^)]+)\)/g)].map((match) => match[1]);
    for (const id of [...labelled, ...filled]) expect(ids).toContain(id);
  });

  test('is the same every time', () => {
    expect(pages[name].again).toBe(pages[name].html);
  });

  test('draws the shares as an SVG file of its own', () => {
    const { svg } = pages[name];
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg.trimEnd().endsWith('</svg>')).toBe(true);
    expect(svg).not.toMatch(/var\(|currentColor|<script/);
  });
});

describe('what the report says', () => {
  test('the headline and the bars carry the shares of the data', () => {
    const text = textOf(pages.plain.html);
    expect(text).toContain('66% of the held-out examples have a label set that BSL d=25 can never predict.');
    expect(text).toContain('For DFT k=34: none.');
    expect(text).toContain('34% reachable');
    expect(text).toContain('66% unreachable');
    expect(text).toContain('100% reachable');
    expect(text).toContain('Unreachable sets 132 of 200');
    expect(pages.plain.svg).toContain('66% unreachable');
  });

  test('the table has the scores, the sizes and the times', () => {
    const text = textOf(pages.plain.html);
    for (const part of ['51.2%', '43.2%', '160,250', '4,360,250', '6 min 42 s', '1 min 15 s', '12,345 words'])
      expect(text).toContain(part);
    expect(text).toContain('March 9, 2025');
  });

  test('two shares, three curves, a histogram per model and the shares by size', () => {
    expect(plots(pages.plain)).toBe(2 + 3 + 2 + 1);
    expect(plots(pages.three)).toBe(2 + 3 + 3 + 1);
    expect(plots(pages.single)).toBe(2 + 3 + 1 + 1);
  });

  test('the unreachable example shows what each model got right, added and missed', () => {
    const text = textOf(pages.plain.html);
    expect(text).toContain('BSL d=25 can never predict this set');
    expect(text).toContain('3.2 × 10⁻¹⁷');
    expect(text).toMatch(
      /What BSL d=25 predicts ✓ right: entity \+ too much: tool − missed: artifact − missed: brass/,
    );
    expect(text).toContain('What DFT k=34 predicts: exactly this set');
  });
});

describe('edge cases', () => {
  test('what comes from outside is text, in the page and in the picture', () => {
    const { html, svg } = pages.evil;
    expect(html).toContain('&lt;script&gt;alert(');
    expect(svg).toContain('&lt;script&gt;alert(');
    expect(svg).not.toMatch(/<img|& /);
  });

  test('a model that reaches everything', () => {
    const text = textOf(pages.allReached.html);
    expect(text).toContain('None of the held-out examples have a label set that BSL d=25 can never predict.');
    expect(text).toContain('There is none to show');
    expect(pages.allReached.html).toContain('0 are unreachable.');
  });

  test('a model that reaches nothing', () => {
    const text = textOf(pages.noneReached.html);
    expect(text).toContain('100% of the held-out examples');
    expect(text).toContain('200 unreachable');
  });

  test('undecided sets are counted as neither', () => {
    const text = textOf(pages.undecided.html);
    expect(text).toContain('40% of the held-out examples');
    expect(text).toContain('(10% undecided)');
    expect(text).toContain('Undecided sets 20 of 200');
    expect(textOf(pages.plain.html)).not.toContain('Undecided sets');
  });

  test('rounding never makes something of nothing, or nothing of something', () => {
    const text = textOf(pages.almost.html);
    expect(text).toContain('&lt;0.1% of the held-out examples');
    expect(text).toContain('&gt;99.9% reachable');
    expect(text).not.toContain('100% reachable');
  });

  test('one epoch gives curves of one point, none gives a note instead', () => {
    expect(plots(pages.oneEpoch)).toBe(8);
    expect(plots(pages.resumed)).toBe(5);
    expect(textOf(pages.resumed.html)).toContain('No curve for BSL d=25, DFT k=34');
    expect(plots(pages.halfResumed)).toBe(8);
    expect(textOf(pages.halfResumed.html)).toContain('No curve for BSL d=25:');
  });
});
