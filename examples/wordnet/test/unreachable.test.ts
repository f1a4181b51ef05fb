import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { verify } from '@argmaxable/verify';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { MeanOfWords } from '../src/mean-of-words.js';
import { findUnreachable, type VerifiedModel } from '../src/unreachable.js';

const n = 3;
const labelSets = LabelSets.from([[0, 1, 2], [0], [1], [0, 1], [2]], n);
const heldOut = {
  tokens: [1, 2, 3, 4, 5].map((word) => Int32Array.of(word)),
  labelSets,
  glosses: ['all', 'first', 'second', 'both', 'third'],
  lemmas: ['a', 'b', 'c', 'd', 'e'],
};
const labelNames = ['x', 'y', 'z'];

/** One word per example, whose embedding is `features`, before a ReLU and a matrix [E, n]. */
async function tagger(name: string, features: number[][], matrix: number[][]): Promise<VerifiedModel> {
  const model: LayersModel = sequential({
    layers: [
      layers.embedding({
        inputDim: features.length + 1,
        outputDim: matrix.length,
        inputShape: [null],
        maskZero: true,
      }),
      new MeanOfWords(),
      layers.reLU(),
      layers.dense({ units: n, useBias: false }),
    ],
  });
  const weights = [tensor2d([matrix.map(() => 0), ...features]), tensor2d(matrix)];
  model.setWeights(weights);
  weights.forEach((weight) => weight.dispose());
  return {
    name,
    model,
    microF1: 0.5,
    reports: { model: await verify(model, { labelSets, about: 'model' }) },
  };
}

/** Scores rise together: all labels or none. */
const narrow = (): Promise<VerifiedModel> => tagger('narrow', [[1], [1], [1], [1], [1]], [[1, 1, 1]]);

/** A feature for each label's score to rise, and one for it to fall: every set is reachable. */
const wide = (predicted: number[][]): Promise<VerifiedModel> =>
  tagger(
    'wide',
    predicted.map((labels) => [0, 1, 2].flatMap((label) => (labels.includes(label) ? [1, 0] : [0, 1]))),
    [0, 1, 2].flatMap((label) =>
      [1, -1].map((sign) => [0, 1, 2].map((other) => (other === label ? sign : 0))),
    ),
  );

const inverse = [0, 1, 2, 3, 4];

test('the example is one that another model reaches and predicts, and the first model never can', async () => {
  const models = [await narrow(), await wide([[0], [1], [2], [0, 1], [2, 0]])];
  const before = memory().numTensors;
  const found = await findUnreachable(models, { heldOut, labelNames }, inverse);
  expect(found).toEqual({
    model: 'narrow',
    outOfReach: 4,
    lemma: 'd',
    gloss: 'both',
    labels: ['x', 'y'],
    exact: true,
    predictedBy: [
      { model: 'narrow', verdict: 'unargmaxable', labels: ['x', 'y', 'z'], exactly: 0 },
      { model: 'wide', verdict: 'argmaxable', labels: ['x', 'y'], exactly: 1 },
    ],
  });
  expect(memory().numTensors).toBe(before);
});

test('where none is predicted right, the nearest; of equals the one with few labels and a short gloss', async () => {
  const nearest = [await narrow(), await wide([[0], [1, 2], [0, 2], [0], [0, 1, 2]])];
  expect(await findUnreachable(nearest, { heldOut, labelNames }, inverse)).toMatchObject({ lemma: 'd' });
  const equals = [await narrow(), await wide([[0], [0], [1], [0, 1], [2]])];
  expect(await findUnreachable(equals, { heldOut, labelNames }, inverse)).toMatchObject({ lemma: 'b' });
});

test('a model that comes second may be the one with sets out of reach', async () => {
  const models = [await wide([[0], [1], [1], [0], [2]]), await narrow()];
  expect(await findUnreachable(models, { heldOut, labelNames }, inverse)).toMatchObject({
    model: 'narrow',
    lemma: 'e',
  });
});

test('alone, a model shows its smallest set; a model that reaches all shows none', async () => {
  expect(await findUnreachable([await narrow()], { heldOut, labelNames }, inverse)).toMatchObject({
    lemma: 'b',
  });
  expect(
    await findUnreachable([await wide([[0], [0], [0], [0], [0]])], { heldOut, labelNames }, inverse),
  ).toBeNull();
});
