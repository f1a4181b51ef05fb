import { gaussianMatrix } from '@argmaxable/test-support';
import fc from 'fast-check';
import { readClassifier } from '../../src/input/classifier.js';
import { chebyshevSolver, decideBy, linearProgram } from '../single-solvers.js';
import { integerMatrix } from '../integer-matrix.js';

test.each([
  [12, 1, 3],
  [300, 8, 3],
  [1000, 30, 4],
  [400, 60, 40],
  [3000, 20, 2],
])('finds the radius of the linear program: %i labels, %i features, %i active', async (n, d, k) => {
  // A constant feature that outweighs the rest makes about half of the sparse sets reachable.
  const weights = gaussianMatrix(n, Math.max(d - 1, 1), n).map((row) => (d > 1 ? [-3, ...row] : row));
  const classifier = await readClassifier({ weights, box: 7 });
  const program = await linearProgram(classifier);
  const solver = chebyshevSolver(classifier, 1e-9);
  let argmaxable = 0;
  for (let s = 0; s < 40; s++) {
    const labels = Int32Array.from({ length: s % 2 ? k : 1 }, (_, i) => (s * 37 + i * 101) % n).sort();
    const expected = decideBy(program, classifier, labels);
    const { verdict, radius } = decideBy(solver, classifier, labels);
    expect(verdict).toBe(expected.verdict);
    if (verdict !== 'argmaxable') continue;
    argmaxable++;
    expect(Math.abs(radius.lower / expected.radius.lower - 1)).toBeLessThan(1e-9);
    expect(radius.upper - radius.lower).toBeLessThan(1e-9 * radius.upper);
  }
  program.dispose();
  expect(argmaxable).toBeGreaterThan(d === 1 ? -1 : 5);
});

test('keeps its bounds true, and closes the gap, on degenerate systems', async () => {
  let settled = 0;
  let argmaxable = 0;
  await fc.assert(
    fc.asyncProperty(integerMatrix, fc.infiniteStream(fc.boolean()), async (weights, active) => {
      const classifier = await readClassifier({ weights });
      const labels = Int32Array.from(weights.keys()).filter(() => active.next().value as boolean);
      const program = await linearProgram(classifier);
      const { radius: expected, verdict } = decideBy(program, classifier, labels);
      program.dispose();
      const solver = chebyshevSolver(classifier, 1e-6);
      const result = decideBy(solver, classifier, labels);
      expect(result.verdict).toBe(verdict);
      if (verdict !== 'argmaxable' || expected.lower === Infinity) return;
      const { lower, upper } = result.radius;
      expect(lower).toBeLessThanOrEqual(expected.upper);
      expect(upper).toBeGreaterThanOrEqual(expected.lower);
      argmaxable++;
      if (upper - lower <= 1e-6 * upper) settled++;
    }),
    { numRuns: 1000, seed: 1 },
  );
  expect(argmaxable).toBeGreaterThan(50);
  expect(settled).toBe(argmaxable);
});
