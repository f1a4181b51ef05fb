import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostileFiles, npyMatrix, zip } from '@argmaxable/test-support/files';
import { readNpz } from '../src/readers/npz.js';
import { readBudget } from '../src/readers/read-budget.js';
import { argmaxable, Files } from './command.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();

// The same files in earnest, and what they take: benchmarks/hostile-files.ts.
describe.each(hostileFiles(0.003))('$name', ({ write, says }) => {
  const folder = mkdtempSync(join(tmpdir(), 'argmaxable-hostile-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is refused in one line that says why, or read', async () => {
    const { code, out, err } = await argmaxable([
      'verify',
      ...write(folder),
      '-k',
      '1',
      '--samples',
      '3',
      '--quiet',
    ]);
    const lines = err.split('\n').filter((line) => line !== '' && !line.startsWith('note: '));
    if (code === 0) {
      expect(out).toMatch(says);
    } else {
      expect([code, out, lines.length]).toEqual([2, '', 1]);
      expect(lines[0]).toMatch(says);
      expect(lines[0].length).toBeLessThan(1500);
    }
  });
});

describe('--read-limit', () => {
  const zeros = zip({ 'W.npy': npyMatrix(Array.from({ length: 2 ** 17 }, () => [0])) }, { deflate: true });

  test('bounds what a tensor takes, and is said', async () => {
    const matrix = files.write('W.npy', npyMatrix(Array.from({ length: 2 ** 17 + 1 }, () => [1])));
    const run = (limit: string): string[] => [
      'verify',
      matrix,
      '--quiet',
      '-k',
      '1',
      '--samples',
      '1',
      '--read-limit',
      limit,
    ];
    const { code, err } = await argmaxable(run('1'));
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/a tensor of 1048584 bytes; up to 1 MiB are read.*--read-limit/),
    ]);
    expect(await argmaxable(run('0'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('1 or more') as string,
    });
  });

  test('bounds what an archive unpacks to', async () => {
    const source = {
      length: zeros.length,
      read: (a: number, b: number) => Promise.resolve(zeros.subarray(a, b)),
    };
    const [refused] = await readNpz(source, { ...readBudget(), unpacked: () => 2 ** 20 });
    await expect(refused.read()).rejects.toThrow(
      /unpacks to 1048704 bytes, of an archive of \d+; .*--read-limit/,
    );
    const [read] = await readNpz(source, readBudget(2));
    expect((await read.read()).shape).toEqual([2 ** 17, 1]);
  });

  test('by default is 2 GiB, of an archive 256 MiB or 32 times its length', () => {
    const { bytes, unpacked } = readBudget();
    expect([bytes, unpacked(1), unpacked(2 ** 24), unpacked(2 ** 40)]).toEqual([
      2 ** 31,
      2 ** 28,
      2 ** 29,
      2 ** 31,
    ]);
    expect(readBudget(3)).toMatchObject({ bytes: 3 * 2 ** 20 });
    expect(readBudget(3).unpacked(2 ** 40)).toBe(3 * 2 ** 20);
  });
});

test('an archive of zip64, in its directory only, is read as NumPy reads it', async () => {
  const bytes = readFileSync(join(__dirname, 'fixtures/zip64_central.npz'));
  const source = {
    length: bytes.length,
    read: (a: number, b: number) => Promise.resolve(bytes.subarray(a, b)),
  };
  const [entry] = await readNpz(source);
  const { name, shape, at } = await entry.read();
  expect([name, shape, [0, 1, 2].map((i) => [at(i, 0), at(i, 1)])]).toEqual([
    'W',
    [3, 2],
    [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
  ]);
});
