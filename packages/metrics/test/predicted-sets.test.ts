import '@tensorflow/tfjs-backend-cpu';
import { LabelSets, type Targets, ValueError } from '@argmaxable/core';
import { tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  allMetrics,
  f1AtK,
  f1Score,
  F1Score,
  fbetaScore,
  hammingLoss,
  intersectionOverUnion,
  IntersectionOverUnion,
  jaccardScore,
  type Metric,
  MetricCollection,
  precisionScore,
  recallScore,
} from '../src/index.js';
import { cases, data, expectSame, make, numLabels, muteWarnings } from './cases.js';

muteWarnings();

/** The metrics of label sets: those that have cases with a threshold. */
const ofSets = new Set(
  cases.filter(([, { options }]) => 'threshold' in options).map(([, { entry }]) => entry.name),
);

type Any = Metric & { update(yTrue: Targets, yPred: unknown): void };

const setCases = cases.filter(
  ([, { entry, options }]) => ofSets.has(entry.name) && !('threshold' in options),
);
const scoreCases = cases.filter(
  ([, { entry }]) => !ofSets.has(entry.name) && entry.name !== 'intersectionOverUnion',
);

/** What is predicted at threshold 0. */
function decided(scores: readonly number[][]): LabelSets {
  return LabelSets.from(
    scores.map((row) => row.flatMap((score, label) => (score > 0 ? [label] : []))),
    numLabels,
  );
}

test('the metrics are those of label sets and the others', () => {
  expect(ofSets.size).toBeGreaterThanOrEqual(9);
  expect(setCases.length).toBeGreaterThan(ofSets.size);
  const names = [...setCases, ...scoreCases].map(([, { entry }]) => entry.name);
  expect(new Set([...names, 'intersectionOverUnion'])).toEqual(new Set(allMetrics.map(({ name }) => name)));
});

test.each(setCases)('%s of label sets is that of the scores they were decided from', (_, metric) => {
  fc.assert(
    fc.property(data(), data(), (first, second) => {
      const [ofScores, streaming] = [metric.make() as Any, metric.make() as Any];
      for (const { targets, scores } of [first, second]) {
        ofScores.update(targets, scores);
        streaming.update(targets, decided(scores));
      }
      expectSame(streaming.result(), ofScores.result());
      const value = (metric.entry.function as (...given: unknown[]) => number)(
        LabelSets.fromMultiHot(first.targets),
        decided(first.scores),
        metric.options,
      );
      const once = metric.make();
      once.update(first.targets, first.scores);
      expectSame(value, once.result());
    }),
    { numRuns: 15 },
  );
});

test('values of labels come from label sets too', () => {
  const predicted = LabelSets.from([[0], [0, 2], []], 4);
  const targets = LabelSets.from([[0, 1], [2], [3]], 4);
  expect([...precisionScore.perLabel(targets, predicted)]).toEqual([0.5, 0, 1, 0]);
  expect([...recallScore.perLabel(targets, predicted)]).toEqual([1, 0, 1, 0]);
  expect([...f1Score.perLabel(targets, predicted)]).toEqual([2 / 3, 0, 1, 0]);
  expect([...fbetaScore.perLabel(targets, predicted, { beta: 2 })][0]).toBeCloseTo(5 / 6, 12);
});

test('scores and label sets may follow each other: both are predicted sets', () => {
  const metric = new F1Score({ average: 'micro' });
  metric.update([[1, 1, 0]], [[2, -1, 0.5]]);
  metric.update([[1, 1, 0]], LabelSets.from([[0, 1]], 3));
  // prettier-ignore
  const whole = LabelSets.from([[0, 2], [0, 1]], 3);
  // prettier-ignore
  expect(metric.result()).toBe(f1Score([[1, 1, 0], [1, 1, 0]], whole, { average: 'micro' }));
});

test('a million labels cost what is active in them', () => {
  // As a dense matrix this is 4e10 scores.
  const [n, size] = [2_000_000, 20_000];
  const sets = (shift: number): LabelSets =>
    LabelSets.from(
      Array.from({ length: size }, (_, i) => [i, i + 1 + shift]),
      n,
    );
  const [targets, predicted] = [sets(0), sets(1)];
  expect(f1Score(targets, predicted, { average: 'micro' })).toBe(0.5);
  expect(jaccardScore(targets, predicted, { average: 'samples' })).toBeCloseTo(1 / 3, 12);
  expect(hammingLoss(targets, predicted)).toBeCloseTo(2 / n, 15);
});

test('IoU of label sets is the overlap of the sets, and does not mix with softmax', () => {
  const targets = LabelSets.from([[0, 1], [2], []], 3);
  const predicted = LabelSets.from([[0, 2], [2], []], 3);
  expect(intersectionOverUnion(targets, predicted)).toBeCloseTo((1 / 3 + 1 + 0) / 3, 12);
  expect(intersectionOverUnion(targets, predicted)).toBe(
    jaccardScore(targets, predicted, { average: 'samples' }),
  );
  const [ofSets, ofScores] = [new IntersectionOverUnion(), new IntersectionOverUnion()];
  ofSets.update(targets, predicted);
  ofScores.update([[1, 1, 0]], [[2, -1, 0.5]]);
  const [before, message] = [JSON.stringify([ofSets, ofScores]), 'like the examples before; got'];
  expect(() => ofSets.update([[1, 1, 0]], [[2, -1, 0.5]])).toThrow(
    `yPred must be label sets, ${message} "scores"`,
  );
  expect(() => ofScores.update(targets, predicted)).toThrow(`yPred must be scores, ${message} "label sets"`);
  expect(() => ofScores.merge(ofSets)).toThrow(`other must be scores, ${message} "label sets"`);
  expect(JSON.stringify([ofSets, ofScores])).toBe(before);
  expect(IntersectionOverUnion.fromJSON(ofSets.toJSON()).merge(ofSets).examples).toBe(6);
});

test.each(scoreCases)('%s needs scores, and says so of label sets', (_, metric) => {
  const streaming = make(metric.entry, metric.options) as Any;
  const [yTrue, predicted] = [[[1, 0, 0, 1, 0]], LabelSets.from([[0, 1]], numLabels)];
  const message = `a flat array, for ${metric.entry.name}; got an object of class LabelSets. Label sets do not say which`;
  for (const call of [
    () => streaming.update(yTrue, predicted),
    () => (metric.entry.function as (...given: unknown[]) => number)(yTrue, predicted, metric.options),
  ]) {
    expect(call).toThrow(message);
    expect(call).toThrow(ValueError);
  }
  expect(streaming.examples).toBe(0);
});

const [one, two] = [LabelSets.from([[0]], 2), LabelSets.from([[0], [1]], 2)];

test.each<[() => unknown, string]>([
  [
    () => f1Score(one, one, { threshold: 0 }),
    'threshold must be omitted if the predictions are label sets; got 0.',
  ],
  [() => hammingLoss(one, one, { threshold: [1, 2] }), 'threshold must be omitted if the predictions are'],
  [
    () => new F1Score({ threshold: 0.5 }).update(one, one),
    'threshold must be omitted if the predictions are',
  ],
  [() => f1Score.perLabel(one, one, { threshold: 0 }), 'threshold must be omitted if the predictions are'],
  [() => f1Score(one, two), 'yPred must be as many examples as yTrue, 1; got "2 examples".'],
  [() => f1Score(LabelSets.from([[0]], 3), one), 'yTrue must be label sets of 2 labels; got [1, 3].'],
  [() => f1Score([[1, 0, 0]], one), 'yTrue must be label sets of 2 labels; got [1, 3].'],
  [() => f1Score(LabelSets.from([], 2), LabelSets.from([], 2)), 'yPred must be of one example or more'],
])('what does not fit label sets %# is refused', (call, message) => {
  expect(call).toThrow(message);
  expect(call).toThrow(ValueError);
});

test('a collection takes label sets if all of its metrics do, or adds to none', () => {
  const metrics = new MetricCollection([f1Score({ average: 'micro' }), 'hammingLoss']);
  metrics.update(two, two);
  expect(metrics.result()).toEqual({ microF1: 1, hammingLoss: 0 });
  const mixed = new MetricCollection(['hammingLoss', f1AtK(1)]);
  expect(() => mixed.update(two, two)).toThrow('f1AtK; got an object of class LabelSets.');
  expect(mixed.metrics[0].examples).toBe(0);
});

test('targets of a compile metric stay tensors, and label sets compare with sparse tensors', () => {
  const sparse = two.toPadded(3);
  expect(f1Score(sparse, two)).toBe(1);
  // prettier-ignore
  const dense = tensor2d([[1, 0], [0, 1]]);
  expect(f1Score(dense, two)).toBe(1);
  sparse.dispose();
  dense.dispose();
});
