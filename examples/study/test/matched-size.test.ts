import { matchedSize } from '../src/matched-size.js';

const curve = [
  { parameters: 400, score: 0.6 },
  { parameters: 100, score: 0.4 },
  { parameters: 1600, score: 0.5 },
];

test.each([
  [0.3, 'at most 100'],
  [0.4, 'at most 100'],
  [0.5, 'about 200'], // half way between 100 and 400, as a factor; the larger layer's dip does not count
  [0.6, 'about 400'],
  [0.7, 'none tried'],
])('a score of %d takes %s parameters', (score, expected) => {
  expect(matchedSize(curve, score)).toBe(expected);
});
