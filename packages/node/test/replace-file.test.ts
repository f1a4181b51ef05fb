import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkReplaceable, processTag, replaceFile } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-replace-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file is written of its pieces, replaced whole, and nothing is left beside it', async () => {
  const path = join(folder, 'a.txt');
  await replaceFile(path, ['old', new Uint8Array([0x21])]);
  expect(readFileSync(path, 'utf8')).toBe('old!');
  const { uid, gid } = statSync(path);
  await replaceFile(path, ['new'], { mode: 0o600, uid, gid });
  expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['new', 0o600]);
  await checkReplaceable(path);
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('where a piece cannot be had, the file is as it was', async () => {
  const path = join(folder, 'b.txt');
  await replaceFile(path, ['old']);
  const pieces = function* (): Generator<string> {
    yield 'new';
    throw new Error('no more');
  };
  await expect(replaceFile(path, pieces())).rejects.toThrow('no more');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('what a killed process has left is removed, and no part of a model that is being saved', async () => {
  const gone = processTag().replace(/\d+$/, '999999999');
  const left = ['out', 'json'].map((kind) => `.argmaxable-${gone}-00000001.${kind}.tmp`);
  for (const name of left) writeFileSync(join(folder, name), 'x');
  await replaceFile(join(folder, 'c.txt'), ['c']);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([left[1]]);
});

test.each([null, 5, '', 'a\0b', {}])('the path %p is refused', async (path) => {
  await expect(replaceFile(path as string, ['x'])).rejects.toThrow(/^path must be/);
  await expect(checkReplaceable(path as string)).rejects.toThrow(/^path must be/);
});

test.each([null, 5, 'text', {}, new Uint8Array(3), [5]])('the pieces %p are refused', async (pieces) => {
  await expect(replaceFile(join(folder, 'd.txt'), pieces as string[])).rejects.toThrow(/^pieces must be/);
});
