import { LabelSets } from '@argmaxable/core';
import fc from 'fast-check';
import { perExample, ruleFromJSON, threshold, topK } from '../src/index.js';
import { samplesF } from './brute-force.js';

function predicted(options: Parameters<typeof perExample>[0], row: number[]): number[] {
  return Array.from(perExample(options).predict([row]).get(0));
}

test.each([
  ['0 by default, as for logits', {}, [-1, 0, 2], [2]],
  ['at least min, whatever the scores', { threshold: 5, min: 2 }, [-1, 0, 2], [1, 2]],
  ['at most max', { threshold: 0, max: 1 }, [1, 3, 2], [1]],
  ['between them the threshold decides', { threshold: 1, min: 1, max: 3 }, [1, 3, 2, 0], [1, 2]],
  ['equal scores at the bound: lower index', { threshold: 0, max: 2 }, [1, 1, 1, 2], [0, 3]],
  ['equal scores below the threshold', { threshold: 9, min: 1 }, [4, 4], [0]],
  ['nothing above', { threshold: Infinity }, [Infinity, 1], []],
  ['nothing above, but one', { threshold: Infinity, min: 1 }, [-Infinity, -Infinity], [0]],
  ['-Infinity is above nothing', { threshold: -Infinity }, [-Infinity, 0], [1]],
  ['one label', { threshold: 0, min: 1 }, [-3], [0]],
  ['max beyond the labels', { threshold: -Infinity, max: 9 }, [1, 2], [0, 1]],
])('%s', (_, options, row, expected) => {
  expect(predicted(options, row)).toEqual(expected);
});

const row = (n: number) => fc.array(fc.integer({ min: -3, max: 3 }), { minLength: n, maxLength: n });

test('min and max alike: topK; no bounds: threshold', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }).chain((n) => fc.tuple(row(n), fc.integer({ min: 1, max: n }))),
      fc.integer({ min: -3, max: 3 }),
      ([scores, k], t) => {
        const bounded = perExample({ threshold: t, min: k, max: k });
        expect(bounded.predict([scores])).toEqual(topK(k).predict([scores]));
        expect(perExample({ threshold: t }).predict([scores])).toEqual(threshold(t).predict([scores]));
      },
    ),
  );
});

test('fit: no other threshold has a higher mean F, and of equal ones none predicts fewer', () => {
  const examples = fc.integer({ min: 1, max: 5 }).chain((n) =>
    fc.record({
      rows: fc.array(fc.tuple(fc.array(fc.boolean(), { minLength: n, maxLength: n }), row(n)), {
        minLength: 1,
        maxLength: 5,
      }),
      min: fc.integer({ min: 0, max: n }),
      span: fc.integer({ min: 0, max: n }),
    }),
  );
  fc.assert(
    fc.property(examples, fc.constantFrom(0, 0.5, 1, 2), ({ rows, min, span }, beta) => {
      const actual = LabelSets.fromMultiHot(rows.map(([labels]) => labels));
      const scores = rows.map(([, values]) => values);
      const bounds = { min, max: Math.max(1, min + span) };
      const rule = perExample.fit(actual, scores, { ...bounds, beta });
      const value = (t: number) =>
        samplesF(perExample({ threshold: t, ...bounds }).predict(scores), actual, beta);
      const all = [Infinity, -Infinity, ...scores.flat()];
      const best = Math.max(...all.map(value));
      expect(value(rule.threshold)).toBeCloseTo(best, 12); // ratios of small integers
      // Values within 1e-9 of each other here are equal.
      for (const t of all) if (t > rule.threshold + 0.5) expect(value(t)).toBeLessThan(best - 1e-9);
    }),
    { numRuns: 300 },
  );
});

test('thresholds learnt lie halfway between scores; infinite where the labels say so', () => {
  expect(perExample.fit([[1, 0, 1]], [[3, 0, 1]]).threshold).toBe(0.5);
  expect(perExample.fit([[0, 0]], [[3, 0]]).threshold).toBe(Infinity);
  expect(perExample.fit([[1, 1]], [[3, 0]]).threshold).toBe(-Infinity);
  expect(perExample.fit([[1, 0]], [[-Infinity, -Infinity]]).threshold).toBe(Infinity);
  expect(perExample.fit([[1, 0]], [[Infinity, 3]]).threshold).toBe(3);
});

test('plain data, infinities included', () => {
  for (const rule of [perExample(), perExample({ threshold: -Infinity, min: 1, max: 3 })]) {
    const restored = ruleFromJSON(JSON.parse(JSON.stringify(rule)));
    expect(restored).toEqual(rule);
    expect(ruleFromJSON(rule.toJSON())).toEqual(rule);
  }
  expect(JSON.stringify(perExample({ threshold: Infinity, max: 3 }))).toBe(
    '{"rule":"perExample","threshold":"Infinity","min":0,"max":3}',
  );
});

test.each([
  [() => perExample({ min: -1 }), 'min must be an integer, 0 or more; got -1'],
  [() => perExample({ max: 0 }), 'max must be an integer, 1 or more; got 0'],
  [() => perExample({ min: 3, max: 2 }), 'max must be an integer, 3 or more; got 2'],
  [() => perExample({ treshold: 1 } as object), "Did you mean 'threshold'?"],
  [
    () => perExample({ min: 3 }).predict([[1, 2]]),
    'min must be an integer, 2 or less; got 3. There are 2 labels.',
  ],
  [
    () => perExample.fit([[1, 0]], [[1, 2]], { min: 3 }),
    'min must be an integer, 2 or less; got 3. There are 2 labels.',
  ],
])('what is wrong is named (%#)', (call, message) => {
  expect(call).toThrow(message);
});
