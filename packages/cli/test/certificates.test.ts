import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DFTOutput } from '@argmaxable/layers';
import { fileSystem, useBackend } from '@argmaxable/node';
import { npy, npyMatrix, packed } from '@argmaxable/test-support/files';
import '@tensorflow/tfjs-backend-cpu';
import { sequential } from '@tensorflow/tfjs-layers';
import { argmaxable, Files, implication, type Outcome } from './command.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,1]\n[0,2]\n[0,1]\n[2]\n');
const proofs = files.path('proofs.jsonl');
const check = (path: string, ...args: string[]): Promise<Outcome> =>
  argmaxable(['check-certificates', matrix, path, ...args]);

beforeAll(() =>
  argmaxable(['verify', matrix, '--labels', labels, '--certificates', proofs, '--exact', '--quiet']),
);

/** The file with a line changed. */
function changed(line: number, change: (value: Record<string, never>) => unknown): string {
  const lines = readFileSync(proofs, 'utf8').trimEnd().split('\n');
  lines[line] = JSON.stringify(change(JSON.parse(lines[line]) as Record<string, never>));
  return files.write('changed.jsonl', `${lines.join('\n')}\n`);
}

test.each(['float64', 'exact'])(
  'each different set has a proof that holds in %s arithmetic',
  async (arithmetic) => {
    const { code, out, err } = await check(proofs, '--json', ...(arithmetic === 'exact' ? ['--exact'] : []));
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toEqual({
      arithmetic,
      counts: { argmaxable: 2, unargmaxable: 2, guaranteed: 0, undecided: 0, invalid: 0 },
      invalid: [],
      settings: {
        about: 'classifier',
        featureRange: { words: 'any real numbers', lower: '-Infinity', upper: 'Infinity' },
        rule: 'sign',
        eps: null,
      },
    });
    expect((await check(proofs)).out).toContain('argmaxable    2 proved');
  },
);

test.each<[string, number, (value: Record<string, never>) => unknown]>([
  ['another label set', 1, (line) => ({ ...line, labels: [1] })],
  ['a label that is not there', 1, (line) => ({ ...line, labels: [0, 7] })],
  ['another verdict', 1, (line) => ({ ...line, verdict: 'unargmaxable' })],
  [
    'a sign of the witness',
    1,
    ({ certificate, ...line }) => ({ ...line, certificate: { ...(certificate as object), x: [-1, -1] } }),
  ],
  ['no certificate', 2, (line) => ({ ...line, certificate: null })],
  [
    'another multiplier',
    2,
    ({ certificate, ...line }) => ({
      ...line,
      certificate: { ...(certificate as object), values: ['1', '1', '9'] },
    }),
  ],
  [
    'a format that is not known',
    2,
    ({ certificate, ...line }) => ({ ...line, certificate: { ...(certificate as object), version: 3 } }),
  ],
  ['a label set for the second time', 3, (line) => ({ ...line, labels: [1, 0] })],
])('%s is found out', async (_, line, change) => {
  const { code, out } = await check(changed(line, change));
  expect(code).toBe(1);
  expect(out).toMatch(new RegExp(`invalid +1\\n +line ${line + 1}: `));
});

describe('a theorem', () => {
  const thin = Array.from({ length: 20 }, (_, i) => 2 * i);
  const sets = files.write('thin.jsonl', `${JSON.stringify(thin)}\n[3]\n`);
  const path = files.path('theorem.jsonl');
  let model: string;

  beforeAll(async () => {
    await useBackend('cpu', { log: false });
    const layer = new DFTOutput({ units: 400, k: 20, inputShape: [2] });
    await sequential({ layers: [layer] }).save(fileSystem(files.path('dft')));
    model = files.path('dft/model.json');
    const args = ['--labels', sets, '--certificates', path, '--quiet', '--time-limit', '0'];
    await argmaxable(['verify', model, '--about', 'classifier', ...args]);
  });

  test('covers a set that is undecided as stored', async () => {
    const { code, out } = await argmaxable(['check-certificates', model, path, '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { counts: { argmaxable: 1, guaranteed: 1, undecided: 0 } },
    ]);
    const text = await argmaxable(['check-certificates', model, path]);
    expect(text.out).toContain('undecided     1, guaranteed for the ideal matrix');
  });

  test('proves no verdict about the stored weights, and no other set', async () => {
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const changes: [object, string][] = [
      [{ verdict: 'argmaxable' }, "it proves 'argmaxable' for the ideal matrix, not 'argmaxable'"],
      [{ labels: [...thin, 60] }, '42 sign changes, the theorem covers up to 40'],
    ];
    for (const [change, reason] of changes) {
      const line = JSON.stringify({ ...(JSON.parse(lines[1]) as object), ...change });
      const claimed = files.write('claimed.jsonl', `${[lines[0], line, lines[2]].join('\n')}\n`);
      const { code, out } = await argmaxable(['check-certificates', model, claimed]);
      expect([code, out]).toEqual([1, expect.stringContaining(`line 2: `) as string]);
      expect(out).toContain(reason);
    }
    // Nor is a witness of one set the theorem of an undecided one.
    const line = JSON.stringify({ ...(JSON.parse(lines[2]) as object), verdict: 'undecided' });
    const claimed = files.write('claimed.jsonl', `${[lines[0], lines[1], line].join('\n')}\n`);
    const { out } = await argmaxable(['check-certificates', model, claimed]);
    expect(out).toContain("line 3: it proves 'argmaxable' for the stored weights, not 'undecided'");
  });
});

test('certificates of other weights, cut off or not such a file are errors', async () => {
  const other = files.write(
    'other.npy',
    npyMatrix([
      [1, 0],
      [0, 1],
      [1, 2],
    ]),
  );
  expect((await argmaxable(['check-certificates', other, proofs])).err).toContain('about other weights');
  const text = readFileSync(proofs, 'utf8');
  for (let length = 0; length < text.length - 1; length += 7) {
    const { code, err } = await check(files.write('cut.jsonl', text.slice(0, length)));
    expect([code, err]).toEqual([2, expect.stringMatching(/^argmaxable: .*cut\.jsonl: .*line 1|cut off/)]);
  }
  expect((await check(changed(1, () => 'x'))).err).toContain('line 2 must be an object');
});

test('rules other than the sign and a box are checked as they were verified', async () => {
  const path = files.path('topk.jsonl');
  await argmaxable([
    'verify',
    matrix,
    '--labels',
    labels,
    '--certificates',
    path,
    '--quiet',
    '--rule',
    'topK',
    '--box',
    '3',
  ]);
  const { code, out } = await check(path, '--json');
  expect([code, JSON.parse(out)]).toMatchObject([0, { counts: { invalid: 0 } }]);
});

test.each<[string, boolean]>([
  ['sign', false],
  ['sign', true],
  ['topK', false],
  ['topK', true],
])('the hash is of the numbers that the format says: rule %s, bias %s', async (rule, biased) => {
  const bias = [0.1, -2, 0.3];
  files.write('b.npy', npy({ shape: [3] }, packed(bias, 'f8', '<')));
  const path = files.path('hash.jsonl');
  const biasOption = biased ? ['--bias', files.path('b.npy')] : [];
  const args = ['--labels', labels, '--rule', rule, '--box', '3', '--certificates', path, '--quiet'];
  await argmaxable(['verify', matrix, ...args, ...biasOption]);
  const numbers = [3, 2, ...implication.flat(), ...(biased ? bias : [])];
  const hash = createHash('sha256')
    .update(packed(numbers, 'f8', '<'))
    .digest('hex');
  expect(JSON.parse(readFileSync(path, 'utf8').split('\n')[0])).toMatchObject({
    version: 2,
    hash,
    projectionHash: null,
    sets: 4,
    settings: { rule, about: 'classifier', eps: null, featureRange: { lower: -3, upper: 3 } },
  });
});
