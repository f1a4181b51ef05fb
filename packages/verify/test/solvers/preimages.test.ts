import { seededRandom } from '@argmaxable/core';
import { SetDecider } from '../../src/deciding/set-decider.js';
import { type FeatureRange, readClassifier } from '../../src/index.js';
import { questionOf } from '../../src/input/question.js';
import { Preimages } from '../../src/solvers/preimages.js';

const normals = (rows: number, columns: number, seed: string): number[][] => {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
};

const [n, d, inputs] = [30, 5, 9];
const weights = normals(n, d, 'weights');
const [offset] = normals(1, d, 'offset');
const [bias] = normals(1, n, 'bias');
const [x] = normals(1, d, 'x').map((row) => Float64Array.from(row));
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, j) => sum + value * b[j], 0);

const classifierWith = (kernel: number[][], featureRange: FeatureRange = 'any', labelBias = false) =>
  readClassifier({
    weights,
    projection: { weights: kernel, bias: offset },
    featureRange,
    ...(labelBias ? { bias } : {}),
  });

test.each([
  ['without a label bias a multiple of x', false],
  ['with a label bias x', true],
])('P e + p is %s', async (_, labelBias) => {
  const kernel = normals(d, inputs, 'kernel');
  const e = Preimages.of(await classifierWith(kernel, 'any', labelBias))!.of(x);
  const found = kernel.map((row, k) => dot(row, e) + offset[k]);
  const scale = found[0] / x[0];
  if (labelBias) expect(scale).toBeCloseTo(1, 12);
  else expect(scale).toBeGreaterThan(0);
  found.forEach((value, k) => expect(value / scale).toBeCloseTo(x[k], 12));
});

test('rows of P that are nearly one another lose few digits', async () => {
  const [base] = normals(1, inputs, 'base');
  const kernel = normals(d, inputs, 'kernel').map((row) => row.map((value, j) => base[j] + 1e-5 * value));
  const e = Preimages.of(await classifierWith(kernel, 'any', true))!.of(x);
  kernel.forEach((row, k) => expect(dot(row, e) + offset[k]).toBeCloseTo(x[k], 9));
});

test('there are none where some x have no e, or none within the range', async () => {
  const kernel = normals(d, inputs, 'kernel');
  const [first] = kernel;
  expect(Preimages.of(await classifierWith(kernel.map(() => first)))).toBeNull();
  expect(Preimages.of(await classifierWith(kernel.map((row) => row.slice(0, d - 1))))).toBeNull();
  expect(Preimages.of(await classifierWith(kernel, 'nonNegative'))).toBeNull();
  expect(Preimages.of(await readClassifier({ weights }))).toBeNull();
});

test('a set that the solvers leave open is asked of the matrix alone, whose witness goes back through P', async () => {
  const classifier = await classifierWith(normals(d, inputs, 'kernel'));
  const labels = Int32Array.from(weights.flatMap((row, i) => (dot(row, x) > 0 ? [i] : [])));
  const decider = new SetDecider(classifier, questionOf(classifier, {}));
  const findsNothing = {
    solve: () => ({ witness: null, multipliers: null }),
    decisiveRows: () => [],
    dispose: () => undefined,
  };
  Object.assign(decider, { quick: findsNothing, linearProgram: findsNothing });
  const result = await decider.decide(labels);
  expect(result).toMatchObject({ verdict: 'argmaxable', method: 'witness' });
  expect(result.witness).toHaveLength(inputs);
  expect(result.radius.lower).toBeGreaterThan(0);
  decider.dispose();
});
