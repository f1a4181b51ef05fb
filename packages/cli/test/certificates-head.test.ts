import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy, npyMatrix, packed } from '@argmaxable/test-support/files';
import { argmaxable, Files, implication, type Outcome } from './command.js';

const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,1]\n[0,1,2]\n');
const proofs = files.path('proofs.jsonl');
const fixture = (name: string): string => join(__dirname, 'fixtures', name);
const check = (model: string, path: string, ...args: string[]): Promise<Outcome> =>
  argmaxable(['check-certificates', model, path, ...args]);

beforeAll(() =>
  argmaxable([
    'verify',
    matrix,
    '--labels',
    labels,
    '--certificates',
    proofs,
    '--exact',
    '--quiet',
    '--eps',
    '0.1',
  ]),
);

type Head = Record<string, unknown> & { settings: Record<string, unknown> };

/** The file with another first line. */
function headed(change: (head: Head) => object, path = proofs): string {
  const [head, ...lines] = readFileSync(path, 'utf8').split('\n');
  return files.write('headed.jsonl', [JSON.stringify(change(JSON.parse(head) as Head)), ...lines].join('\n'));
}

/** The file with other settings. */
const set = (settings: object): string =>
  headed((head) => ({ ...head, settings: { ...head.settings, ...settings } }));

test('what the proofs are about is said', async () => {
  const { code, out } = await check(matrix, proofs);
  expect([code, out.split('\n').slice(0, 3)]).toEqual([
    0,
    [
      'About the classifier: features any real numbers',
      '  rule sign, eps 0.1',
      'Checked in float64 arithmetic:',
    ],
  ]);
});

test('the range is the one that the first line bounds, not the one it tells of', async () => {
  const narrow = set({ featureRange: { words: 'any real numbers', lower: 0, upper: 'Infinity' } });
  for (const exact of [[], ['--exact']]) {
    const { code, out } = await check(matrix, narrow, ...exact);
    // The witness of {0} has a feature below 0; that of all three labels, and the multipliers, hold there
    // too.
    expect([code, out]).toEqual([1, expect.stringContaining('About the classifier: features 0 or more')]);
    expect(out).toMatch(
      / argmaxable +1 proved: .*\n +unargmaxable +1 proved: .*\n +invalid +1\n +line 2: .* outside the range/,
    );
  }
  const json = JSON.parse((await check(matrix, narrow, '--json')).out) as object;
  expect(json).toMatchObject({ settings: { featureRange: { words: '0 or more', lower: 0 } } });
});

test('eps and thresholds are the ones of the first line, and are said', async () => {
  const far = await check(matrix, set({ eps: 10 }));
  expect([far.code, far.out]).toEqual([1, expect.stringContaining('rule sign, eps 10\n')]);
  // Nothing has a radius of 10; below 10 is what any multipliers prove.
  expect(far.out).toMatch(
    / argmaxable +0 proved: a radius of at least 10\n +unargmaxable +1 proved: a radius below 10\n +invalid +2\n/,
  );
  expect((await check(matrix, set({ eps: null }))).out).toContain('  rule sign\nChecked');
  // Thresholds are part of the bias.
  expect((await check(matrix, set({ thresholds: [1, 1, 1] }))).err).toContain('about other weights');
  expect((await check(matrix, set({ thresholds: [1] }))).err).toContain('thresholds must be');
  const bias = files.write('b.npy', npy({ shape: [3] }, packed([-1, -1, -2], 'f8', '<')));
  const biased = files.path('biased.jsonl');
  await argmaxable([
    'verify',
    matrix,
    '--labels',
    labels,
    '--bias',
    bias,
    '--certificates',
    biased,
    '--quiet',
  ]);
  const told = headed((head) => ({ ...head, settings: { ...head.settings, thresholds: [1, 1, 2] } }), biased);
  const { code, out } = await check(matrix, told);
  expect([code, out]).toEqual([0, expect.stringContaining('rule sign, thresholds from 1 to 2\n')]);
});

test('the rule is the one of the first line', async () => {
  const { code, out } = await check(matrix, set({ rule: 'topK' }));
  expect([code, out]).toEqual([1, expect.stringContaining('rule topK, eps 0.1')]);
  expect(out).toContain('a ranking needs pairs of rows and against');
});

test.each<[object, string]>([
  [{ rule: 'best' }, 'line 1: settings.rule must be sign, topK, argmax; got "best".'],
  [{ about: 'layer' }, 'line 1: settings.about must be model, classifier; got "layer".'],
  [{ about: undefined }, 'line 1: settings.about must be model, classifier; got none.'],
  [{ eps: -1 }, 'line 1: settings.eps must be a number, 0 or more; got -1.'],
  [{ eps: undefined }, 'settings.eps must be'],
  [
    { thresholds: [1, null, 1] },
    'line 1: settings.thresholds must be a number for each label; got [1,null,1].',
  ],
  [{ featureRange: null }, 'line 1: settings.featureRange must be an object'],
  [{ featureRange: { lower: 0 } }, 'settings.featureRange must be'],
  [{ featureRange: { lower: 'no', upper: 1 } }, 'settings.featureRange must be'],
  [
    { featureRange: { lower: 1, upper: 0 } },
    `line 1 does not fit ${matrix}: featureRange must be bounds with lower <= upper`,
  ],
  [
    { featureRange: { lower: [0, 0, 0], upper: 1 } },
    'featureRange.lower must be a vector of 2 values, one per feature',
  ],
])('settings that are none are refused: %j', async (settings, message) => {
  const { code, out, err } = await check(matrix, set(settings));
  expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
});

test.each<[object, string]>([
  [{ version: 3 }, 'line 1: version must be 1 or 2, which this argmaxable reads; got 3.'],
  [{ sets: '3' }, 'line 1: sets must be the number of lines that follow; got "3".'],
  [{ sets: 4 }, '3 label sets, where line 1 says 4'],
  [{ settings: [] }, 'line 1: settings must be an object; got [].'],
  [{ format: 'x' }, 'line 1: format must be "argmaxable-certificates"; got "x".'],
  [{ hash: null }, 'line 1: hash must be 64 hexadecimal digits; got null.'],
  [{ hash: 'f'.repeat(64) }, 'about other weights'],
  [{ projectionHash: 'x' }, 'line 1: projectionHash must be 64 hexadecimal digits, or null; got "x".'],
  [{ projectionHash: 'f'.repeat(64) }, 'about other weights'],
])('a first line that is none is refused: %j', async (change, message) => {
  const { code, out, err } = await check(
    matrix,
    headed((head) => ({ ...head, ...change })),
  );
  expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
});

describe('version 1', () => {
  // prettier-ignore
  const ring = files.write('ring.npy', npyMatrix([[1, 0], [-1, 1], [-1, -1], [0, 0.125]]));
  const old = (name: string): string => fixture(`certificates-1-${name}.jsonl`);

  test.each([
    ['sign', matrix, { argmaxable: 2, unargmaxable: 2 }, 'features from -1 to 1\n  rule sign, eps 1e-10\n'],
    ['topk', ring, { argmaxable: 2, unargmaxable: 1 }, 'features from -2 to 2\n  rule topK, eps 2e-10\n'],
  ])('still holds: rule %s', async (name, model, counts, about) => {
    for (const exact of [[], ['--exact']]) {
      const { code, out } = await check(model, old(name), '--json', ...exact);
      expect([code, JSON.parse(out)]).toMatchObject([0, { counts: { ...counts, invalid: 0 } }]);
    }
    expect((await check(model, old(name))).out).toContain(`About the classifier: ${about}`);
  });

  test('is about its weights, box and rule, too', async () => {
    expect((await check(ring, old('sign'))).err).toContain('about other weights');
    const settings = (change: object) => (head: Head) => ({
      ...head,
      settings: { ...head.settings, ...change },
    });
    const small = headed(settings({ box: 0.5 }), old('sign'));
    expect((await check(matrix, small)).out).toContain('outside the range from -0.5 to 0.5');
    expect((await check(matrix, headed(settings({ box: 0 }), old('sign')))).err).toContain(
      'settings.box must be',
    );
    expect((await check(ring, headed(settings({ rule: 'sign' }), old('topk')))).err).toContain(
      'other weights',
    );
  });
});

test('a matrix that was taken the other way is told by --transpose', async () => {
  const wide = files.write('wide.npy', npy({ shape: [2, 3] }, packed([1, 0, 1, 0, 1, 1], 'f8', '<')));
  const names = files.write('names.txt', 'a\nb\nc\n');
  const path = files.path('wide.jsonl');
  const run = ['--labels', labels, '--label-names', names, '--certificates', path, '--quiet'];
  expect((await argmaxable(['verify', wide, ...run])).err).toContain('3 labels by the label names');
  const { code, err } = await check(wide, path);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining(
      `about other weights than those of ${wide}. They are about it with --transpose: add this option.\n`,
    ),
  ]);
  expect((await check(wide, path, '--transpose')).code).toBe(0);
  expect((await check(wide, path, '--no-transpose')).err).toContain(
    'Give the same --tensor, --bias and --transpose as',
  );
});
