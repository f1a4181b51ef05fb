import fc from 'fast-check';
import { mcut, ruleFromJSON } from '../src/index.js';

/** The labels above the widest of all gaps, tried one by one. */
function byDefinition(row: number[]): number[] {
  const levels = [...new Set(row)].sort((a, b) => b - a);
  const gaps = levels.slice(1).map((level, j) => levels[j] - level);
  if (gaps.length === 0) return [];
  const lowest = levels[gaps.indexOf(Math.max(...gaps))];
  return row.flatMap((score, label) => (score >= lowest ? [label] : []));
}

test.each([
  ['the paper’s idea', [0.9, 0.1, 0.8, 0.2], [0, 2]],
  ['equal gaps: the highest', [3, 2, 1], [0]],
  ['equal scores stay together', [1, 5, 5, 1], [1, 2]],
  ['all scores equal', [2, 2, 2], []],
  ['all scores -Infinity', [-Infinity, -Infinity], []],
  ['all scores Infinity', [Infinity, Infinity], []],
  ['one label', [7], []],
  ['one label at -Infinity', [-Infinity], []],
  ['an infinite score', [1, Infinity, -50], [1]],
  ['a score of -Infinity', [100, -100, -Infinity], [0, 1]],
  ['both infinities', [0, Infinity, -Infinity], [1]],
  ['a gap wider than the largest float', [Number.MAX_VALUE, -Number.MAX_VALUE, 0], [0]],
  ['an infinite gap below one that overflows', [Number.MAX_VALUE, -Number.MAX_VALUE, -Infinity], [0, 1]],
  ['the smallest gap', [Number.MIN_VALUE, 0], [0]],
  ['0 and -0 are equal', [0, -0], []],
])('%s', (_, row, expected) => {
  expect(Array.from(mcut().predict([row]).get(0))).toEqual(expected);
});

test('the labels above the widest gap', () => {
  const score = fc.integer({ min: -20, max: 20 });
  fc.assert(
    fc.property(fc.array(score, { minLength: 1, maxLength: 12 }), (row) => {
      expect(Array.from(mcut().predict([row]).get(0))).toEqual(byDefinition(row));
    }),
    { numRuns: 300 },
  );
});

test('each example by itself, and the same after a round trip through JSON', () => {
  const scores = [
    [1, 2, 9],
    [5, 4, -3],
  ];
  const sets = mcut().predict(scores);
  expect(Array.from(sets, (set) => Array.from(set))).toEqual([[2], [0, 1]]);
  expect(JSON.stringify(mcut())).toBe('{"rule":"mcut"}');
  expect(ruleFromJSON(JSON.parse(JSON.stringify(mcut()))).predict(scores)).toEqual(sets);
});
