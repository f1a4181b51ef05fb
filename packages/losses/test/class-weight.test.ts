import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { memory, setBackend, type Tensor, tensor2d, train } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model as functionalModel,
  type ModelFitArgs,
  sequential,
} from '@tensorflow/tfjs-layers';
import { allLosses, asymmetric, oneVersusAll, pickAllLabels, sigmoidF1, zlpr } from '../src/index.js';

beforeAll(() => setBackend('cpu'));

/** Entry by entry, to 1e-5: float32 rounds numbers of up to 10 in a few operations. */
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-5));
}

type Loss = (yTrue: Tensor, yPred: Tensor) => Tensor;

const dense = (units: number, numInputs: number) =>
  layers.dense({ units, inputShape: [numInputs], kernelInitializer: 'zeros', useBias: false, name: 'out' });

/** One linear layer without bias, from weights of 0. */
function zeroModel(loss: Loss, [numInputs, units] = [2, 2]): LayersModel {
  const model = sequential({ layers: [dense(units, numInputs)] });
  model.compile({ loss, optimizer: train.sgd(1) });
  return model;
}

// prettier-ignore
const identity = () => tensor2d([[1, 0], [0, 1]]);
const indices = (...rows: number[][]) => tensor2d(rows, [rows.length, rows[0].length], 'int32');

async function kernelAfter(model: LayersModel, y: Tensor, args: ModelFitArgs, x = identity()) {
  await model.fit(x, y, { epochs: 1, verbose: 0, shuffle: false, ...args });
  return Array.from(model.getWeights()[0].dataSync());
}

const classWeight = { 0: 1, 1: 10 };
const weighted = [0.125, -0.125, -1.25, 1.25];

test.each([
  ['multi-hot', identity],
  ['indices in one column', () => indices([0], [1])],
  ['indices in several columns, padded on either side', () => indices([0, -1, -1], [-1, -1, 1])],
])('%s targets: each example weighs by its class', async (_, targets) => {
  for (const reduction of ['mean', 'none'] as const) {
    const model = zeroModel(oneVersusAll.with({ reduction, targets: 'auto' }));
    expectClose(await kernelAfter(model, targets(), { classWeight }), weighted);
  }
  const summed = zeroModel(oneVersusAll.with({ reduction: 'sum' }));
  // prettier-ignore
  expectClose(await kernelAfter(summed, targets(), { classWeight }), weighted.map((w) => 2 * w));
});

test('equal weights only scale, and weights of 0 leave examples out', async () => {
  const plain = await kernelAfter(zeroModel(zlpr), identity(), {});
  const scaled = await kernelAfter(zeroModel(zlpr), identity(), { classWeight: { 0: 3, 1: 3 } });
  // prettier-ignore
  expectClose(scaled, plain.map((w) => 3 * w));
  const [, , third, fourth] = await kernelAfter(zeroModel(zlpr), identity(), { classWeight: { 0: 1, 1: 0 } });
  expect([Math.abs(third), Math.abs(fourth)]).toEqual([0, 0]);
});

const ofExamples = allLosses.filter(({ options }) => !('average' in options));
const ofBatches = allLosses.filter(({ options }) => 'average' in options);

test.each(ofExamples.map((loss) => [loss.lossName, loss] as const))(
  '%s: the gradient is that of the weighted mean of its losses',
  async (_, loss) => {
    const x = tf.tensor2d([0.3, -1, 0.2, 1.1, 0.4, -0.6, -0.2, 0.9, 0.5, 0.8, -0.7, 0.1], [4, 3]);
    const y = indices([2, -1], [0, -1], [1, -1], [0, -1]);
    const weights = { 0: 0.5, 1: 2, 2: 4 };
    const model = zeroModel(loss, [3, 3]);
    const actual = await kernelAfter(model, y, { classWeight: weights, batchSize: 4 }, x);
    const kernel = tf.variable(tf.zeros([3, 3]));
    const each = loss.with({ reduction: 'none' });
    const { grads } = tf.variableGrads(
      () => tf.mean(tf.mul(each(y, tf.matMul(x, kernel)), tf.tensor1d([4, 0.5, 2, 0.5]))),
      [kernel],
    );
    // prettier-ignore
    expectClose(actual, Array.from(Object.values(grads)[0].dataSync(), (g) => -g));
  },
);

test.each(ofBatches.map((loss) => [loss.lossName, loss] as const))(
  '%s has no losses of examples, and says so',
  async (_, loss) => {
    const model = zeroModel(loss);
    await expect(kernelAfter(model, identity(), { classWeight })).rejects.toThrow(
      `weights with ${loss.lossName}, which gives no loss for each example`,
    );
    expect(model.getWeights()[0].dataSync()).toEqual(new Float32Array(4));
    // The model can be trained on, without.
    await kernelAfter(model, identity(), {});
  },
);

test('an example of several labels or of none has no class', async () => {
  // prettier-ignore
  const both = tensor2d([[1, 1], [0, 1]]);
  const message = 'classWeight must be omitted unless each example has exactly one label, its class; got';
  await expect(kernelAfter(zeroModel(oneVersusAll), both, { classWeight })).rejects.toThrow(
    `${message} "weights with 2 active labels in example 0 of a batch". Weight labels instead: positiveWeight`,
  );
  for (const y of [
    tensor2d([
      [1, 0],
      [0, 0],
    ]),
    indices([0, -1, -1], [-1, -1, -1]),
    indices([1, -1, -1], [1, 0, -1]),
  ])
  // prettier-ignore
  {await expect(kernelAfter(zeroModel(asymmetric), y, { classWeight })).rejects.toThrow(message);}
});

test('of a single label, its absence is a class too', async () => {
  const y = tensor2d([[0], [1]]);
  const kernel = await kernelAfter(zeroModel(oneVersusAll, [2, 1]), y, { classWeight });
  expectClose(kernel, [-0.25, 2.5]); // dz = (1/2 - y) w / 2
});

test.each([
  [{ 0: 1 }, 'classWeight must be weights of all classes in the targets; there is none for class 1'],
  [{ 0: 1, 1: '10' }, 'classWeight[1] must be a finite number, 0 or more; got "10"'],
  [{ 0: 1, 1: NaN }, 'classWeight[1] must be a finite number, 0 or more; got NaN'],
  [{ 0: -1, 1: 1 }, 'classWeight[0] must be a finite number, 0 or more; got -1'],
  [{ 0: 1, one: 10 }, 'classWeight must be by numbers of classes, from 0; got "one"'],
  [[1, 10], 'classWeight must be one for each of 1 outputs; got "2 of them"'],
  [10, 'classWeight must be an object of weights by class'],
  ['balanced', 'classWeight must be an object of weights by class'],
  [new Map([[0, 1]]), 'classWeight must be an object of weights by class'],
  [{ out: [1, 10] }, 'classWeight.out must be an object of weights by class'],
])('classWeight: %j is refused', async (weights, message) => {
  const model = zeroModel(oneVersusAll);
  await expect(kernelAfter(model, identity(), { classWeight: weights as never })).rejects.toThrow(message);
  expectClose(await kernelAfter(model, identity(), { classWeight }), weighted);
});

test('weights may stand by the name of the output or in an array', async () => {
  for (const given of [{ out: classWeight }, [classWeight]]) {
    const model = zeroModel(oneVersusAll);
    expectClose(await kernelAfter(model, identity(), { classWeight: given }), weighted);
  }
});

/** A data set of one batch, as fitDataset takes it. */
const dataset = (xs: () => Tensor, ys: () => unknown) =>
  ({
    iterator: () => {
      let calls = 0;
      return Promise.resolve({
        next: () =>
          Promise.resolve(
            calls++ === 0 ? { value: { xs: xs(), ys: ys() }, done: false } : { value: null, done: true },
          ),
      });
    },
  }) as never;

test('fitDataset weighs as fit does, and leaves no tensor', async () => {
  for (const ys of [identity, () => indices([0, -1, -1], [1, -1, -1])]) {
    const model = zeroModel(oneVersusAll);
    const fit = () => model.fitDataset(dataset(identity, ys), { epochs: 1, verbose: 0, classWeight });
    await fit();
    expectClose(Array.from(model.getWeights()[0].dataSync()), weighted);
    const { numTensors } = memory();
    await fit();
    expect(memory().numTensors).toBe(numTensors);
  }
  const model = zeroModel(sigmoidF1);
  const refused = model.fitDataset(dataset(identity, identity), { epochs: 1, verbose: 0, classWeight });
  await expect(refused).rejects.toThrow('weights with sigmoidF1');
});

test('a part for validation and later batches weigh alike', async () => {
  // prettier-ignore
  const x = tensor2d([[1, 0], [0, 1], [1, 0], [0, 1]]);
  const y = indices([0, -1, -1], [1, -1, -1], [1, -1, -1], [1, -1, -1]);
  const model = zeroModel(oneVersusAll);
  const kernel = await kernelAfter(model, y, { classWeight, validationSplit: 0.5, batchSize: 1 }, x);
  expectClose(kernel, [0.25, -0.25, -2.5, 2.5]);
});

describe('several outputs', () => {
  function twoHeads(loss: unknown): LayersModel {
    const start = input({ shape: [2] });
    const head = (name: string) =>
      layers.dense({ units: 2, name, kernelInitializer: 'zeros', useBias: false }).apply(start) as never;
    const model = functionalModel({ inputs: start, outputs: [head('first'), head('second')] });
    model.compile({ loss: loss as never, optimizer: train.sgd(1) });
    return model;
  }
  const unweighted = [0.125, -0.125, -0.125, 0.125];
  const kernels = async (model: LayersModel, weights: unknown) => {
    await model.fit(identity(), [identity(), identity()], {
      epochs: 1,
      verbose: 0,
      classWeight: weights as never,
    });
    return model.getWeights().map((weight) => Array.from(weight.dataSync()));
  };

  test('each has its own weights, by name or in an array', async () => {
    const other = { 0: 2, 1: 1 };
    for (const given of [{ first: classWeight, second: other }, [classWeight, other]]) {
      const [first, second] = await kernels(twoHeads(oneVersusAll), given);
      expectClose(first, weighted);
      expectClose(second, [0.25, -0.25, -0.125, 0.125]);
    }
    const [first, second] = await kernels(twoHeads(oneVersusAll), { second: classWeight });
    expectClose(first, unweighted);
    expectClose(second, weighted);
  });

  test("one may have tfjs's own loss, which goes its way", async () => {
    const mixed = await kernels(twoHeads([oneVersusAll, 'meanSquaredError']), [classWeight, classWeight]);
    const plain = await kernels(twoHeads(['meanSquaredError', 'meanSquaredError']), [
      classWeight,
      classWeight,
    ]);
    expectClose(mixed[0], weighted);
    expectClose(mixed[1], plain[1]);
  });

  test('weights of one for both, of a name that is none, and too few are refused', async () => {
    const model = twoHeads(oneVersusAll);
    await expect(kernels(model, classWeight)).rejects.toThrow(
      'classWeight must be by names of outputs: first, second; got "0"',
    );
    await expect(kernels(model, { frist: classWeight })).rejects.toThrow('got "frist"');
    await expect(kernels(model, [classWeight])).rejects.toThrow('one for each of 2 outputs; got "1 of them"');
  });
});

test("a user's own loss of one number is refused, and one of examples is left to tfjs", async () => {
  const sum: Loss = (yTrue, yPred) => tf.add(oneVersusAll(yTrue, yPred), pickAllLabels(yTrue, yPred));
  await expect(kernelAfter(zeroModel(sum), identity(), { classWeight })).rejects.toThrow(
    'which gives no loss for each example',
  );
  await expect(
    kernelAfter(zeroModel(tf.losses.sigmoidCrossEntropy as Loss), identity(), { classWeight }),
  ).rejects.toThrow('which gives no loss for each example');
  const each = oneVersusAll.with({ reduction: 'none' });
  const own: Loss = (yTrue, yPred) => each(yTrue, yPred);
  expectClose(await kernelAfter(zeroModel(own), identity(), { classWeight }), weighted);
});

test('targets of more axes are refused', async () => {
  const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [1, 2] })] });
  model.compile({ loss: oneVersusAll, optimizer: 'sgd' });
  const x = tf.ones([2, 1, 2]);
  const y = tf.tensor3d([[[1, 0]], [[0, 1]]]);
  await expect(model.fit(x, y, { classWeight, verbose: 0 })).rejects.toThrow('targets of rank 3');
});
