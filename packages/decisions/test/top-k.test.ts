import { LabelSets } from '@argmaxable/core';
import fc from 'fast-check';
import { topK } from '../src/index.js';
import { samplesF } from './brute-force.js';

const scores = fc.array(fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ noNaN: true })), {
  minLength: 1,
  maxLength: 60,
});

test('the k labels of highest score, of equal scores the lower index: as a stable sort has them', () => {
  fc.assert(
    fc.property(scores, fc.nat(), (row, any) => {
      const k = 1 + (any % row.length);
      const sorted = row
        .map((_, label) => label)
        .sort((a, b) => (row[a] === row[b] ? a - b : row[a] > row[b] ? -1 : 1));
      const expected = Int32Array.from(sorted.slice(0, k)).sort();
      expect(topK(k).predict([row]).get(0)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('fit finds the k of highest mean F, the smallest of equals', () => {
  const examples = fc.integer({ min: 1, max: 6 }).chain((n) => {
    const row = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: n, maxLength: n });
    return fc.array(fc.tuple(row(fc.boolean()), row(fc.integer({ min: -3, max: 3 }))), {
      minLength: 1,
      maxLength: 5,
    });
  });
  fc.assert(
    fc.property(examples, fc.constantFrom(0.5, 1, 2), (rows, beta) => {
      const actual = LabelSets.fromMultiHot(rows.map(([targets]) => targets));
      const yPred = rows.map(([, row]) => row);
      const values = yPred[0].map((_, i) => samplesF(topK(i + 1).predict(yPred), actual, beta));
      const best = Math.max(...values);
      // Values within 1e-9 of each other here are equal.
      expect(topK.fit(actual, yPred, { beta }).k).toBe(1 + values.findIndex((value) => value > best - 1e-9));
    }),
  );
});
