import { LabelSets } from '@argmaxable/core';
import { labelFrequencies } from '../src/index.js';

test('shares of examples, smoothed, for labels that none and every one has too', () => {
  const shares = labelFrequencies(LabelSets.from([[0, 1], [1], [1, 3]], 4));
  expect(shares).toEqual(Float64Array.of(2 / 5, 4 / 5, 1 / 5, 2 / 5));
});

test('no examples are refused', () => {
  const message = 'labelSets must be label sets of one example or more; got "none".';
  expect(() => labelFrequencies(LabelSets.from([], 3))).toThrow(message);
});
