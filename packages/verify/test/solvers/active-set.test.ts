import { gaussianMatrix } from '@argmaxable/test-support';
import fc from 'fast-check';
import { NearestPoint } from '../../src/solvers/active-set/nearest-point.js';
import { readClassifier } from '../../src/input/classifier.js';
import { nativeSolver } from '../../src/solvers/native/native-solver.js';
import { PricedRows } from '../../src/solvers/native/priced-rows.js';
import { activeSetSolver, decideBy, linearProgram } from '../single-solvers.js';
import { integerMatrix } from '../integer-matrix.js';

test('agrees with the linear program on degenerate systems', async () => {
  await fc.assert(
    fc.asyncProperty(integerMatrix, fc.infiniteStream(fc.boolean()), async (weights, active) => {
      const classifier = await readClassifier({ weights });
      const labels = Int32Array.from(weights.keys()).filter(() => active.next().value as boolean);
      const program = await linearProgram(classifier);
      const expected = decideBy(program, classifier, labels);
      program.dispose();
      const result = decideBy(activeSetSolver(classifier), classifier, labels);
      expect(result.verdict).toBe(expected.verdict);
    }),
    { numRuns: 1000 },
  );
});

test('with a bias: agrees with the linear program wherever it decides', async () => {
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(
      integerMatrix,
      fc.infiniteStream(fc.integer({ min: -2, max: 2 })),
      fc.constantFrom(0.25, 1, 40),
      async (weights, numbers, box) => {
        const next = () => numbers.next().value as number;
        const bias = weights.map(next);
        const classifier = await readClassifier({ weights, bias, box });
        const labels = Int32Array.from(weights.keys()).filter(() => next() > 0);
        const program = await linearProgram(classifier);
        const expected = decideBy(program, classifier, labels);
        program.dispose();
        const result = decideBy(activeSetSolver(classifier), classifier, labels);
        if (result.verdict === 'undecided') return;
        decided++;
        expect(result.verdict).toBe(expected.verdict);
      },
    ),
    { numRuns: 1000 },
  );
  expect(decided).toBeGreaterThan(200);
});

test.each([
  [300, 8, 3],
  [1000, 30, 4],
  [400, 60, 40],
])('agrees with the linear program: %i labels, %i features, %i active', async (n, d, k) => {
  // A constant feature that outweighs the rest makes about half of the sparse sets reachable.
  const weights = gaussianMatrix(n, d - 1, n).map((row) => [-3, ...row]);
  const classifier = await readClassifier({ weights });
  const program = await linearProgram(classifier);
  const solver = activeSetSolver(classifier);
  const verdicts = new Set<string>();
  for (let s = 0; s < 40; s++) {
    const labels = Int32Array.from({ length: s % 2 ? k : 1 }, (_, i) => (s * 37 + i * 101) % n).sort();
    const result = decideBy(solver, classifier, labels);
    expect(result.verdict).toBe(decideBy(program, classifier, labels).verdict);
    verdicts.add(result.verdict);
  }
  program.dispose();
  expect(verdicts.size).toBe(2);
});

test('what it learns from earlier sets changes no verdict', async () => {
  const weights = gaussianMatrix(200, 10, 3).map((row) => [-2, ...row]);
  const classifier = await readClassifier({ weights });
  const learning = activeSetSolver(classifier);
  for (let s = 0; s < 60; s++) {
    const labels = Int32Array.of(s, 199 - s);
    const fresh = decideBy(activeSetSolver(classifier), classifier, labels);
    expect(decideBy(learning, classifier, labels).verdict).toBe(fresh.verdict);
  }
});

test('rows and features beyond the memory of WebAssembly are left to the linear program', () => {
  const values = new Float64Array(0); // not looked at
  const tooLarge = { numRows: 2 ** 25, width: 16, values };
  expect(PricedRows.create(tooLarge)).toBeNull();
  expect(NearestPoint.create(30_000, 10)).toBeNull();
  const native = nativeSolver()!;
  expect(native.allocate(0, 12, 4)).toBe(1);
  expect(native.reserve(2 ** 25)).toBe(0);
  expect(native.reserve(1000)).toBe(1);
});

test('a search whose candidates outgrow the memory of WebAssembly gives up', () => {
  const d = 11_500; // what d alone takes leaves no room for 512 candidates
  const problem = NearestPoint.create(d, 10)!;
  const search = () => problem.solve(1e-9, 100, Infinity);
  problem.reset(new Float64Array(d));
  expect(search()).toBe('nearest');
  problem.add(0, new Float64Array(d).fill(1 / Math.sqrt(d)), 1, 1);
  expect(search()).toBe('gave up');
  problem.reset(new Float64Array(d));
  expect(search()).toBe('nearest');
});

test('the factorisation stays true while rows come and go', () => {
  const d = 12;
  const rows = gaussianMatrix(60, d, 5);
  const native = nativeSolver()!;
  native.allocate(0, d, 4);
  const floats = ({ value }: WebAssembly.Global<'i32'>) => new Float64Array(native.memory.buffer, value, d);
  const project = (row: readonly number[]) => {
    floats(native.candidates).set(row);
    return native.project(native.candidates.value);
  };
  const active: number[] = [];
  for (let step = 0; step < 60; step++) {
    if (active.length === d || (active.length > 2 && step % 3 === 2)) {
      const place = (step * 5) % active.length;
      native.drop(place);
      active.splice(place, 1);
    }
    native.add(step, project(rows[step]));
    active.push(step);
    expect(native.size.value).toBe(active.length);
    // A combination of active rows is found again, and nothing of it remains.
    const weights = active.map((_, k) => Math.cos(k + step));
    const combined = rows[0].map((_, j) => active.reduce((sum, i, k) => sum + weights[k] * rows[i][j], 0));
    expect(project(combined)).toBeLessThan(1e-10); // d products of numbers near 1, conditioned to about 1e3
    weights.forEach((weight, k) => expect(floats(native.combination)[k]).toBeCloseTo(weight, 8));
  }
});
