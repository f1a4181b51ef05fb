import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostileFiles, npyMatrix, zip } from '@argmaxable/test-support/files';
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
      expect.stringMatching(/a tensor has 1048584 bytes; at most 1 MiB are read.*--read-limit/),
    ]);
    const zeros = npyMatrix(Array.from({ length: 2 ** 17 }, () => [0]));
    const archive = files.write('W.npz', zip({ 'W.npy': zeros }, { deflate: true }));
    expect(await argmaxable(['verify', archive, '--quiet', '--read-limit', '1'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/unpacks to 1048704 bytes, in an archive of \d+; .*--read-limit/) as string,
    });
    expect(await argmaxable(run('0'))).toMatchObject({
      code: 2,
      err: expect.stringContaining('1 or more') as string,
    });
  });
});
