import { LabelSets } from '@argmaxable/core';
import { useBackend } from '@argmaxable/node';
import { verifyMatrix } from '@argmaxable/verify';
import { allLabelSets } from '../src/label-sets.js';
import { candidateMatrix, candidateNames, candidates } from '../src/matrices/candidates.js';

beforeAll(() => useBackend('cpu', { log: false }));

const [n, k] = [10, 2];
const sets = [[], [0, 1], [0, 1], [1, 2, 3], [4, 8], [5], [6, 7, 9], [9, 0]];
const labelSets = LabelSets.from(sets, n);
const few = LabelSets.from(
  [...allLabelSets(n)].filter((set) => set.length <= k),
  n,
);

test.each(candidateNames)('%s: all sets of at most k labels are in reach where it says so', async (name) => {
  const { make, keepsTheorem } = candidates[name];
  const matrix = candidateMatrix(make({ n, k, slack: 0, labelSets, seed: 1 }));
  expect(matrix.map((row) => row.length)).toEqual(Array(n).fill(2 * k + 1));
  const { counts } = await verifyMatrix({ weights: matrix }, few, { mode: 'radius' });
  expect(few.size).toBe(56);
  if (keepsTheorem === true) expect(counts.argmaxable).toBe(56);
  if (keepsTheorem === false) expect(counts.argmaxable).toBeLessThan(56);
});
