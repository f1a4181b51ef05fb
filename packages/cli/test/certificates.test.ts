import { readFileSync } from 'node:fs';
import { npyMatrix } from './bytes.js';
import { argmaxable, Files, implication, type Outcome } from './command.js';

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
      counts: { argmaxable: 2, unargmaxable: 2, undecided: 0, invalid: 0 },
      invalid: [],
    });
    expect((await check(proofs)).out).toContain('argmaxable    2 proved');
  },
);

test.each<[string, number, (value: Record<string, never>) => unknown]>([
  ['another label set', 1, (line) => ({ ...line, labels: [0, 1] })],
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
    ({ certificate, ...line }) => ({ ...line, certificate: { ...(certificate as object), version: 2 } }),
  ],
])('%s is found out', async (_, line, change) => {
  const { code, out } = await check(changed(line, change));
  expect(code).toBe(1);
  expect(out).toMatch(new RegExp(`invalid +1\\n +line ${line + 1}: `));
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
