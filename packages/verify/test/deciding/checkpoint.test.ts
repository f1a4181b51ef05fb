import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { LineChain } from '../../src/deciding/checkpoint/line-chain.js';
import { LineFile } from '../../src/deciding/checkpoint/line-file.js';
import { verify, verifyMatrix, type VerifyOptions } from '../../src/index.js';
import { untimed } from '../small-cases.js';

const folder = mkdtempSync(join(tmpdir(), 'argmaxable-checkpoint-'));
afterAll(() => rmSync(folder, { recursive: true }));
let file: string;
let count = 0;
beforeEach(() => (file = join(folder, `${count++}.jsonl`)));

const weights = gaussianMatrix(6, 3, 5);
const sets = allLabelSets(6);
const lines = () => readFileSync(file, 'utf8').split('\n').slice(0, -1);
const write = (changed: readonly string[]) => writeFileSync(file, `${changed.join('\n')}\n`);
const run = (options: VerifyOptions = {}) =>
  verifyMatrix({ weights }, sets, { checkpoint: file, ...options });

/** Runs until `done` sets are decided, and is then killed. */
async function killedAfter(done: number, options: VerifyOptions = {}): Promise<void> {
  const controller = new AbortController();
  const onProgress = (progress: { done: number }) => progress.done === done && controller.abort();
  await expect(run({ ...options, onProgress, signal: controller.signal })).rejects.toThrow('abort');
}

/**
 * Lines of results, without those that begin the file and each run, and empty ones between lines of several
 * runs.
 */
const results = () => lines().filter((line) => line.includes('"item":'));

test.each([false, true])('a killed run goes on where it was, certificates %s', async (certificates) => {
  await killedAfter(20, { certificates });
  expect(results()).toHaveLength(20);
  const before = lines();
  const report = await run({ certificates });
  expect(lines().slice(0, before.length)).toEqual(before);
  expect(results()).toHaveLength(64);
  const whole = await verifyMatrix({ weights }, sets, { certificates });
  expect(report.results.map(({ verdict }) => verdict)).toEqual(whole.results.map(({ verdict }) => verdict));
  // All from the file now, whether the proofs are asked for or not.
  const all = lines();
  const again = await run({ certificates });
  expect(untimed(again)).toEqual(untimed(report));
  expect((await run({ certificates: !certificates })).counts).toEqual(report.counts);
  expect(lines()).toEqual(all);
});

test('wherever the last line was torn, its set is decided again', async () => {
  await killedAfter(2);
  const whole = readFileSync(file);
  const old = new Date(Date.now() - 60_000);
  const places = Array.from({ length: whole.length + 1 }, (_, size) => size).filter((size) => size % 7 < 2);
  for (const size of places) {
    writeFileSync(file, whole.subarray(0, size));
    utimesSync(file, old, old);
    for (let time = 0; time < 2; time++) {
      const report = await verifyMatrix({ weights }, sets.slice(0, 3), { checkpoint: file });
      expect(report.counts.undecided).toBe(0);
    }
  }
});

test('sets undecided for want of time are tried again', async () => {
  const model = sequential({ layers: [layers.dense({ units: 40, inputShape: [12] })] });
  const labelSets = allLabelSets(4);
  const first = await verify(model, { labelSets, checkpoint: file, timeLimit: 0 });
  expect(first.counts.undecided).toBe(labelSets.length);
  const second = await verify(model, { labelSets, checkpoint: file });
  expect(second.counts.undecided).toBe(0);
  const size = lines().length;
  expect((await verify(model, { labelSets, checkpoint: file })).counts).toEqual(second.counts);
  expect(lines()).toHaveLength(size);
});

test('the model itself is asked again about what the file has', async () => {
  const model = sequential({ layers: [layers.dense({ units: 6, inputShape: [4] })] });
  const options = { labelSets: sets, checkpoint: file };
  const first = await verify(model, options);
  expect(first.confirmedCounts()!.given).toBeGreaterThan(0);
  expect(readFileSync(file, 'utf8')).not.toContain('confirmed');
  expect((await verify(model, options)).confirmedCounts()).toEqual(first.confirmedCounts());
});

describe('a changed file is refused, with its line, and left alone', () => {
  type Item = { labels: number[]; verdict: string; radius: unknown[]; witness?: number[] };
  const edited = (line: string, change: (item: Item) => unknown): string => {
    const content = JSON.parse(line) as { item: Item };
    return JSON.stringify({ ...content, item: change(content.item) });
  };
  const replaced = (all: readonly string[], at: number, ...by: string[]) => [
    ...all.slice(0, at),
    ...by,
    ...all.slice(at + by.length),
  ];
  const without = (all: readonly string[], at: number, count = 1) => [
    ...all.slice(0, at),
    ...all.slice(at + count),
  ];
  const ofVerdict = (all: string[], verdict: string) =>
    all.findIndex((line) => line.includes(`"verdict":"${verdict}"`));
  const editAt = (verdict: string, change: (item: Item) => unknown) => (all: string[]) => {
    const at = ofVerdict(all, verdict);
    return replaced(all, at, edited(all[at], change));
  };
  test.each<[string, (all: string[]) => string[], RegExp]>([
    [
      "'unargmaxable' made 'argmaxable'",
      editAt('unargmaxable', (item) => ({ ...item, verdict: 'argmaxable', method: 'witness' })),
      /line \d+ does not follow: it was changed, or/,
    ],
    [
      'a verdict that is none',
      editAt('argmaxable', (item) => ({ ...item, verdict: 'nonsense' })),
      /line \d+/,
    ],
    ['no radius', editAt('argmaxable', (item) => ({ ...item, radius: [] })), /line \d+/],
    ['another radius', editAt('argmaxable', (item) => ({ ...item, radius: [1, 2] })), /line \d+/],
    [
      'other labels',
      (all) =>
        replaced(
          all,
          4,
          edited(all[4], (item) => ({ ...item, labels: [1, 4] })),
        ),
      /line 5/,
    ],
    ['lines that changed places', (all) => replaced(all, 4, all[5], all[4]), /line 5 does not follow/],
    ['a line twice', (all) => [...all.slice(0, 5), all[4], ...all.slice(5)], /line 6 does not follow/],
    ['a line taken out', (all) => without(all, 4), /line 5 does not follow/],
    ['the line that begins a run taken out', (all) => without(all, 1), /line 2 is of a run whose first/],
    ['the end of an earlier run taken out', (all) => without(all, 8), /line \d+ does not follow/],
    ['an earlier run taken out', (all) => without(all, 1, 9), /line \d+ does not follow/],
    [
      'the end and the beginning of a line',
      (all) => replaced(all, 4, all[4].slice(0, 90)),
      /line 5 is not a complete/,
    ],
    ['a line of something else', (all) => [...all, '{}'], /line \d+ is not a complete line/],
    ['a line with no text', (all) => [...all, ''], /line \d+ is not a complete line/],
    ['the first line twice', (all) => [all[0], ...all], /line 2 is not a complete line/],
    ['deep nesting', (all) => [...all, '['.repeat(100_000)], /line \d+ is not a complete line/],
    ['a long line', (all) => [...all, ' '.repeat(2_000_000)], /it has a line that is longer than/],
  ])('%s', async (_, change, message) => {
    await killedAfter(8);
    await killedAfter(20);
    const changed = change(lines());
    expect(changed).not.toEqual(lines());
    write(changed);
    await expect(run()).rejects.toThrow(message);
    await expect(run()).rejects.toThrow(
      /^checkpoint must be a file that this run can continue, or a new one/,
    );
    expect(lines()).toEqual(changed);
  });

  /** Makes all hashes anew, as a forger does, by the definition in the documentation. */
  function forged(all: readonly string[]): string[] {
    const sha256 = (...parts: string[]) => createHash('sha256').update(parts.join('')).digest('hex');
    const last = new Map<string, string>();
    const made = [all[0]];
    for (const line of all.slice(1)) {
      const content = JSON.parse(line) as { run: string };
      const body = JSON.stringify({ ...content, hash: undefined });
      const hash = sha256(last.get(content.run) ?? '', body);
      made.push(`{"hash":"${hash}",${body.slice(1)}`);
      last.set(content.run, 'begun' in content ? sha256(...made.map((text) => `${text}\n`)) : hash);
    }
    return made;
  }

  test.each<[string, (all: string[]) => string[], RegExp]>([
    [
      'a verdict',
      editAt('unargmaxable', (item) => ({ ...item, verdict: 'argmaxable', method: 'witness' })),
      /line \d+ is not proved: its proofs give the verdict 'unargmaxable', not 'argmaxable'/,
    ],
    [
      'a witness that is none',
      editAt('unargmaxable', ({ labels }) => ({
        ...{ labels, verdict: 'argmaxable', method: 'witness', radius: [1, 2], witness: [1, 1, 1] },
        milliseconds: 1,
      })),
      /line \d+ is not proved: its witness proves a radius of -?[\d.]+ or more, not of 1/,
    ],
    [
      'a witness of another length',
      editAt('argmaxable', (item) => ({ ...item, witness: [1] })),
      /line \d+ is not proved: its witness has 1 numbers, a feature vector 3/,
    ],
    [
      'multipliers that are none',
      editAt('argmaxable', ({ labels }) => ({
        ...{ labels, verdict: 'unargmaxable', method: 'multipliers', radius: [-1, 0] },
        ...{ multipliers: { rows: [0], values: [1] }, milliseconds: 1 },
      })),
      /line \d+ is not proved/,
    ],
    [
      'a radius',
      editAt('argmaxable', (item) => ({ ...item, radius: [5, 'Infinity'] })),
      /line \d+ is not proved: its witness proves a radius of/,
    ],
    [
      'the bounds of an undecided set',
      editAt('argmaxable', ({ labels }) => ({
        ...{ labels, verdict: 'undecided', method: 'none', radius: [-1, 3], milliseconds: 1 },
      })),
      /line \d+ is not proved: its witness proves a radius of -Infinity/,
    ],
    [
      'a label',
      editAt('argmaxable', (item) => ({ ...item, labels: [6] })),
      /line \d+\.labels\[0\] must be an/,
    ],
    [
      'a verdict that is none',
      editAt('argmaxable', (item) => ({ ...item, verdict: 'x' })),
      /line \d+\.verdict/,
    ],
    ['no radius', editAt('argmaxable', (item) => ({ ...item, radius: [] })), /line \d+\.radius must be two/],
    ['a number', editAt('argmaxable', () => 5), /line \d+ must be an object/],
  ])('whoever makes the hashes anew gains nothing by %s', async (_, change, message) => {
    await killedAfter(20);
    expect(forged(lines())).toEqual(lines());
    write(forged(change(lines())));
    await expect(run()).rejects.toThrow(message);
  });

  test.each<[string, () => void, RegExp]>([
    ['another file', () => writeFileSync(file, '{"a":1}\n'), /first line is not that of a checkpoint/],
    ['text', () => writeFileSync(file, 'notes'), /first line is not that of a checkpoint/],
    ['a number', () => writeFileSync(file, '5\n'), /first line is not that of a checkpoint/],
    ['bytes', () => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x0a])), /first line is not that/],
    [
      'an older version',
      () => write([lines()[0].replace('"version":3', '"version":2')]),
      /format version 2, not 3/,
    ],
    [
      'a first line without settings',
      () => write([lines()[0].replace('settings', 'x')]),
      /first line is damaged/,
    ],
    ['a first line with more', () => write([lines()[0].replace('{', '{"a":1,')]), /first line is damaged/],
  ])('%s', async (_, damage, message) => {
    await killedAfter(3);
    damage();
    const before = readFileSync(file);
    await expect(run()).rejects.toThrow(message);
    expect(readFileSync(file)).toEqual(before);
  });
});

test('other weights and other options are another run', async () => {
  await killedAfter(2);
  const before = readFileSync(file);
  const others = { checkpoint: file };
  await expect(verifyMatrix({ weights: gaussianMatrix(6, 3, 6) }, sets, others)).rejects.toThrow(
    /it is about other weights/,
  );
  await expect(run({ mode: 'radius' })).rejects.toThrow(/of a run with other options: mode, gap/);
  await expect(run({ shard: '1/2' })).rejects.toThrow(/of a run with other options: shard/);
  await expect(verifyMatrix({ weights, box: 2 }, sets, others)).rejects.toThrow(/options: featureRange/);
  expect(readFileSync(file)).toEqual(before);
  truncateSync(file);
  utimesSync(file, new Date(0), new Date(0));
  await expect(run({ mode: 'radius' })).resolves.toBeDefined();
});

describe('only a regular file will do', () => {
  test.each<[string, () => string, RegExp]>([
    ['a folder', () => folder, /it is a folder/],
    ['a device', () => '/dev/null', /it is a device/],
    [
      'a pipe',
      () => {
        execFileSync('mkfifo', [`${file}.pipe`]);
        return `${file}.pipe`;
      },
      /it is a pipe/,
    ],
    [
      'a link to nothing',
      () => {
        symlinkSync(join(folder, 'none'), file);
        return file;
      },
      /it is a link to a file that does not exist/,
    ],
    [
      'a link to itself',
      () => {
        symlinkSync(file, file);
        return file;
      },
      /it is a link to itself/,
    ],
    ['a folder that is not there', () => join(folder, 'none', 'x.jsonl'), /its folder does not exist/],
    ['no name', () => '', /its folder does not exist/],
  ])('%s is refused', async (_, path, message) => {
    await expect(run({ checkpoint: path() })).rejects.toThrow(message);
  });

  test.each([5, null, {}, true, ['x']])('%p is refused', async (path) => {
    await expect(run({ checkpoint: path as never })).rejects.toThrow(/checkpoint must be the path of a file/);
  });

  test('a link is followed', async () => {
    mkdirSync(`${file}.folder`);
    symlinkSync(file, join(`${file}.folder`, 'link'));
    await killedAfter(3);
    await run({ checkpoint: join(`${file}.folder`, 'link') });
    expect(results()).toHaveLength(64);
  });
});

describe('several runs on one file', () => {
  test('at a time leave a file that a third goes on with', async () => {
    const reports = await Promise.all([run(), run(), run()]);
    expect(reports[1].counts).toEqual(reports[0].counts);
    expect(results().length).toBeGreaterThanOrEqual(64);
    const before = lines();
    expect((await run()).counts).toEqual(reports[0].counts);
    expect(lines()).toEqual(before);
  });

  test('that are killed, one while it writes, leave such a file', async () => {
    await Promise.all([killedAfter(10), killedAfter(30)]);
    appendFileSync(file, results().at(-1)!.slice(0, 50));
    await Promise.all([killedAfter(40), killedAfter(50)]);
    // What the dead one was writing has an end now, and is no result.
    expect(lines().filter((line) => line.length === 50)).toHaveLength(1);
    expect((await run()).counts).toEqual((await verifyMatrix({ weights }, sets)).counts);
    await expect(run()).resolves.toBeDefined();
  });

  test('one of which is killed while it writes beside another, do too', async () => {
    const signal = new AbortController();
    const report = await run({
      onProgress: ({ done }) => done === 30 && appendFileSync(file, '{"hash":"0'),
      signal: signal.signal,
    });
    expect((await run()).counts).toEqual(report.counts);
  });
});

describe('lines of a file', () => {
  test.each([1, 2, 7, 1 << 20])('are read whole, %d bytes at a time', (chunk) => {
    const texts = ['a', '', 'ü€𝄞', 'x'.repeat(100)];
    writeFileSync(file, `${texts.join('\n')}\nrest`);
    const opened = LineFile.open(file, chunk);
    const read = [...opened.lines(1000)];
    expect(read.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(texts);
    expect(read.map(({ offset, bytes }) => opened.readAt(offset, bytes.length))).toEqual(texts);
    expect(Buffer.from(opened.unfinished).toString()).toBe('rest');
    expect(opened.isOpenEnded).toBe(true);
    opened.append(' of it\nnext');
    expect([...opened.lines(1000)].map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['rest of it']);
    opened.close();
  });

  test('are refused above the longest that is allowed, before they are read whole', () => {
    writeFileSync(file, `${'x'.repeat(11)}\n`);
    for (const chunk of [1, 100]) {
      const opened = LineFile.open(file, chunk);
      expect(() => [...opened.lines(10)]).toThrow(/longer than the 10 bytes/);
      opened.close();
    }
  });

  test('chain as the documentation says', () => {
    const chain = new LineChain(Buffer.from('first'));
    const begun = chain.next('r', undefined, false);
    expect(chain.hasRun('r')).toBe(false);
    chain.take(Buffer.from(begun.trimEnd()));
    const item = chain.next('r', [1], false);
    const before = createHash('sha256').update(`first\n${begun}`).digest('hex');
    const hash = createHash('sha256').update(`${before}{"run":"r","item":[1]}`).digest('hex');
    expect(item).toBe(`{"hash":"${hash}","run":"r","item":[1]}\n`);
  });
});
