import { sigmoidF1 } from '@argmaxable/losses';
import { firstAndLastLoss } from '@argmaxable/test-support/training';
import '@tensorflow/tfjs-backend-cpu';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import {
  add,
  memory,
  mul,
  randomNormal,
  setBackend,
  type Tensor,
  tensor2d,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { isLabelAffine, LabelScale } from '../src/index.js';

beforeAll(() => setBackend('cpu'));

const make = (): LabelScale => new LabelScale({ beta: 2, eta: -0.5 });

test('scales and shifts each label, and starts as it is told', () => {
  tidy(() => {
    const z = tensor2d([[1, -2, 0]]);
    const layer = make();
    const output = layer.apply(z) as Tensor;
    // Float32 of exp(log(2)).
    Array.from(output.dataSync()).forEach((value, i) => expect(value).toBeCloseTo([1, -5, -1][i], 5));
    expect(layer.weights.map(({ originalName }) => originalName.split('/').at(-1))).toEqual([
      'log_beta',
      'eta',
    ]);
    expect(layer.countParams()).toBe(6);
    expect((new LabelScale().apply(z) as Tensor).dataSync()).toEqual(z.dataSync());
    layer.dispose();
  });
});

test('a config makes the same config again', () => {
  const config = make().getConfig();
  expect(config).toMatchObject({ beta: 2, eta: -0.5 });
  const Class = LabelScale as unknown as { fromConfig(cls: unknown, config: object): LabelScale };
  expect(Class.fromConfig(LabelScale, config).getConfig()).toEqual(config);
});

test.each([[[3]], [[5, 3]]])(
  'on inputs of shape %j it saves, loads and gives equal outputs',
  async (shape) => {
    const before = memory().numTensors;
    const model = sequential({ layers: [layers.inputLayer({ inputShape: shape }), make()] });
    const loaded = await loadSaved(await save(model));
    const x = randomNormal([2, ...shape]);
    const [expected, actual] = [model.predict(x), loaded.predict(x)] as Tensor[];
    expect(expected.shape).toEqual([2, ...shape]);
    expect(actual.dataSync()).toEqual(expected.dataSync());
    [x, expected, actual, model, loaded].forEach((owned) => owned.dispose());
    expect(memory().numTensors).toBe(before);
  },
);

test('training moves slopes, keeps them positive, lowers the loss and leaks nothing', async () => {
  const model: LayersModel = sequential({
    layers: [layers.dense({ units: 4, inputShape: [3] }), new LabelScale()],
  });
  model.compile({ optimizer: train.adam(0.1), loss: sigmoidF1 });
  const [x, y] = [
    // prettier-ignore
    tensor2d([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    // prettier-ignore
    tensor2d([[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 1]]),
  ];
  const [first, last] = await firstAndLastLoss(model, x, y, 50);
  expect(last).toBeLessThan(first / 2);
  const [, , logBeta] = model.getWeights();
  expect(Array.from(logBeta.dataSync()).some((value) => value !== 0)).toBe(true);
});

test('bad arguments are refused', () => {
  expect(() => new LabelScale({ beta: 0 })).toThrow('beta must be a finite number');
  expect(() => new LabelScale({ eta: NaN })).toThrow('eta must be a finite number');
  expect(() => new LabelScale().apply(input({ batchShape: [3] }))).toThrow('rank 2 or more');
  expect(() => new LabelScale().apply(input({ shape: [null] }))).toThrow('known last axis');
});

test('what it does to each score is told in numbers', () => {
  tidy(() => {
    const layer = make();
    const z = tensor2d([[1, -2, 0]]);
    const output = layer.apply(z) as Tensor;
    const { scale, offset } = layer.labelAffine();
    const expected = add(mul(z, scale), offset).dataSync();
    // Float32, in another order.
    Array.from(output.dataSync()).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
    layer.dispose();
  });
  expect(() => new LabelScale().labelAffine()).toThrow(
    'must be built before labelAffine() reads its weights',
  );
  expect(isLabelAffine(new LabelScale())).toBe(true);
  expect(isLabelAffine(layers.dense({ units: 3 }))).toBe(false);
});
