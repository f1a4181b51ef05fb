import { dftMatrix } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { allLabelSets, randomLabelSets } from '../src/label-sets.js';
import {
  beside,
  evenAngles,
  gaussian,
  lowest,
  orthogonalTo,
  orthonormal,
  type Rows,
} from '../src/matrices/columns.js';
import { trigonometric } from '../src/matrices/columns.js';
import { quantilesOf } from '../src/radii.js';

beforeAll(() => useBackend('cpu', { log: false }));

/** Columns' inner products. */
const gram = (rows: Rows): number[][] =>
  rows[0].map((_, i) => rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)));

const identity = (d: number): number[][] =>
  Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? 1 : 0)));

/** Float64 products of some tens of numbers. */
const closeTo = (expected: number[][]) =>
  expected.map((row) => row.map((x) => expect.closeTo(x, 12) as number));

test('even angles and the lowest frequencies make the matrix of the layer', async () => {
  const tensor = dftMatrix(11, 3);
  const layers = await tensor.array();
  tensor.dispose();
  const ours = trigonometric(evenAngles(11), lowest(3));
  // The layer's is in float32.
  expect(ours).toEqual(layers.map((row) => row.map((x) => expect.closeTo(x, 6) as number)));
});

test('an order puts the row of place j at label order[j]', () => {
  const order = [3, 0, 4, 1, 2];
  const [plain, ordered] = [evenAngles(5), evenAngles(5, order)];
  expect(order.map((label) => ordered[label])).toEqual(plain);
});

test('orthonormal columns span the same, and orthogonal ones nothing of it', () => {
  const [basis, others] = [orthonormal(gaussian(12, 4, 'a')), gaussian(12, 3, 'b')];
  const rest = orthogonalTo(basis, others);
  expect(gram(beside(basis, rest))).toEqual(closeTo(identity(7)));
  expect(() =>
    orthonormal([
      [1, 1],
      [2, 2],
      [3, 3],
    ]),
  ).toThrow('not independent');
});

test('all label sets are all, and random ones have so many labels', () => {
  expect(new Set([...allLabelSets(5)].map(String)).size).toBe(32);
  const sets = randomLabelSets(9, 4, 20, 1);
  expect(sets.size).toBe(20);
  expect([...sets].every((set) => set.length === 4)).toBe(true);
});

test('quantiles are values at ranks', () => {
  expect(quantilesOf([5, 3, 1, 2, 4])).toEqual([1, 1, 2, 3, 4, 4]);
});
