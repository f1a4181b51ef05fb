import { existsSync, readFileSync, rmSync } from 'node:fs';
import type * as Verify from '@argmaxable/verify';
import type * as AtomicFile from '../src/output/atomic-file.js';
import { npyMatrix } from './bytes.js';
import { argmaxable, Files, implication } from './command.js';

/** Which certificates fail, by their first row, and which file. */
const mockFailing = { rows: [] as number[], witnesses: false, path: '' };

jest.mock('@argmaxable/verify', () => {
  const real = jest.requireActual<typeof Verify>('@argmaxable/verify');
  return {
    ...real,
    multipliersCertificate: (multipliers: Verify.Multipliers) => {
      if (mockFailing.rows.includes(multipliers.rows[0])) throw new Error('rows has label 1 twice');
      return real.multipliersCertificate(multipliers);
    },
    witnessCertificate: (witness: Float64Array) => {
      if (mockFailing.witnesses) throw new Error('x is none');
      return real.witnessCertificate(witness);
    },
  };
});
jest.mock('../src/output/atomic-file.js', () => {
  const real = jest.requireActual<typeof AtomicFile>('../src/output/atomic-file.js');
  return {
    ...real,
    writeAtomically: (path: string, ...rest: [string]) =>
      path === mockFailing.path
        ? Promise.reject(new Error(`${path}: the disk is full.`))
        : real.writeAtomically(path, ...rest),
  };
});
jest.mock('../src/report/index.js', () => ({ renderReport: () => '<html></html>' }));

const files = new Files();
const matrix = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,1]\n[0,2]\n[2]\n[0,1]\n');
const [out, page, proofs] = ['out.json', 'page.html', 'proofs.jsonl'].map((name) => files.path(name));
const run = (...args: string[]) =>
  argmaxable([
    ...['verify', matrix, '--labels', labels, '--quiet'],
    ...['--out', out, '--report', page, '--certificates', proofs, ...args],
  ]);

beforeEach(() => {
  Object.assign(mockFailing, { rows: [], witnesses: false, path: '' });
  for (const path of [out, page, proofs]) rmSync(path, { force: true, recursive: true });
});

test('all is written', async () => {
  const { code, err } = await run();
  expect([code, err]).toEqual([1, '']);
  expect([out, page, proofs].map((path) => existsSync(path))).toEqual([true, true, true]);
});

test('a certificate that fails costs no other result or file, and its set is named', async () => {
  await run();
  const whole = readFileSync(proofs, 'utf8').split('\n');
  const firstRow = (JSON.parse(whole[2]) as { certificate: { rows: number[] } }).certificate.rows[0];
  mockFailing.rows = [firstRow];
  const failed = await run();
  expect(failed.code).toBe(2);
  expect(failed.out).toContain('unargmaxable 3 (60.0 %), 2 distinct');
  expect(failed.out).toContain('\n  no certificate for {0, 1}: rows has label 1 twice');
  expect(failed.err).toMatch(/^argmaxable: no certificate for \{0, 1\}: rows has label 1 twice.*\n$/);
  const lines = readFileSync(proofs, 'utf8').split('\n');
  const failing = lines.filter((line) => line.includes('"certificate":null'));
  expect(failing.length).toBeGreaterThan(0);
  lines.forEach((line, i) => line.includes('"certificate":null') || expect(line).toBe(whole[i]));
  expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ order: [0, 1, 2, 3, 1] });
  expect(readFileSync(page, 'utf8')).toBe('<html></html>');
  // What has no certificate is not taken for proved.
  const checked = await argmaxable(['check-certificates', matrix, proofs]);
  expect([checked.code, checked.out]).toEqual([
    1,
    expect.stringContaining("'unargmaxable' has no certificate"),
  ]);
});

test('many that fail are counted', async () => {
  mockFailing.witnesses = true;
  mockFailing.rows = [0, 1, 2];
  const json = await run('--json');
  expect(json.code).toBe(2);
  expect(JSON.parse(json.out)).toMatchObject({ order: [0, 1, 2, 3, 1] });
  expect(json.err).toContain('(and 3 more of such)');
});

test.each<[string, string, string[]]>([
  ['--out', out, [page, proofs]],
  ['--certificates', proofs, [out, page]],
  ['--report', page, [out, proofs]],
])('%s that cannot be written costs no other', async (option, path, others) => {
  mockFailing.path = path;
  const { code, out: text, err } = await run();
  expect([code, err]).toEqual([2, `argmaxable: ${option}: ${path}: the disk is full. All else is done.\n`]);
  expect(text).toContain('unargmaxable 3 (60.0 %), 2 distinct');
  expect(text).toContain(`\n  ${option}: ${path}: the disk is full.\n`);
  expect([path, ...others].map((file) => existsSync(file))).toEqual([false, true, true]);
});
