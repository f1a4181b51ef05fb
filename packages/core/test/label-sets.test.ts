import '@tensorflow/tfjs-backend-cpu';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { LabelSets } from '../src/index.js';

const numLabels = 7;
const arbitrarySets = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: numLabels - 1 })), { maxLength: 12 });

test('keeps each set, sorted', () => {
  const sets = LabelSets.from([[3, 0], [], [2]], 5);
  expect([...sets].map((set) => [...set])).toEqual([[0, 3], [], [2]]);
  expect([sets.size, sets.maxActive(), sets.meanActive()]).toEqual([3, 2, 1]);
  expect([...sets.labelCounts()]).toEqual([1, 0, 1, 1, 0]);
});

test('multi-hot and back is the same, from a tensor and from rows', () => {
  fc.assert(
    fc.property(arbitrarySets, (lists) => {
      if (lists.length === 0) return;
      const sets = LabelSets.from(lists, numLabels);
      const multiHot = sets.toMultiHot();
      const rows = multiHot.arraySync();
      expect(LabelSets.fromMultiHot(multiHot)).toEqual(sets);
      expect(LabelSets.fromMultiHot(rows)).toEqual(sets);
      multiHot.dispose();
    }),
  );
  expect(memory().numTensors).toBe(0);
});

test('distinct counts every example once and leads back to it', () => {
  fc.assert(
    fc.property(arbitrarySets, (lists) => {
      const all = LabelSets.from(lists, numLabels);
      const { sets, counts, inverse } = all.distinct();
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.size);
      expect(new Set([...sets].map((set) => set.join())).size).toBe(sets.size);
      expect(sets.select(inverse)).toEqual(all);
    }),
  );
});

test('an empty collection has defined sums', () => {
  const none = LabelSets.from([], 3);
  expect([none.size, none.maxActive(), none.meanActive()]).toEqual([0, 0, 0]);
});

test.each([
  [() => LabelSets.from([[0], [5]], 5), 'labelSets[1] must be an integer from 0 to 4; got 5.'],
  [() => LabelSets.from([[-1]], 5), 'labelSets[0] must be an integer from 0 to 4; got -1.'],
  [() => LabelSets.from([[1.5]], 5), 'got 1.5'],
  [() => LabelSets.from([[2, 1, 2]], 5), 'label 2 occurs twice'],
  [() => LabelSets.from([], 0), 'numLabels must be an integer from 1 to 2147483647; got 0.'],
  [() => LabelSets.fromMultiHot([[0, 2]]), 'multiHot[0][1] must be 0 or 1; got 2.'],
  [() => LabelSets.fromMultiHot([[0], [0, 1]]), 'multiHot[1] must be a row of 1 values'],
  [() => LabelSets.fromMultiHot([]), 'multiHot must be one row or more'],
  [() => LabelSets.fromMultiHot(tensor2d([[0.5]])), 'multiHot[0][0] must be 0 or 1; got 0.5.'],
  [() => LabelSets.from([[0]], 2).get(1), 'i must be an integer from 0 to 0; got 1.'],
])('bad input %# is named', (call, message) => {
  expect(call).toThrow(message);
});
