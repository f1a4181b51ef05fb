import { readFileSync } from 'node:fs';
import { npy, npyMatrix, packed } from '@argmaxable/test-support/files';
import { argmaxable, Files, implication, type Outcome } from './command.js';

const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,1]\n[0,1,2]\n');
// prettier-ignore
const observed = files.write('x.npy', npyMatrix([[-1, 2], [3, 0.5]]));

async function prove(name: string, ...args: string[]): Promise<string> {
  const path = files.path(name);
  const { code, err } = await argmaxable([
    ...['verify', matrix, '--labels', labels, '--certificates', path, '--quiet', ...args],
  ]);
  expect([code < 2, err]).toEqual([true, '']);
  return path;
}
const check = (path: string, ...args: string[]): Promise<Outcome> =>
  argmaxable(['check-certificates', matrix, path, ...args]);

test.each<[string[], string[], string[]]>([
  [[], ['--eps', 'none'], ['--eps', '0.1']],
  [
    ['--eps', '0.1'],
    ['--eps', '0.1'],
    ['--eps', '0.01'],
  ],
  [
    ['--eps', '0.1'],
    ['--eps', '1e-1'],
    ['--eps', 'none'],
  ],
  [
    ['--eps', '0'],
    ['--eps', '0'],
    ['--eps', 'none'],
  ],
  [[], ['--rule', 'sign'], ['--rule', 'topK']],
  [
    ['--rule', 'topK'],
    ['--rule', 'topK'],
    ['--rule', 'sign'],
  ],
  [
    ['--rule', 'topK'],
    ['--rule', 'topK'],
    ['--rule', 'argmax'],
  ],
  [[], ['--about', 'classifier'], ['--about', 'model']],
  [[], ['--feature-range', 'any'], ['--feature-range', 'nonnegative']],
  [
    ['--box', '2'],
    ['--feature-range', '-2:2'],
    ['--box', '1'],
  ],
  [
    ['--feature-range', '0:'],
    ['--feature-range', 'nonnegative'],
    ['--feature-range', 'any'],
  ],
  [
    ['--feature-range', '-3:3'],
    ['--box', '3'],
    ['--feature-range', '-3:4'],
  ],
  [
    ['--feature-range', `observed:${observed}`],
    ['--feature-range', `observed:${observed}`],
    ['--feature-range', '-1:3'],
  ],
  [[], ['--thresholds', 'none'], ['--thresholds', '0.5']],
  [[], ['--thresholds', '0'], ['--thresholds', '-1']],
  [
    ['--thresholds', '0.5'],
    ['--thresholds', '0.5'],
    ['--thresholds', 'none'],
  ],
])('proofs of %j: %j holds, %j is refused', async (asked, same, other) => {
  const path = await prove('proofs.jsonl', ...asked);
  expect([(await check(path)).code, (await check(path, ...same)).code]).toEqual([0, 0]);
  const { code, out, err } = await check(path, ...other);
  expect([code, out, err]).toEqual([
    2,
    '',
    expect.stringMatching(
      /^argmaxable: .*proofs\.jsonl: line 1: these proofs are about .*, but --.* requires .*\n$/,
    ),
  ]);
});

test('thresholds come from a file, too, one for each label', async () => {
  const list = files.write('t.json', '[0.5, 0, -0.25]');
  const vector = files.write('t.npy', npy({ shape: [3] }, packed([0.5, 0, -0.25], 'f8', '<')));
  const path = await prove('proofs.jsonl', '--thresholds', list);
  expect((await check(path)).out).toContain('rule sign, thresholds from -0.25 to 0.5\n');
  for (const same of [list, vector]) expect((await check(path, '--thresholds', same)).code).toBe(0);
  const other = files.write('other.json', '[0.5, 0, 0]');
  expect((await check(path, '--thresholds', other)).err).toContain(
    'these proofs are about threshold 2 -0.25, but --thresholds requires 0.',
  );
  const short = files.write('short.json', '[0.5, 0]');
  expect((await check(path, '--thresholds', short)).err).toContain(
    'thresholds 3 numbers, but --thresholds requires 2',
  );
});

test.each<[string, string]>([
  ['', '--thresholds must be a finite number, or a file'],
  ['Infinity', '--thresholds must be a finite number, or a file'],
  ['none.json', 'none.json: there is no such file'],
  ['{"a":1}', 'thresholds must be a JSON array of numbers'],
  ['[1,', 'thresholds must be a JSON array of numbers'],
  ['[1, null, 1]', 'threshold 1 must be a finite number; got null'],
  ['[1, "1", 1]', 'threshold 1 must be a finite number; got "1"'],
  ['[1, 1]', '--thresholds must be'],
])("--thresholds '%s' is none", async (content, message) => {
  const text = /^[[{]/.test(content) ? files.write('wrong.json', content) : content;
  const { code, err } = await argmaxable(['verify', matrix, '--labels', labels, '--thresholds', text]);
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});

test('verdicts are about the thresholds, and the report says so', async () => {
  const path = files.path('report.json');
  const run = [
    'verify',
    matrix,
    '--labels',
    labels,
    '--quiet',
    '--thresholds',
    '3',
    '--box',
    '1',
    '--out',
    path,
  ];
  expect((await argmaxable(run)).out).toContain('rule sign, thresholds 3)');
  const { results } = JSON.parse(readFileSync(path, 'utf8')) as { results: { verdict: string }[] };
  expect(results.map(({ verdict }) => verdict)).toEqual(Array(3).fill('unargmaxable'));
  expect((await argmaxable(['verify', matrix, '--thresholds', '3'])).err).toContain(
    '--thresholds needs label sets',
  );
  const ranked = await argmaxable([
    'verify',
    matrix,
    '--labels',
    labels,
    '--thresholds',
    '3',
    '--rule',
    'topK',
  ]);
  expect(ranked.err).toContain("--thresholds must be left out: rule 'topK'");
});

test('a range of another number of features is not the fault of the file', async () => {
  const wide = files.write('wide.npy', npyMatrix([[1, 2, 3]]));
  const { code, err } = await check(await prove('proofs.jsonl'), '--feature-range', `observed:${wide}`);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('--feature-range: the observed rows have 3 features'),
  ]);
});

test('features that do not count by default are told', async () => {
  const path = await prove('narrow.jsonl', '--feature-range', '0:1e-9');
  expect((await check(path)).out).toContain(
    'About the classifier: features from 0 to 1e-9\n  rule sign\n' +
      '  not about the default range of features: any real numbers\n',
  );
});

describe('a file that is no longer as it was is refused with its line', () => {
  let whole: string[];
  beforeAll(async () => {
    whole = readFileSync(await prove('whole.jsonl', '--exact'), 'utf8')
      .trimEnd()
      .split('\n');
  });
  test.each<[string, (lines: string[]) => string[], number, string]>([
    ['a set twice', ([head, a, , c]) => [head, a, a, c], 1, 'line 3: line 2 is about the same label set'],
    [
      'a row twice',
      (all) => all.map((l) => l.replace('"rows":[0,', '"rows":[1,')),
      1,
      'rows has label 1 twice',
    ],
    ['a line too many', (all) => [...all, all[1]], 2, 'more than 3 label sets, where line 1 says 3'],
    ['a line too few', (all) => all.slice(0, 3), 2, '2 label sets, where line 1 says 3'],
    ['an empty line', ([head, ...lines]) => [head, '', ...lines], 2, 'line 2 must be an object with labels'],
    ['an empty file', () => [], 2, 'line 1 must be the first line of certificates'],
    [
      'a field more',
      ([h, a, ...o]) => [h, a.replace('{', '{"note":1,'), ...o],
      2,
      'line 2 must have no other fields',
    ],
    [
      'a field more in the first',
      ([h, ...o]) => [h.replace('{', '{"note":1,'), ...o],
      2,
      'line 1 must have no other',
    ],
    [
      'a setting more',
      ([h, ...o]) => [h.replace('"mode"', '"modus":1,"mode"'), ...o],
      2,
      'line 1: settings must have no other fields than',
    ],
    [
      'a field twice',
      ([h, a, ...o]) => [h, a.replace('{', '{"labels":[1],'), ...o],
      2,
      'line 2 has a field twice.',
    ],
    [
      'a setting twice',
      ([h, ...o]) => [h.replace('"mode"', '"eps":10,"mode"'), ...o],
      2,
      'line 1 has a field twice.',
    ],
    [
      'no verdict',
      ([h, a, ...o]) => [h, a.replace('"verdict"', '"Verdict"'), ...o],
      2,
      'line 2 must be an object',
    ],
    [
      'a verdict that is none',
      (all) => all.map((l) => l.replace('"unarg', '"onarg')),
      2,
      'verdict must be argmaxable',
    ],
    [
      'labels of texts',
      ([h, a, ...o]) => [h, a.replace('[0]', '["0"]'), ...o],
      2,
      'line 2: labels must be a list',
    ],
    [
      'no labels',
      ([h, a, ...o]) => [h, a.replace('[0]', 'null'), ...o],
      2,
      'line 2: labels must be a list of label',
    ],
    ['deep nesting', ([h, ...o]) => [h, '['.repeat(1e6), ...o], 2, 'it is nested 1000000 deep'],
    [
      'deep nesting in the first',
      ([h, ...o]) => [h.replace('"sets"', `"a":${'['.repeat(1e5)}${']'.repeat(1e5)},"sets"`), ...o],
      2,
      'deep',
    ],
  ])('%s', async (_, change, expected, message) => {
    const path = files.write(
      'changed.jsonl',
      change(whole)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const { code, out, err } = await check(path);
    expect(code).toBe(expected);
    expect(out + err).toContain(message);
    if (expected === 2) expect(err).toMatch(/^argmaxable: .*changed\.jsonl: .*\n$/);
  });

  test('bytes that are no text', async () => {
    const path = files.write(
      'bytes.jsonl',
      Buffer.concat([Buffer.from(`${whole[0]}\n`), Buffer.of(0xff, 0x0a)]),
    );
    expect((await check(path)).err).toContain('bytes.jsonl: line 2 is not UTF-8 text.');
    expect((await check(files.folder)).err).toContain('this is a folder, not a file');
  });
});
