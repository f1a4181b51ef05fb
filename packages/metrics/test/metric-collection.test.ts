import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { F1AtK, f1AtK, f1Score, hammingLoss, MetricCollection, type MetricJSON } from '../src/index.js';
import { cases, data, expectSame, muteWarnings } from './cases.js';

muteWarnings();

const [y, s] = [[[1, 1, 0]], [[2, -1, 0.5]]];

/** One metric per key, of all there are. */
const different = [...new Map(cases.map(([, { make }]) => [make().key, make])).values()];

test('all metrics together give what each gives alone', () => {
  fc.assert(
    fc.property(data(), data(), (first, second) => {
      const together = new MetricCollection(different.map((make) => make()));
      const alone = different.map((make) => make());
      for (const { targets, scores } of [first, second]) {
        together.update(targets, scores);
        for (const metric of alone) metric.update(targets, scores);
      }
      const result = together.result();
      expect(Object.keys(result)).toEqual(alone.map(({ key }) => key));
      for (const metric of alone) expectSame(result[metric.key], metric.result());
    }),
    { numRuns: 20 },
  );
});

test('merges, resets and survives JSON', () => {
  const make = (): MetricCollection => new MetricCollection([f1AtK(1), 'hammingLoss', new F1AtK({ k: 3 })]);
  const [a, b] = [make(), make()];
  a.update(y, s);
  b.update([[0, 1, 0]], s);
  const whole = make();
  whole.update([...y, [0, 1, 0]], [...s, ...s]);
  const read = MetricCollection.fromJSON(JSON.parse(JSON.stringify(b)) as MetricJSON[]);
  expect(a.merge(read).result()).toEqual(whole.result());
  a.reset();
  expect(() => a.result()).toThrow('number of examples must be 1 or more for a result; got 0.');
});

test('a batch that does not suit one metric is added to none', () => {
  const metrics = new MetricCollection([hammingLoss(), f1Score({ threshold: [0, 0, 0] }), f1AtK(3)]);
  metrics.update(y, s);
  const before = JSON.stringify(metrics);
  expect(() => metrics.update([[1, 0]], [[1, 0]])).toThrow(
    'yPred must be of 3 labels, like the examples before',
  );
  const unsuited = new MetricCollection([hammingLoss(), f1Score({ threshold: [0, 0] })]);
  expect(() => unsuited.update(y, s)).toThrow('threshold must be a number, or 3 numbers, one per label');
  expect(unsuited.metrics[0].examples).toBe(0);
  expect(JSON.stringify(metrics)).toBe(before);
});

test.each<[() => unknown, string]>([
  [() => new MetricCollection([]), 'metrics must be an array of one metric or more'],
  [() => new MetricCollection(['f2']), 'metrics must be metrics of this package'],
  [
    () => new MetricCollection([f1AtK(1), f1AtK(1)]),
    'metrics must be a list of metrics with different keys; got "f1@1".',
  ],
  [
    () => new MetricCollection([f1AtK(1)], { k: 1 } as never),
    'options of MetricCollection must be among targets; got "k".',
  ],
  [
    () => new MetricCollection([f1AtK(1)]).merge(new MetricCollection([f1AtK(2)])),
    'other must be the same metric',
  ],
  [
    () => new MetricCollection([f1AtK(1)]).merge({} as never),
    'other must be a collection of the same 1 metrics',
  ],
  [() => MetricCollection.fromJSON({} as never), 'json must be the result of toJSON() of a MetricCollection'],
  [
    () => MetricCollection.fromJSON([{ metric: 'x' } as never]),
    'json[0] must be the result of toJSON() of a metric; got "x".',
  ],
])('bad arguments %# are named', (call, message) => {
  expect(call).toThrow(message);
});
