import { gaussianMatrix } from '@argmaxable/test-support';
import { ChebyshevSolver } from '../../src/solvers/active-set/chebyshev-solver.js';
import { readClassifier } from '../../src/input/classifier.js';
import { highsRuntime } from '../../src/solvers/highs-solver.js';
import { verifyMatrix } from '../../src/index.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../../src/solvers/radius-solver.js';
import { decideBy, linearProgram } from '../single-solvers.js';

const weights = gaussianMatrix(200, 6, 21).map((row) => [3, ...row]);
const input = { weights, bias: new Array<number>(200).fill(1e-3), box: 1 };
const sets = Array.from({ length: 100 }, (_, i) => [i, 199 - i]);

// As in engines without SIMD: radii of biased layers are left to the linear program.
beforeAll(() => jest.spyOn(ChebyshevSolver, 'create').mockReturnValue(null));
afterAll(() => jest.restoreAllMocks());

// Comes first: once loaded, the runtime stays.
test('a runtime that cannot be loaded rejects, and does not spoil the next load', async () => {
  const locateFile = () => '/nowhere/highs.wasm';
  await expect(verifyMatrix(input, [[0]], { mode: 'radius', locateFile })).rejects.toThrow();
  await expect(verifyMatrix(input, [[0]], { mode: 'radius' })).resolves.toBeDefined();
});

test('memory stays flat over many runs', async () => {
  const highs = await highsRuntime();
  await verifyMatrix(input, sets, { mode: 'radius' });
  const before = highs.memoryBytes;
  for (let run = 0; run < 8; run++) await verifyMatrix(input, sets, { mode: 'radius' });
  expect(highs.memoryBytes).toBe(before);
});

test('the model is freed, also when a run is aborted', async () => {
  const highs = await highsRuntime();
  const created = jest.spyOn(highs, 'createModel');
  const controller = new AbortController();
  // By then a set has needed the linear program: those out of reach do not.
  const onProgress = ({ done }: { done: number }) => done === 50 && controller.abort();
  await expect(
    verifyMatrix(input, sets, { mode: 'radius', onProgress, signal: controller.signal }),
  ).rejects.toThrow();
  await verifyMatrix(input, sets, { mode: 'radius' });
  expect(created.mock.results.map(({ value }) => (value as { disposed: boolean }).disposed)).toEqual([
    true,
    true,
  ]);
  created.mockRestore();
});

test('a deadline stops a linear program, and the next set has all its time', async () => {
  const solver = await linearProgram(await readClassifier({ weights }));
  const late = solver.solve(Int32Array.of(0, 1), performance.now());
  expect(late).toEqual({ witness: new Float64Array(7), multipliers: null, failure: outOfTime });
  const inTime = solver.solve(Int32Array.of(0, 1), performance.now() + 60_000);
  expect(inTime.multipliers).not.toBeNull();
  expect(inTime.failure).toBeUndefined();
  solver.dispose();
});

test('what the solver claims is not believed without proof', async () => {
  const classifier = await readClassifier({ weights });
  const verdictOn = (candidates: Candidates) => {
    const solver: RadiusSolver = { solve: () => candidates, dispose: () => undefined };
    return decideBy(solver, classifier, Int32Array.of(0, 1));
  };
  const nothing = { verdict: 'undecided', method: 'none' };
  expect(verdictOn({ witness: null, multipliers: null, failure: 'infeasible' })).toMatchObject({
    ...nothing,
    failure: 'infeasible',
    radius: { lower: -Infinity, upper: Infinity },
  });
  expect(verdictOn({ witness: new Float64Array(7).fill(0.5), multipliers: null })).toMatchObject(nothing);
  const multipliers = { rows: Int32Array.of(0, 1, 2), values: Float64Array.of(1, 1, 1) };
  expect(verdictOn({ witness: null, multipliers })).toMatchObject(nothing);
});

test('an error within HiGHS leaves a radius open with the reason, and the next one is found', async () => {
  const highs = await highsRuntime();
  const createModel = highs.createModel.bind(highs);
  const spy = jest.spyOn(highs, 'createModel').mockImplementationOnce(() => {
    const model = createModel();
    jest.spyOn(model, 'run').mockImplementation(() => {
      throw new Error('out of luck');
    });
    return model;
  });
  const report = await verifyMatrix(input, [[0], [1]], { mode: 'radius' });
  spy.mockRestore();
  expect(report.results[0]).toMatchObject({
    radius: { upper: Infinity },
    failure: 'HiGHS failed: out of luck',
  });
  expect(report.results[0].radius.lower).toBeGreaterThan(-1e-3); // what x = 0 proves stands
  expect(report.results[1].radius.upper).toBeLessThan(1);
  expect(String(report)).toContain('out of luck');
});

test('a status other than optimal proves nothing', async () => {
  const highs = await highsRuntime();
  const createModel = highs.createModel.bind(highs);
  const spy = jest.spyOn(highs, 'createModel').mockImplementationOnce(() => {
    const model = createModel();
    jest.spyOn(model, 'getModelStatus').mockReturnValue(highs.constants.modelStatus.infeasible);
    const run = model.run.bind(model);
    jest
      .spyOn(model, 'run')
      .mockImplementation(() => ({ ...run(), modelStatus: highs.constants.modelStatus.infeasible }));
    return model;
  });
  const classifier = await readClassifier(input);
  const solver = await linearProgram(classifier);
  const result = decideBy(solver, classifier, Int32Array.of(0));
  spy.mockRestore();
  solver.dispose();
  expect(result).toMatchObject({
    verdict: 'undecided',
    failure: expect.stringContaining('status 8') as string,
  });
});

test('a disposed solver says so', async () => {
  const solver = await linearProgram(await readClassifier({ weights }));
  solver.dispose();
  expect(solver.solve(Int32Array.of(0)).failure).toContain('disposed');
});
