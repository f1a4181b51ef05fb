import fc from 'fast-check';
import { batchesOf } from '../src/batches.js';

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
