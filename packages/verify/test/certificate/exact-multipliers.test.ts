import { gaussianMatrix } from '@argmaxable/test-support';
import fc from 'fast-check';
import { checkClassifierCertificate as check } from '../../src/certificate/check-certificate.js';
import { exactMultipliers } from '../../src/certificate/exact/exact-multipliers.js';
import { multipliersCertificate } from '../../src/certificate/format.js';
import { provesInfeasible } from '../../src/certificate/proves-infeasible.js';
import { readClassifier } from '../../src/input/classifier.js';
import { integerSystem, interiorPoint } from '../exact-systems.js';
import { activeSetSolver, multipliersOf } from '../single-solvers.js';

const exact = { arithmetic: 'exact' } as const;

/** Unargmaxable sets of a random classifier with the solver's multipliers. */
async function outOfReach(d: number, round: (value: number) => number) {
  const n = 12 * d;
  // A constant feature that outweighs the rest makes many of these sets unreachable.
  const weights = gaussianMatrix(n, d - 1, d).map((row) => [-3, ...row].map(round));
  const classifier = await readClassifier({ weights });
  const solver = activeSetSolver(classifier);
  const sets = Array.from({ length: 6 }, (_, s) =>
    Int32Array.from({ length: Math.ceil(0.6 * d) }, (_, i) => (s * 37 + i * 101) % n).sort(),
  );
  const found = sets.map((labels) => ({ labels, multipliers: solver.solve(labels).multipliers }));
  return {
    classifier,
    found: found.flatMap(({ labels, multipliers }) => (multipliers ? [{ labels, multipliers }] : [])),
  };
}

const precisions = [
  ['float32', Math.fround],
  ['float64', (value: number) => value],
] as const;

test.each([5, 9, 16, 30, 60].flatMap((d) => precisions.map(([name, round]) => [d, name, round] as const)))(
  "exact multipliers of the solver's rows prove what it said: %i features, %s",
  async (d, _, round) => {
    const { classifier, found } = await outOfReach(d, round);
    expect(found.length).toBeGreaterThan(1);
    for (const { labels, multipliers } of found.slice(0, 2)) {
      const { rows, values } = exactMultipliers(classifier, labels, multipliers)!;
      expect(rows.length).toBe(d + 1);
      const certificate = multipliersCertificate({ rows, values });
      for (const options of [exact, {}]) {
        expect(check(classifier, labels, certificate, options)).toMatchObject({ verdict: 'unargmaxable' });
      }
      expect(provesInfeasible(classifier, labels, multipliers)).toBe(true);
      // The exact multipliers are those of the solver, up to rounding in a system of condition up to 1e5.
      const places = Array.from(rows, (row) => multipliers.rows.indexOf(row));
      const scale = multipliers.values[places[0]] / Number((values[0] << 80n) / values[1]);
      places.forEach((place, m) => {
        const ratio = Number((values[m] << 80n) / values[1]) * scale;
        expect(Math.abs(ratio / multipliers.values[place] - 1)).toBeLessThan(1e-7);
      });
    }
  },
);

const triangle = [
  [1, 0],
  [0, 1],
  [1, 1],
];

test('the order of the rows, repeats and rows of zeros do not matter', async () => {
  const weights = [...triangle, [0, 0], [2, 2], [1, 1], [0, 5]];
  const classifier = await readClassifier({ weights });
  const solve = (labels: number[], rows: number[]) =>
    exactMultipliers(classifier, labels, multipliersOf(rows));
  expect(solve([0, 1], [2, 1, 0])).toEqual({ rows: Int32Array.of(2, 1, 0), values: [1n, 1n, 1n] });
  expect(solve([0, 1], [0, 0, 1, 1, 2])).toEqual({ rows: Int32Array.of(0, 1, 2), values: [1n, 1n, 1n] });
  expect(solve([0, 1], [3, 1, 2])).toBeNull();
  expect(solve([0, 1, 3], [3, 1, 2])).toEqual({ rows: Int32Array.of(3), values: [1n] });
  // Fewer rows than d + 1: rows 2 and 4 point the same way, as do 1 and 6.
  expect(solve([4], [2, 4])).toEqual({ rows: Int32Array.of(2, 4), values: [2n, 1n] });
  expect(solve([2, 4], [2, 4])).toBeNull();
  expect(solve([1], [1, 2, 6])).toEqual({ rows: Int32Array.of(1, 6), values: [5n, 1n] });
  expect(solve([2], [2, 5])).toEqual({ rows: Int32Array.of(2, 5), values: [1n, 1n] });
  expect(solve([0, 1], [])).toBeNull();
  expect(solve([0, 1], [1])).toBeNull();
});

test('a combination that is not quite 0 has no exact multipliers', async () => {
  // In real arithmetic 0.1 + 0.2 is 0.3; the float64 numbers differ.
  const close = await readClassifier({
    weights: [
      [0.1, 0.2, 0.3],
      [-0.1, -0.2, -0.1 - 0.2],
    ],
  });
  expect(exactMultipliers(close, [0, 1], multipliersOf([0, 1]))).toBeNull();
  expect(provesInfeasible(close, [0, 1], multipliersOf([0, 1]))).toBe(false);
  const opposite = await readClassifier({
    weights: [
      [0.1, 0.2, 0.3],
      [-0.1, -0.2, -0.3],
    ],
  });
  expect(exactMultipliers(opposite, [0, 1], multipliersOf([0, 1]))?.values).toEqual([1n, 1n]);
});

test('rows of very different scale', async () => {
  const weights = triangle.map((row, i) => row.map((value) => value * [1e-40, 1, 1e30][i]));
  const classifier = await readClassifier({ weights });
  const found = exactMultipliers(classifier, [0, 1], multipliersOf([0, 1, 2]))!;
  expect(check(classifier, [0, 1], multipliersCertificate(found), exact).valid).toBe(true);
  // The smallest multiplier of the rows as they are, 1e-30, times the largest weight is as large as the
  // others' products.
  expect(provesInfeasible(classifier, [0, 1], multipliersOf([0, 1, 2], [1e40, 1, 1e-30]))).toBe(true);
});

test('with a bias, sets out of reach of every x have exact multipliers, and those that only the box puts there', async () => {
  // z = (x - 1, -x - 1): never both active.
  const apart = await readClassifier({ weights: [[1], [-1]], bias: [-1, -1], box: 100 });
  expect(exactMultipliers(apart, [0, 1], multipliersOf([0, 1]))).toEqual({
    rows: Int32Array.of(0, 1),
    values: [1n, 1n],
  });
  expect(provesInfeasible(apart, [0, 1], multipliersOf([0, 1]))).toBe(true);
  expect(exactMultipliers(apart, [], multipliersOf([0, 1]))).toBeNull();
  expect(provesInfeasible(apart, [], multipliersOf([0, 1]))).toBe(false);
  // z = x - 200: active beyond the box only.
  const far = await readClassifier({ weights: [[1]], bias: [-200], box: 100 });
  expect(exactMultipliers(far, [0], multipliersOf([0]))).toEqual({ rows: Int32Array.of(0), values: [1n] });
  expect(provesInfeasible(far, [0], multipliersOf([0]))).toBe(true);
  const anywhere = await readClassifier({ weights: [[1]], bias: [-200] });
  expect(exactMultipliers(anywhere, [0], multipliersOf([0]))).toBeNull();
  expect(provesInfeasible(anywhere, [0], multipliersOf([0]))).toBe(false);
  // Three half-planes with one common point on all their edges: a combination with sum l y b = 0.
  const bias = [-1, -2, 3];
  const touching = await readClassifier({
    weights: [
      [1, 0],
      [0, 1],
      [-1, -1],
    ],
    bias,
    box: 100,
  });
  expect(exactMultipliers(touching, [0, 1, 2], multipliersOf([0, 1, 2]))?.values).toEqual([1n, 1n, 1n]);
  // Four planes that meet in one point, in general position: d + 2 rows.
  const planes = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [-1, -1, -1],
    [1, 2, -3],
  ];
  const through = planes.map(([a, b, c]) => -(a * 0.5 + b * 0.25 + c * 0.75));
  const four = await readClassifier({ weights: planes, bias: through, box: 100 });
  expect(exactMultipliers(four, [0, 1, 2, 3], multipliersOf([0, 1, 2, 3]))?.values).toEqual([1n, 1n, 1n, 1n]);
});

test('the enclosure proves nothing that is false, and little less than is true', async () => {
  let proved = 0;
  let provable = 0;
  const weight = fc.double({ min: 1e-3, max: 1, noNaN: true });
  await fc.assert(
    fc.asyncProperty(
      integerSystem,
      fc.array(weight, { minLength: 4, maxLength: 4 }),
      async (system, values) => {
        const { weights, labels } = system;
        const d = weights[0].length;
        fc.pre(weights.length > d);
        const classifier = await readClassifier({ weights });
        const rows = [...Array(d + 1).keys()];
        const given = multipliersOf(rows, values.slice(0, d + 1));
        const possible = exactMultipliers(classifier, labels, given);
        const result = provesInfeasible(classifier, labels, given);
        if (result) expect(interiorPoint(weights, labels)).toBeNull();
        if (possible?.rows.length === d + 1) {
          provable++;
          proved += Number(result);
        }
      },
    ),
    { numRuns: 600 },
  );
  expect(provable).toBeGreaterThan(50);
  // Rows this small are well conditioned, and its own Newton steps start from anywhere; it takes one
  // dependency among them.
  expect(proved).toBeGreaterThan(0.9 * provable);
  expect(proved).toBeLessThanOrEqual(provable);
});

test('the enclosure of a set within reach fails', async () => {
  const classifier = await readClassifier({ weights: gaussianMatrix(9, 8, 4) });
  const within = [...Array(9).keys()].filter((i) => classifier.weights[i * 8] > 0); // at x = (1, 0, ..., 0)
  const rows = [...Array(9).keys()];
  expect(provesInfeasible(classifier, within, multipliersOf(rows))).toBe(false);
});

test('wrong arguments are named', async () => {
  const classifier = await readClassifier({ weights: triangle });
  const named = (argument: string) => expect.objectContaining({ name: 'ValueError', argument }) as Error;
  expect(() => exactMultipliers(classifier, [3], multipliersOf([0]))).toThrow(named('labelSet[0]'));
  expect(() => exactMultipliers(classifier, [0], multipliersOf([0, 3]))).toThrow(
    named('multipliers.rows[1]'),
  );
  expect(() => provesInfeasible(classifier, [0], multipliersOf([3]))).toThrow(named('multipliers.rows[0]'));
  expect(() => provesInfeasible(classifier, [0], multipliersOf([0], []))).toThrow(
    named('multipliers.values'),
  );
  expect(() => exactMultipliers(classifier, [0], multipliersOf([0, 1], [1, -1]))).toThrow(
    named('multipliers.values[1]'),
  );
  const wide = await readClassifier({ weights: [[1], [2], [3], [4]] });
  expect(() => exactMultipliers(wide, [0], multipliersOf([0, 1, 2, 3]))).toThrow(named('multipliers.rows'));
});
