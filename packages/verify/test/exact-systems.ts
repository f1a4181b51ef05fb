import { dot } from '@argmaxable/core';
import fc from 'fast-check';

/**
 * Small integers in up to 6 rows and 3 columns: ties, repeated rows and rows of zeros are common among them.
 */
export const integerSystem = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }))
  .chain(([n, d]) =>
    fc.record({
      weights: fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: d, maxLength: d }), {
        minLength: n,
        maxLength: n,
      }),
      labels: fc.subarray([...Array(n).keys()]),
    }),
  );

/**
 * An integer point with the signs of a label set, or null when there is none, by geometry alone: the planes
 * of the rows and of the axes cut space into pointed cones, whose edges are cross products of two normals.
 * The set's region is a union of such cones, and the sum of all edges that it contains is inside, if it has
 * an inside. Inactive rows of zeros are right.
 */
export function interiorPoint(weights: readonly number[][], labels: readonly number[]): number[] | null {
  const d = weights[0].length;
  const rows = weights.map((row) => [...row, 0, 0].slice(0, 3));
  const signed = rows
    .map((row, i) => row.map((value) => (labels.includes(i) ? value : -value)))
    .filter((row, i) => labels.includes(i) || row.some((value) => value !== 0));
  const axes = [0, 1, 2].map((axis) => [0, 1, 2].map((j) => (j === axis ? 1 : 0)));
  const normals = [...rows, ...axes];
  const sum = [0, 0, 0];
  for (const [i, a] of normals.entries()) {
    for (const b of normals.slice(i + 1)) {
      for (const sign of [1, -1]) {
        const edge = [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
        if (signed.every((row) => sign * dot(row, edge) >= 0)) {
          edge.forEach((value, j) => (sum[j] += sign * value));
        }
      }
    }
  }
  return signed.every((row) => dot(row, sum) > 0) ? sum.slice(0, d) : null;
}
