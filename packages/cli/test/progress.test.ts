import { PassThrough } from 'node:stream';
import { showProgress } from '../src/terminal/progress.js';

/** What is written for a run of `total` sets, done one by one. */
function shown(total: number, options: { isTTY: boolean; quiet?: boolean }): string {
  const stderr = Object.assign(new PassThrough(), {
    isTTY: options.isTTY,
    columns: 100,
    cursorTo: () => true,
    clearLine: () => true,
  });
  const progress = showProgress({ stdout: stderr, stderr }, total, options.quiet ?? false);
  for (let done = 1; done <= total; done++) progress.update(done);
  progress.stop();
  return String(stderr.read() ?? '');
}

test('a line at each tenth where there is no terminal', () => {
  const lines = shown(1005, { isTTY: false }).trimEnd().split('\n');
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe('verified 101 of 1005 label sets (10 %)');
  expect(lines[9]).toBe('verified 1005 of 1005 label sets (100 %)');
});

test('a bar on a terminal, and no line', () => {
  const text = shown(50, { isTTY: true });
  expect(text).toContain('verifying [');
  expect(text).not.toContain('\nverified');
});

test('nothing where it is not wanted, or there is nothing to do', () => {
  expect(shown(50, { isTTY: false, quiet: true })).toBe('');
  expect(shown(0, { isTTY: false })).toBe('');
});
