import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ModelResult, RunResult, SetResult, Verdict } from '../src/result.js';

/*
 * Observable Plot and the d3 modules below it exist as ES modules only, which jest's CommonJS registry cannot
 * load without transforming half of node_modules. The report is a pure function from JSON to text, so a child
 * process under tsx, which is how the example itself runs, renders every case in one go and hands the pages
 * back as JSON.
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

/** How many of 200 label sets, or so, are argmaxable, unargmaxable and undecided. */
type Counts = readonly [number, number, number];

function verdicts([argmaxable, unargmaxable, undecided]: Counts): Verdict[] {
  return [
    ...Array<Verdict>(argmaxable).fill('argmaxable'),
    ...Array<Verdict>(unargmaxable).fill('unargmaxable'),
    ...Array<Verdict>(undecided).fill('undecided'),
  ];
}

/** Each count twice in the examples, so that shares of sets and of examples agree and are easy to check. */
function countsOf([argmaxable, unargmaxable, undecided]: Counts) {
  const examples = {
    argmaxable: 2 * argmaxable,
    unargmaxable: 2 * unargmaxable,
    undecided: 2 * undecided,
  };
  return { argmaxable, unargmaxable, undecided, examples };
}

/** @param alone The counts of the last matrix, where they are not the model's. */
function model(
  name: string,
  kind: ModelResult['kind'],
  counts: Counts,
  { epochs = 3, alone = counts, carries = kind === 'dft', width = 25, microF1 = 0.4321, seeds = 1 } = {},
): ModelResult {
  const ofMatrix = verdicts(alone);
  const sets = verdicts(counts).map((verdict, index): SetResult => {
    const classifier = ofMatrix[index];
    const room = classifier === 'argmaxable' ? 10 ** -(2 + (index % 5) / 2) : 0;
    const radius = kind.endsWith('Frequencies') ? null : room;
    return { active: 2 + (index % 7), model: verdict, classifier, radius };
  });
  return {
    ...{ name, kind, width, learningRate: 0.02 },
    seeds: Array.from({ length: seeds }, (_, i) => ({
      seed: i + 1,
      f1At10: 0.5123 + i / 100,
      exact: 0.0345 + i / 100,
      microF1: microF1 + i / 100,
      model: counts[1] && counts[1] + i,
      undecided: counts[2],
      classifier: alone[1],
    })),
    outputParameters: 160_250,
    totalParameters: 4_360_250,
    epochs: Array.from({ length: epochs }, (_, index) => ({
      epoch: index + 1,
      loss: 1 / (index + 1),
      f1At10: 0.4 + index / 50,
      microF1: 0.3 + index / 50,
      exact: 0.01,
      seconds: 12,
    })),
    trainSeconds: 402,
    verification: {
      model: { ...countsOf(counts), confirmed: counts[0], seconds: 75 },
      classifier: { ...countsOf(alone), guaranteed: kind === 'dft' ? sets.length : 0, seconds: 130 },
      projection: { inputs: 128, features: 25, rank: 25, carries },
      featureRange: "any (leakyReLU 'leaky_relu')",
      sets,
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
    settings: { epochs: 3, batchSize: 64, embeddingSize: 100, seed: 1, seeds: 1 },
    ...{ tuning: null, ratesFrom: 'stored' },
    models,
    unreachable: {
      model: 'BSL d=25',
      outOfReach: 264,
      lemma: 'bugle',
      gloss: 'a brass instrument without valves',
      labels: ['entity', 'artifact', 'brass'],
      exact: true,
      predictedBy: [
        { model: 'BSL d=25', verdict: 'unargmaxable', labels: ['entity', 'tool'], exactly: 0 },
        { model: 'DFT k=34', verdict: 'argmaxable', labels: ['brass', 'artifact', 'entity'], exactly: 17 },
      ],
    },
    ...rest,
  };
}

const bsl = model('BSL d=25', 'bsl', [68, 132, 0]);
const prior = model('BSL d=25 prior', 'bslPrior', [90, 110, 0], { microF1: 0.5321 });
const dft = model('DFT k=34', 'dft', [200, 0, 0]);
const EVIL = `<script>alert("1")</script> & 'x' <img src=https://evil.example/a.png onerror=alert(1)>`;

const cases = {
  plain: run([bsl, dft]),
  three: run([bsl, prior, dft]),
  widths: run([
    ...[bsl, prior, dft],
    model('BSL d=50', 'bsl', [200, 0, 0], { width: 50 }),
    model('DFT k=34 slack=40', 'dft', [190, 0, 10], { width: 50 }),
  ]),
  bias: run([
    ...[bsl, model('BSL d=24 bias', 'bslFrequencies', [150, 50, 0], { microF1: 0.5321 })],
    ...[dft, model('DFT k=34 slack=7 bias', 'dftFrequencies', [200, 0, 0], { microF1: 0.6321 })],
  ]),
  seeds: run(
    [
      model('BSL d=25', 'bsl', [68, 132, 0], { seeds: 3 }),
      model('DFT k=34', 'dft', [200, 0, 0], { seeds: 3 }),
    ],
    { settings: { epochs: 3, batchSize: 64, embeddingSize: 100, seed: 1, seeds: 3 } },
  ),
  tuned: run([bsl, dft], {
    ratesFrom: 'tuned',
    tuning: {
      examples: 500,
      tried: [
        { head: 'BSL d=25', learningRate: 0.01, microF1: 0.4 },
        { head: 'BSL d=25', learningRate: 0.1, microF1: 0.5 },
        { head: 'DFT k=34', learningRate: 0.01, microF1: 0.4 },
        { head: 'DFT k=34', learningRate: 0.02, microF1: 0.6 },
        { head: 'DFT k=34', learningRate: 0.1, microF1: 0.5 },
      ],
    },
  }),
  given: run([bsl, { ...dft, outputParameters: 170_000 }], { ratesFrom: 'given' }),
  single: run([bsl]),
  empty: run([]),
  evil: run([{ ...bsl, name: EVIL }, dft], {
    command: EVIL,
    unreachable: {
      model: EVIL,
      lemma: EVIL,
      gloss: `${EVIL} `.repeat(20),
      labels: [EVIL, 'entity'],
      outOfReach: 1,
      exact: false,
      predictedBy: [{ model: EVIL, verdict: 'unargmaxable', labels: [EVIL], exactly: 0 }],
    },
  }),
  allReached: run([model('BSL d=25', 'bsl', [200, 0, 0]), dft], { unreachable: null }),
  noneReached: run([model('BSL d=25', 'bsl', [0, 200, 0])]),
  undecided: run([model('BSL d=25', 'bsl', [100, 80, 20]), dft]),
  differing: run([
    model('BSL d=25', 'bsl', [60, 140, 0], { alone: [68, 132, 0] }),
    model('DFT k=34', 'dft', [180, 20, 0], { alone: [200, 0, 0], carries: false }),
  ]),
  almost: run([model('BSL d=25', 'bsl', [2999, 1, 0])]),
  oneEpoch: run([
    model('BSL d=25', 'bsl', [68, 132, 0], { epochs: 1 }),
    model('DFT k=34', 'dft', [200, 0, 0], { epochs: 1 }),
  ]),
  resumed: run([
    model('BSL d=25', 'bsl', [68, 132, 0], { epochs: 0 }),
    model('DFT k=34', 'dft', [200, 0, 0], { epochs: 0 }),
  ]),
  halfResumed: run([model('BSL d=25', 'bsl', [68, 132, 0], { epochs: 0 }), dft]),
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
    expect(text).toContain(
      'BSL d=25 (micro-F1 43.2 %) can never predict 66.0 % of the held-out label sets; ' +
        'DFT k=34 (micro-F1 43.2 %) can predict all of the held-out label sets.',
    );
    expect(text).toContain('34.0 %');
    expect(text).toContain('66.0 % out of reach');
    expect(text).toContain('100 % reachable');
    expect(text).toContain('Sets that no input reaches 132 of 200');
    expect(text).toContain('Reachable sets confirmed in float32 68 of 68');
    expect(pages.plain.svg).toContain('66.0 % out of reach');
  });

  test('the headline names the best bottlenecked model of each width', () => {
    expect(textOf(pages.three.html)).toContain('BSL d=25 prior (micro-F1 53.2 %) can never predict 55.0 %');
    const text = textOf(pages.widths.html);
    expect(text).toContain('BSL d=25 prior (micro-F1 53.2 %) can never predict 55.0 %');
    expect(text).toContain(
      'BSL d=50 (micro-F1 43.2 %) can predict all of the held-out label sets; ' +
        'DFT k=34 slack=40 (micro-F1 43.2 %) can predict 95.0 % of the held-out label sets (5.0 % undecided).',
    );
    expect(textOf(pages.single.html)).toContain('BSL d=25 (micro-F1 43.2 %) can never predict 66.0 %');
  });

  test('layers with a label bias are rivals like others, without radii', () => {
    const text = textOf(pages.bias.html);
    expect(text).toContain(
      'BSL d=24 bias (micro-F1 53.2 %) can never predict 25.0 % of the held-out label sets; ' +
        'DFT k=34 slack=7 bias (micro-F1 63.2 %) can predict all of the held-out label sets.',
    );
    expect(pages.bias.html).toContain('with the last matrix of BSL d=25');
    expect(pages.bias.html).not.toContain('with the last matrix of BSL d=24 bias');
  });

  test('what the comparison follows from the run', () => {
    expect(textOf(pages.plain.html)).toContain('of those that an earlier run with --tune tried');
    expect(textOf(pages.plain.html)).toContain('Scores are of one seed');
    expect(textOf(pages.plain.html)).toContain('DFT layers train no more parameters than');
    const tuned = textOf(pages.tuned.html);
    expect(tuned).toContain(
      'of 0.01, 0.02, 0.1, that gave it the highest micro-F1 on 500 validation examples.',
    );
    expect(tuned).toContain('Rates beyond these might suit BSL d=25 better.');
    const given = textOf(pages.given.html);
    expect(given).toContain('not of each layer at its best');
    expect(given).toContain('More parameters than a bottlenecked layer beside it trains: DFT k=34.');
  });

  test('several seeds give means and deviations', () => {
    const text = textOf(pages.seeds.html);
    expect(text).toContain('52.2 % ± 1.0');
    expect(text).toContain('133.0 ± 1.0');
    expect(text).toContain('can never predict 66.5 % of the held-out label sets; DFT k=34');
    expect(text).toContain('means over 3 seeds');
    expect(text).toContain('seeds 1 to 3');
    expect(text).toContain('BSL d=25 (micro-F1 44.2 %)');
  });

  test('the table has the scores, the sizes and the times', () => {
    const text = textOf(pages.plain.html);
    for (const part of [
      '51.2 %',
      '43.2 %',
      '3.5 %',
      '160,250',
      '4,360,250',
      '6 min 42 s',
      '1 min 15 s',
      '2 min 10 s',
      '12,345 words',
    ]) {
      expect(text).toContain(part);
    }
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
    expect(text).toContain('no features give it. The proof holds in exact arithmetic');
    expect(text).toContain('out of reach of BSL d=25: 264. Predicted exactly: DFT k=34 predicts 17.');
    expect(textOf(pages.evil.html)).toContain('up to changes of them by 10⁻¹⁰ of themselves');
    expect(text).toMatch(
      /What BSL d=25 predicts ✓ right: entity \+ too much: tool − missed: artifact − missed: brass/,
    );
    expect(text).toContain('What DFT k=34, which can reach it, predicts: exactly this set');
  });

  test('the last matrix alone has counts of its own, and bars where they differ', () => {
    const text = textOf(pages.differing.html);
    expect(text).toContain('BSL d=25 (micro-F1 43.2 %) can never predict 70.0 % of the held-out label sets;');
    expect(text).toContain('DFT k=34 (micro-F1 43.2 %) can never predict 10.0 % of the held-out label sets.');
    expect(text).toContain('Sets that no input reaches 140 of 200');
    expect(text).toContain('Last matrix alone: sets out of reach 132 of 200');
    expect(text).toContain('Is that about the model too? – not proved');
    expect(text.split('its last matrix alone').length - 1).toBe(4); // two models, two measures
    expect(pages.differing.svg).toContain('200 distinct label sets: its last matrix alone');
    expect(textOf(pages.plain.html)).not.toContain('its last matrix alone');
    expect(textOf(pages.plain.html)).toContain('Is that about the model too? – yes');
    expect(pages.plain.svg).not.toContain('last matrix');
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
    expect(text).toContain('BSL d=25 (micro-F1 43.2 %) can predict all of the held-out label sets;');
    expect(text).toContain('There is none to show');
    expect(pages.allReached.html).toContain('0 are out of reach.');
  });

  test('a model that reaches nothing', () => {
    const text = textOf(pages.noneReached.html);
    expect(text).toContain('can never predict 100 % of the held-out label sets.');
    expect(text).toContain('200 out of reach');
  });

  test('undecided sets are counted as neither', () => {
    const text = textOf(pages.undecided.html);
    expect(text).toContain('can never predict 40.0 % of the held-out label sets (10.0 % undecided)');
    expect(text).toContain('Undecided sets 20 of 200');
    expect(textOf(pages.plain.html)).not.toContain('Undecided sets 0 of 200');
  });

  test('rounding never makes something of nothing, or nothing of something', () => {
    const text = textOf(pages.almost.html);
    expect(text).toContain('&lt; 0.1 % of the held-out label sets');
    expect(text).toContain('&gt; 99.9 % reachable');
    expect(text).not.toContain('100 % reachable');
  });

  test('one epoch gives curves of one point, none gives a note instead', () => {
    expect(plots(pages.oneEpoch)).toBe(8);
    expect(plots(pages.resumed)).toBe(5);
    expect(textOf(pages.resumed.html)).toContain('No curve for BSL d=25, DFT k=34');
    expect(plots(pages.halfResumed)).toBe(8);
    expect(textOf(pages.halfResumed.html)).toContain('No curve for BSL d=25:');
  });
});
