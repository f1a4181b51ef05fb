import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { firstAndLastLoss } from '@argmaxable/test-support/training';
import { randomNormal, type Scalar, setBackend, type Tensor, train, zeros } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { allLosses, type Loss, oneVersusAll } from '../src/index.js';

beforeAll(() => setBackend('cpu'));

const [size, features, numLabels] = [8, 6, 9];
const sets = LabelSets.from(
  Array.from({ length: size }, (_, i) => [i, (i + 3) % size]),
  numLabels,
);

function modelWith<Options extends object>(loss: Loss<Options>): LayersModel {
  const kernelInitializer = 'zeros' as const;
  const activation = loss.lossName === 'unboundedF1' ? ('sigmoid' as const) : ('linear' as const);
  const model = sequential({
    layers: [layers.dense({ units: numLabels, inputShape: [features], kernelInitializer, activation })],
  });
  model.compile({ loss, optimizer: train.adam(0.05) });
  return model;
}

const losses = allLosses.map((loss) => [loss.lossName, loss.with({})] as const);

test.each(losses)('%s: fit lowers it and leaks nothing', async (name, loss) => {
  const model = modelWith(loss);
  const [x, y] = [randomNormal([size, features], 0, 1, 'float32', 1), sets.toMultiHot()];
  const [first, last] = await firstAndLastLoss(model, x, y, 40);
  expect(last).toBeLessThan(name === 'pickOneLabel' ? first : 0.95 * first);
  [x, y, model].forEach((owned) => owned.dispose());
});

test.each(losses)(
  '%s: fitDataset takes sparse targets, and ends where multi-hot ones end',
  async (_, loss) => {
    const train = async (targets: () => Tensor): Promise<number[]> => {
      const model = modelWith(loss.with({}));
      const batch = () => ({ xs: randomNormal([size, features], 0, 1, 'float32', 1), ys: targets() });
      const dataset = {
        iterator: () => {
          let left = 3;
          return Promise.resolve({
            next: () =>
              Promise.resolve(left-- > 0 ? { value: batch(), done: false } : { value: null, done: true }),
          });
        },
        size: 3,
      };
      await model.fitDataset(dataset, { epochs: 2, verbose: 0 });
      const weights = model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
      model.dispose();
      return weights;
    };
    const [sparse, dense] = [await train(() => sets.toPadded()), await train(() => sets.toMultiHot())];
    // Adam divides gradients by their size, and so blows up what float32 rounds in the smallest.
    sparse.forEach((weight, i) => expect(Math.abs(weight - dense[i])).toBeLessThan(1e-3));
    expect(Math.max(...sparse.map(Math.abs))).toBeGreaterThan(0.1);
  },
);

test('fit and evaluate take sparse targets as they take multi-hot ones', async () => {
  const x = randomNormal([size, features], 0, 1, 'float32', 1);
  const results: number[][] = [];
  for (const y of [sets.toPadded(), sets.toMultiHot()]) {
    const model = modelWith(oneVersusAll.with({}));
    const options = {
      epochs: 3,
      batchSize: 3,
      shuffle: false,
      verbose: 0,
      validationData: [x, y] as [Tensor, Tensor],
    };
    const { history } = await model.fit(x, y, options);
    const loss = (model.evaluate(x, y) as Scalar).dataSync()[0];
    results.push([...(history.loss as number[]), ...(history.val_loss as number[]), loss]);
    model.dispose();
  }
  // Float32 sums in another order.
  results[0].forEach((loss, i) => expect(loss).toBeCloseTo(results[1][i], 6));
});

test('models with losses of tfjs go on refusing targets of another width', async () => {
  const model = sequential({ layers: [layers.dense({ units: numLabels, inputShape: [features] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const x = randomNormal([size, features]);
  await expect(model.fit(x, sets.toPadded())).rejects.toThrow(/target expected a batch of elements/);
  model.compile({ loss: oneVersusAll, optimizer: 'sgd' });
  await expect(model.fit(x, zeros([size, numLabels - 1]))).rejects.toThrow(/yTrue must be multi-hot/);
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  await expect(model.fit(x, sets.toPadded())).rejects.toThrow(/target expected a batch of elements/);
});
