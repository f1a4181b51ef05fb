import { simplexFrame } from '../src/simplex-frame.js';

const rowsOf = (frame: Float32Array, units: number, features: number): number[][] =>
  Array.from({ length: units }, (_, i) => [...frame.subarray(i * features, (i + 1) * features)]);
const dot = (a: number[], b: number[]): number => a.reduce((sum, x, j) => sum + x * b[j], 0);

test.each([
  [2, 1],
  [2, 2],
  [3, 2],
  [10, 9],
  [10, 10],
  [10, 64],
  [100, 99],
])('%i vectors in %i dimensions have length 1 and one angle', (units, features) => {
  const rows = rowsOf(simplexFrame(units, features, 1), units, features);
  // Rounding to float32 moves products of unit vectors by 1e-7.
  rows.forEach((a, i) =>
    rows.forEach((b, j) => expect(Math.abs(dot(a, b) - (i === j ? 1 : -1 / (units - 1)))).toBeLessThan(3e-7)),
  );
});

test('the seed turns the frame, and the same seed always alike', () => {
  const [one, again, two] = [1, 1, 2].map((seed) => simplexFrame(4, 7, seed));
  expect(again).toEqual(one);
  expect(two).not.toEqual(one);
  // Every feature has its part in it.
  const rows = rowsOf(one, 4, 7);
  expect(rows[0].map((_, j) => Math.max(...rows.map((row) => Math.abs(row[j]))) > 0.01)).not.toContain(false);
});

test('the numbers are those of saved models', () => {
  // Two opposite vectors, in a direction that three uniform numbers of the seed give, as they were first.
  const [first, second] = rowsOf(simplexFrame(2, 3, 0), 2, 3);
  expect(second).toEqual(first.map((value) => -value));
  expect(first).toEqual([0.5290593504905701, -0.8464660048484802, 0.05992933735251427]);
});
