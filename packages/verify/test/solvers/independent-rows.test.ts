import { allLabelSets, gaussianMatrix } from '@argmaxable/test-support';
import { IndependentRowsSolver } from '../../src/solvers/active-set/independent-rows-solver.js';
import { type ClassifierInput, readClassifier } from '../../src/input/classifier.js';
import { verifyMatrix } from '../../src/index.js';
import { decideBy } from '../single-solvers.js';

const labels = 6;
const bias = [3, -2, 0, 0.5, -40, 1];
const allSets = allLabelSets(labels).map((set) => Int32Array.from(set));

async function verdictsOf(input: ClassifierInput): Promise<string[]> {
  const classifier = await readClassifier(input);
  const solver = IndependentRowsSolver.create(classifier)!;
  return allSets.map((set) => decideBy(solver, classifier, set).verdict);
}

describe('independent rows reach every label set', () => {
  const weights = gaussianMatrix(labels, 40, 1);
  test.each<[string, ClassifierInput]>([
    ['any features', { weights }],
    ['a bias', { weights, bias }],
    ['features in a box', { weights, box: 0.01 }],
    ['rows of other lengths', { weights: weights.map((row, i) => row.map((value) => value * 1000 ** i)) }],
    ['as many features as labels', { weights: gaussianMatrix(labels, labels, 2) }],
  ])('%s', async (_, input) => {
    expect(await verdictsOf(input)).toEqual(allSets.map(() => 'argmaxable'));
  });
});

test('dependent rows: a set is reached or left open, and no set is reached that the run rules out', async () => {
  const [first, second, ...others] = gaussianMatrix(labels - 1, 40, 3);
  const weights = [first, second, first.map((value, j) => value + second[j]), ...others];
  const own = await verdictsOf({ weights });
  const { results } = await verifyMatrix({ weights }, allSets);
  const expected = results.map(({ verdict }) => verdict);
  // w_2 = w_0 + w_1: the sets with 0 and 1 without 2, and those with 2 alone of the three.
  expect(expected.filter((verdict) => verdict === 'unargmaxable')).toHaveLength(16);
  expect(own.filter((verdict, i) => verdict !== expected[i] && verdict !== 'undecided')).toEqual([]);
  expect(own.filter((verdict) => verdict === 'argmaxable').length).toBeGreaterThan(0);
});

test.each<[string, ClassifierInput]>([
  ['more labels than features', { weights: gaussianMatrix(3, 2, 4) }],
  ['features of one sign', { weights: [[1, 0]], featureRange: 'nonNegative' }],
  ['features in a box, and a bias', { weights: [[1, 0]], bias: [1], box: 1 }],
  ['a projection', { weights: [[1]], projection: { weights: [[1, 0, 0]] } }],
  ['a label without weights', { weights: [[0, 0]] }],
])('is not for %s', async (_, input) => {
  expect(IndependentRowsSolver.create(await readClassifier(input))).toBeNull();
});

test('three dependent rows of 130,000 features', async () => {
  const d = 130_000;
  // Each row is a sine of the same frequency: of two dimensions, in which there is room for these two sets.
  const values = Float64Array.from({ length: 3 * d }, (_, i) => Math.sin(i));
  const { counts } = await verifyMatrix({ weights: { values, shape: [3, d] } }, [[0], [0, 1, 2]]);
  expect(counts).toEqual({ argmaxable: 2, unargmaxable: 0, undecided: 0 });
});
