import { createHash } from 'node:crypto';
import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import { mergeReports, verifyMatrix, VerifyReport, type VerifyOptions } from '../../src/index.js';
import { InputDigester } from '../../src/input/input-digest.js';

const weights = gaussianMatrix(5, 3, 5);
const input = [...allLabelSets(5), [1, 2], [], [4]];

const shardOf = (shard: string, sets = input, options: VerifyOptions = {}, matrix = weights) =>
  verifyMatrix({ weights: matrix }, sets, { shard, ...options });

let parts: VerifyReport[];
beforeAll(async () => (parts = await Promise.all(['1/3', '2/3', '3/3'].map((shard) => shardOf(shard)))));

/** A report with something in its JSON changed, or in itself. */
const changed = (report: VerifyReport, change: object) => new VerifyReport({ ...report, ...change });

test('shards are as one run, in any order, from JSON too', async () => {
  const whole = await verifyMatrix({ weights }, input);
  const read = (report: VerifyReport) => VerifyReport.fromJSON(JSON.parse(JSON.stringify(report)));
  for (const reports of [parts, [parts[2], parts[0], parts[1]], parts.map(read)]) {
    const merged = mergeReports(reports);
    expect([...merged.order]).toEqual([...whole.order]);
    expect(merged.results.map(({ verdict }) => verdict)).toEqual(whole.results.map(({ verdict }) => verdict));
    expect([merged.input, merged.settings]).toEqual([whole.input, whole.settings]);
  }
  expect(mergeReports([whole]).counts).toEqual(whole.counts);
});

test('there may be fewer sets than shards, and none', async () => {
  for (const sets of [[[0], [1, 2]], []]) {
    const reports = await Promise.all(['1/3', '2/3', '3/3'].map((shard) => shardOf(shard, sets)));
    expect(mergeReports(reports).order).toHaveLength(sets.length);
  }
});

describe('what does not belong together is refused, by its place', () => {
  const others: [string, () => Promise<VerifyReport>, RegExp][] = [
    [
      'other label sets',
      () => shardOf('2/3', [...input].reverse()),
      /reports\[1\] must be about the same label/,
    ],
    ['one set more', () => shardOf('2/3', [...input, [0]]), /reports\[1\] must be about the same label sets/],
    [
      'sets that differ in another shard',
      () => shardOf('2/3', [[0, 1, 2], ...input.slice(1)]),
      /reports\[1\] must be about the same label sets as reports\[0\], in the same order/,
    ],
    [
      'other weights',
      () => shardOf('2/3', input, {}, gaussianMatrix(5, 3, 6)),
      /reports\[1\] must be about the same w/,
    ],
    [
      'another rule',
      () => shardOf('2/3', input, { rule: 'topK' }),
      /same settings as reports\[0\]; got "another rule"/,
    ],
    ['eps', () => shardOf('2/3', input, { eps: 1e-3 }), /reports\[1\] .*got "another eps"/],
    ['thresholds', () => shardOf('2/3', input, { thresholds: [0, 0, 0, 0, 0] }), /got "another thresholds"/],
    [
      'a shard of another number',
      () => shardOf('2/4'),
      /reports\[1\] must be one of 3 shards, as reports\[0\] is/,
    ],
    [
      'a shard twice',
      () => shardOf('1/3'),
      /reports\[1\] must be another shard than reports\[0\]; got "shard 1\/3/,
    ],
    ['a whole report', () => verifyMatrix({ weights }, input), /reports\[1\] must be one of 3 shards/],
  ];
  test.each(others)('%s', async (_, other, message) => {
    const report = await other();
    expect(() => mergeReports([parts[0], report, parts[2]])).toThrow(message);
  });

  test('a projection that differs', async () => {
    const through = (seed: number) => ({ weights, projection: { weights: gaussianMatrix(3, 4, seed) } });
    const halves = ['1/2', '2/2'].map((shard, i) => verifyMatrix(through(i + 1), input, { shard }));
    const apart = await Promise.all(halves);
    expect(() => mergeReports(apart)).toThrow(/reports\[1\] must be about the same weights/);
  });

  test('a shard that is missing', () => {
    expect(() => mergeReports(parts.slice(0, 2))).toThrow(
      /all 3 shards of one input; got "2 .*without shard 3\/3"/,
    );
    expect(() => mergeReports([parts[1]])).toThrow(/without shard 1\/3/);
  });

  test.each<[string, (report: VerifyReport) => object, RegExp]>([
    [
      'no order',
      () => ({ order: new Int32Array(0) }),
      /reports\[1\] must be of 12 label sets.*got "0 label sets"/,
    ],
    ['a longer order', ({ order }) => ({ order: [...order, 0] }), /must be of 12 label sets/],
    [
      'a result that is not of its order',
      ({ distinct }) => ({ distinct: [...distinct, { ...distinct[0], labels: Int32Array.of(0, 1, 2, 3) }] }),
      /reports\[1\] must be about the sets in its order only; got "\{0, 1, 2, 3\}"/,
    ],
    [
      'a label that there is not',
      ({ distinct }) => ({
        distinct: distinct.map((result) => ({ ...result, labels: Int32Array.of(99999) })),
      }),
      /labels of reports\[1\] must be from 0 to 4; got 99999/,
    ],
    [
      'a set twice',
      ({ distinct }) => ({ distinct: distinct.map((result) => ({ ...result, labels: Int32Array.of(1) })) }),
      /reports\[1\] must be about each label set once/,
    ],
    [
      'a shard that is none',
      ({ settings }) => ({ settings: { ...settings, shard: {} } }),
      /the shard of reports\[1\]/,
    ],
    [
      'shard 0',
      ({ settings }) => ({ settings: { ...settings, shard: { index: 0, of: 3 } } }),
      /the shard of reports\[1\] must be/,
    ],
    [
      'no hash of its label sets',
      () => ({ input: null }),
      /reports\[1\] must be a report with a hash of its label/,
    ],
    ['a hash that could not be made', () => ({ input: { sets: 35, hash: null } }), /Verify them anew/],
  ])('a report with %s', (_, change, message) => {
    const report = changed(parts[1], change(parts[1]));
    expect(() => mergeReports([parts[0], report, parts[2]])).toThrow(message);
  });

  test.each([99, -1])('a place without a result, %d', (place) => {
    const report = new VerifyReport(parts[1]);
    Object.assign(report, { order: report.order.map(() => place) });
    expect(() => mergeReports([parts[0], report, parts[2]])).toThrow(/order of reports\[1\] must be places/);
  });

  test.each([null, undefined, 5, '', 'x', [], {}, new Map(), [null], [undefined], [{}], [[]], [5], ['x']])(
    'what is no list of reports: %p',
    (reports) => {
      expect(() => mergeReports(reports as never)).toThrow(/^reports(\[0\])? must be a/);
    },
  );
});

describe('verdicts about a set that two shards have', () => {
  const with_ = (report: VerifyReport, verdict: string) =>
    changed(report, { distinct: report.distinct.map((result) => ({ ...result, verdict })) });
  const half = async (shard: string) => with_(await shardOf(shard, [[0], [0]]), 'argmaxable');

  test('one decides what another left open', async () => {
    const [first, second] = await Promise.all([half('1/2'), half('2/2')]);
    for (const reports of [
      [with_(first, 'undecided'), second],
      [first, with_(second, 'undecided')],
    ]) {
      expect(mergeReports(reports).counts).toEqual({ argmaxable: 2, unargmaxable: 0, undecided: 0 });
    }
  });

  test('that contradict each other are refused', async () => {
    const [first, second] = await Promise.all([half('1/2'), half('2/2')]);
    expect(() => mergeReports([first, with_(second, 'unargmaxable')])).toThrow(
      /the same about the same label set; got "'argmaxable' and 'unargmaxable' for \{0\}"/,
    );
  });
});

test('the hash of label sets is the one that is written down', async () => {
  const hashOf = async (sets: number[][]) => {
    const hashing = new InputDigester();
    for (const set of sets) await hashing.add(Int32Array.from(set));
    return hashing.finish();
  };
  const expected = (sets: number[][]) => {
    const numbers = Int32Array.from(sets.flatMap((set) => [set.length, ...set]));
    let last = Buffer.alloc(32);
    for (let begin = 0, done = false; !done; begin += 65536) {
      const block = numbers.slice(begin, begin + 65536);
      done = block.length < 65536;
      last = createHash('sha256').update(last).update(new Uint8Array(block.buffer)).digest();
    }
    return { sets: sets.length, hash: last.toString('hex') };
  };
  const long = Array.from({ length: 65535 }, (_, i) => i);
  for (const sets of [
    [],
    [[]],
    [[], []],
    [[0], [1]],
    [[0, 1]],
    [[1], [0]],
    [long],
    [long, [3]],
    [[5], long],
  ]) {
    expect(await hashOf(sets)).toEqual(expected(sets));
  }
  expect((await verifyMatrix({ weights }, new Set([[2, 1], [0]]))).input).toEqual(expected([[1, 2], [0]]));
});
