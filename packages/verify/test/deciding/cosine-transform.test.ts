import { verifyMatrix } from '../../src/index.js';

/** Columns of the cosine transform: cos(j t) at t = pi (i + 1/2) / n, of length 1. */
const cosines = (n: number, d: number): number[][] =>
  Array.from({ length: n }, (_, i) =>
    Array.from(
      { length: d },
      (_, j) => Math.sqrt((j === 0 ? 1 : 2) / n) * Math.cos((Math.PI * j * (i + 0.5)) / n),
    ),
  );

const setsOfAtMost = (k: number, n: number): number[][] =>
  Array.from({ length: 2 ** n }, (_, bits) =>
    Array.from({ length: n }, (_, label) => label).filter((label) => (bits >> label) & 1),
  ).filter((set) => set.length <= k);

// Polynomials of degree 2k change sign wherever they should, up to 2k times. Regions are wide, 1e-4 and more,
// but a witness on their edge is lost in the rounding of the check.
test.each([
  [10, 3],
  [12, 2],
  [12, 4],
])('of %d labels all sets of at most %d are in reach of 2k + 1 columns', async (n, k) => {
  const { counts } = await verifyMatrix({ weights: cosines(n, 2 * k + 1) }, setsOfAtMost(k, n));
  expect(counts).toMatchObject({ unargmaxable: 0, undecided: 0 });
});
