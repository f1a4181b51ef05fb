import { errorToLargest, largestError } from '../src/index.js';

test.each([
  ['largestError', largestError],
  ['errorToLargest', errorToLargest],
])('%s hides no NaN, and no missing number', (_, error) => {
  expect(error([1, NaN, 3], [1, 2, 3])).toBeNaN();
  expect(error([1, 2], [1, 2, 3])).toBe(Infinity);
  expect(error([2, 4], [2, 5])).toBeCloseTo(0.2, 12);
});
