import fc from 'fast-check';
import { batchesOf } from '../src/batches.js';
import { shuffled } from '../src/random.js';

test('batches hold every item once, in order, and none is longer than asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (items, batchSize) => {
      const batches = [...batchesOf(items, batchSize)];
      expect(batches.flat()).toEqual(items);
      expect(batches.slice(0, -1).every(({ length }) => length === batchSize)).toBe(true);
      expect(batches.length).toBe(Math.ceil(items.length / batchSize));
    }),
  );
});

test('shuffled is a permutation that its seed decides', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.string(), (size, seed) => {
      const order = shuffled(size, seed);
      expect(order).toEqual(shuffled(size, seed));
      expect([...order].sort((a, b) => a - b)).toEqual([...Array(size).keys()]);
    }),
  );
  expect(shuffled(50, 'a')).not.toEqual(shuffled(50, 'b'));
});
