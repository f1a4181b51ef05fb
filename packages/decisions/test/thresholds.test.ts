import { LabelSets } from '@argmaxable/core';
import fc from 'fast-check';
import { perLabelThresholds, threshold, thresholdAveraging } from '../src/index.js';
import { macroF, microF, samplesF } from './brute-force.js';
import reference from './fixtures/threshold-averaging.json' with { type: 'json' };

/** Up to 5 examples of up to 3 labels, with scores that are often equal. */
const examples = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .chain(([size, n]) => {
    const rows = <T>(value: fc.Arbitrary<T>) =>
      fc.array(fc.array(value, { minLength: n, maxLength: n }), { minLength: size, maxLength: size });
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1, max: 1, noNaN: true }));
    return fc.record({ yTrue: rows(fc.boolean()), scores: rows(score) });
  });
const beta = fc.constantFrom(0, 0.5, 1, 2);

/** Every way to cut a set of scores in two. */
function cuts(scores: number[]): number[] {
  return [-Infinity, ...scores];
}

/** Every combination of one value from each list. */
function combinations(lists: number[][]): number[][] {
  return lists.reduce<number[][]>(
    (all, list) => all.flatMap((start) => list.map((value) => [...start, value])),
    [[]],
  );
}

// All of these are ratios of small integers, one rounding or two apart.
const digits = 12;

describe.each(['micro', 'macro'] as const)('unshrunk per-label thresholds of highest %s-F', (average) => {
  const value = average === 'micro' ? microF : macroF;

  test('no combination of thresholds is better', () => {
    fc.assert(
      fc.property(examples, beta, ({ yTrue, scores }, beta) => {
        const actual = LabelSets.fromMultiHot(yTrue);
        const rule = perLabelThresholds.fit(yTrue, scores, { average, beta, folds: 0 });
        const all = combinations(yTrue[0].map((_, label) => cuts(scores.map((row) => row[label]))));
        const best = Math.max(
          ...all.map((thresholds) => value(perLabelThresholds(thresholds).predict(scores), actual, beta)),
        );
        expect(value(rule.predict(scores), actual, beta)).toBeCloseTo(best, digits);
      }),
      { numRuns: 200 },
    );
  });

  test('they are reached from float32 scores too, and from scores rounded a little otherwise', () => {
    const rule = perLabelThresholds.fit(reference.targets, reference.scores, { average, folds: 0 });
    const predicted = rule.predict(reference.scores);
    const single = Float32Array.from(reference.scores.flat());
    expect(rule.predict(single)).toEqual(predicted);
    const fromSingle = perLabelThresholds.fit(reference.targets, single, { average, folds: 0 });
    expect(fromSingle.predict(single)).toEqual(predicted);
  });

  test('a label never active is never predicted, and one always active is', () => {
    const rule = perLabelThresholds.fit(
      [
        [0, 1],
        [0, 1],
      ],
      [
        [5, -5],
        [9, -9],
      ],
      { average, folds: 0 },
    );
    expect(rule.thresholds).toEqual([Infinity, -Infinity]);
    expect(rule.predict([[1e9, -1e9]]).get(0)).toEqual(Int32Array.of(1));
  });
});

test('one threshold for all labels: no other is better in micro-F', () => {
  fc.assert(
    fc.property(examples, beta, ({ yTrue, scores }, beta) => {
      const actual = LabelSets.fromMultiHot(yTrue);
      const rule = threshold.fit(yTrue, scores, { beta });
      const best = Math.max(
        ...cuts(scores.flat()).map((value) => microF(threshold(value).predict(scores), actual, beta)),
      );
      expect(microF(rule.predict(scores), actual, beta)).toBeCloseTo(best, digits);
    }),
  );
});

test('thresholds lie halfway between neighbouring scores', () => {
  const yTrue = [
    [1, 0],
    [0, 1],
    [1, 0],
  ];
  const scores = [
    [0.875, -2],
    [0.25, -1],
    [0.375, -3],
  ];
  const { thresholds } = perLabelThresholds.fit(yTrue, scores, { average: 'micro', folds: 0 });
  expect(thresholds).toEqual([0.3125, -1.5]);
});

test.each([
  ['neighbouring floats', 1 + Number.EPSILON, 1],
  ['the largest floats', Number.MAX_VALUE, 0.9 * Number.MAX_VALUE],
  ['the smallest floats', Number.MIN_VALUE, 0],
  ['negative smallest floats', -Number.MIN_VALUE, -2 * Number.MIN_VALUE],
  ['infinity', Infinity, 3],
  ['both infinities', Infinity, -Infinity],
])('a threshold separates %s', (_, high, low) => {
  const rule = perLabelThresholds.fit([[1], [0]], [[high], [low]], { folds: 0 });
  expect(rule.predict([[high], [low]])).toEqual(LabelSets.from([[0], []], 1));
});

test('an active label with a score of -Infinity cannot be predicted', () => {
  for (const folds of [0, 2]) {
    const rule = perLabelThresholds.fit([[1], [0]], [[-Infinity], [-Infinity]], { folds });
    expect(rule.thresholds).toEqual([Infinity]);
  }
});

test('a score at the threshold is not predicted; threshold averaging predicts it', () => {
  expect(
    threshold(1)
      .predict([[1, 1.5]])
      .get(0),
  ).toEqual(Int32Array.of(1));
  expect(
    perLabelThresholds([1, 1])
      .predict([[1, 1.5]])
      .get(0),
  ).toEqual(Int32Array.of(1));
  expect(
    thresholdAveraging(1)
      .predict([[1, 1.5]])
      .get(0),
  ).toEqual(Int32Array.of(0, 1));
});

describe('threshold averaging', () => {
  test('meets the reference', () => {
    const rule = thresholdAveraging.fit(reference.targets, reference.scores);
    expect(rule.threshold).toBeCloseTo(reference.threshold, 12); // a mean of 40 numbers in float64
  });

  test('is best on one example by itself', () => {
    fc.assert(
      fc.property(examples, beta, ({ yTrue, scores }, beta) => {
        const actual = LabelSets.fromMultiHot([yTrue[0]]);
        const rule = thresholdAveraging.fit(actual, [scores[0]], { beta });
        const values = scores[0].map((value) =>
          samplesF(thresholdAveraging(value).predict([scores[0]]), actual, beta),
        );
        const best = Math.max(...values);
        expect(samplesF(rule.predict([scores[0]]), actual, beta)).toBeCloseTo(best, digits);
        // Of equally good thresholds, the smallest. (No two values here are nearer than 1e-9 without being
        // equal; + 0 makes 0 of -0.)
        expect(rule.threshold + 0).toBe(Math.min(...scores[0].filter((_, i) => values[i] > best - 1e-9)) + 0);
      }),
    );
  });

  test('refuses infinite thresholds', () => {
    expect(() => thresholdAveraging.fit([[1]], [[Infinity]])).toThrow('threshold must be a finite number');
    expect(() => thresholdAveraging.fit([[1]], [[-Infinity]])).toThrow('threshold must be a finite number');
  });
});
