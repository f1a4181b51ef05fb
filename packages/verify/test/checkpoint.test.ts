import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyMatrix } from '../src/index.js';
import { allLabelSets, gaussianMatrix, untimed } from './small-cases.js';

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));
let file: string;
beforeEach(() => (file = join(folder, `${Math.random()}.jsonl`)));

const weights = gaussianMatrix(6, 3, 5);
const sets = allLabelSets(6);
const lines = () => readFileSync(file, 'utf8').split('\n').slice(0, -1);

/** Runs until `done` sets are decided, and is then killed. */
async function killedAfter(done: number, certificates: boolean): Promise<void> {
  const controller = new AbortController();
  const onProgress = (progress: { done: number }) => progress.done === done && controller.abort();
  const options = { checkpoint: file, certificates, onProgress, signal: controller.signal };
  await expect(verifyMatrix({ weights }, sets, options)).rejects.toThrow('abort');
}

test.each([false, true])('a killed run goes on where it was, certificates %s', async (certificates) => {
  await killedAfter(20, certificates);
  expect(lines()).toHaveLength(21);
  const before = lines();
  const report = await verifyMatrix({ weights }, sets, { checkpoint: file, certificates });
  expect(lines().slice(0, 21)).toEqual(before);
  expect(lines()).toHaveLength(65);
  const whole = await verifyMatrix({ weights }, sets, { certificates });
  expect(report.results.map(({ verdict }) => verdict)).toEqual(whole.results.map(({ verdict }) => verdict));
  // All from the file now.
  const again = await verifyMatrix({ weights }, sets, { checkpoint: file, certificates });
  expect(untimed(again)).toEqual(untimed(report));
  expect(lines()).toHaveLength(65);
});

test('wherever the last line was torn, its set is decided again', async () => {
  await killedAfter(3, false);
  const whole = readFileSync(file);
  for (let size = 0; size <= whole.length; size++) {
    writeFileSync(file, whole.subarray(0, size));
    const report = await verifyMatrix({ weights }, sets.slice(0, 5), { checkpoint: file });
    expect(report.counts.undecided).toBe(0);
    expect(lines()).toHaveLength(6);
    expect(lines().map((line) => typeof JSON.parse(line))).toEqual(Array(6).fill('object'));
  }
});

test.each<[string, () => void, RegExp]>([
  ['other weights', () => undefined, /about other weights/],
  ['a damaged line', () => appendFileSync(file, '{"labels":\n'), /line 5 is not JSON/],
  ['a line of something else', () => appendFileSync(file, '{}\n'), /line 5 is no result/],
  ['another file', () => writeFileSync(file, '{"a":1}\n'), /first line is none of a checkpoint/],
  [
    'bytes that are no text',
    () => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x0a])),
    /line 1 is not JSON/,
  ],
  ['text', () => writeFileSync(file, 'notes'), /first line is none of a checkpoint/],
])('%s: refused, and the file left alone', async (name, damage, message) => {
  await killedAfter(3, false);
  damage();
  const before = readFileSync(file);
  const input = { weights: name === 'other weights' ? gaussianMatrix(6, 3, 6) : weights };
  await expect(verifyMatrix(input, sets, { checkpoint: file })).rejects.toThrow(message);
  expect(readFileSync(file)).toEqual(before);
});

test('other options are another run', async () => {
  await killedAfter(2, false);
  await expect(verifyMatrix({ weights }, sets, { checkpoint: file, mode: 'radius' })).rejects.toThrow(
    /checkpoint must be a file that this run may go on with.*of a run with other options/,
  );
  truncateSync(file);
  await expect(verifyMatrix({ weights }, sets, { checkpoint: file, mode: 'radius' })).resolves.toBeDefined();
});
