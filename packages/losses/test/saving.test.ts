import '@tensorflow/tfjs-backend-cpu';
import { LabelScale } from '@argmaxable/layers';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import { io, randomNormal, setBackend, type Tensor, tensor2d, train } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  LayersModel,
  model as functionalModel,
  type ModelCompileArgs,
  sequential,
} from '@tensorflow/tfjs-layers';
import { allLosses, focal, oneVersusAll, pickAllLabels, sigmoidF1, zlpr } from '../src/index.js';
import { changedOptions } from './variants.js';

const ofLabels = ['asymmetric', 'focal', 'oneVersusAll', 'polyLoss'];

const x = (): Tensor => randomNormal([6, 3], 0, 1, 'float32', 1);
const y = (): Tensor =>
  tensor2d([
    [1, 0, 0, 1],
    [0, 1, 0, 0],
    [0, 0, 0, 0],
    [1, 1, 0, 0],
    [0, 0, 0, 1],
    [0, 1, 0, 1],
  ]);

beforeAll(() => setBackend('cpu'));

function compiled(args: Partial<ModelCompileArgs>): LayersModel {
  const model = sequential({
    layers: [layers.dense({ units: 4, inputShape: [3], kernelInitializer: 'ones' }), new LabelScale()],
  });
  model.compile({ optimizer: train.adam(0.01), loss: 'meanSquaredError', ...args });
  return model;
}

const again = async (model: LayersModel): Promise<LayersModel> => loadSaved(await save(model));

/** Loss, then metrics, on fixed data. */
function evaluate(model: LayersModel): number[] {
  const results = [model.evaluate(x(), y())].flat();
  return results.map((result) => result.dataSync()[0]);
}

test.each(allLosses.map((loss) => [loss.lossName, loss] as const))(
  '%s is loaded with its parameters',
  async (name, loss) => {
    for (const options of [
      {},
      { ...changedOptions[name], reduction: 'sum' as const, targets: 'dense' as const },
      ...(ofLabels.includes(name) ? [{ reduction: 'sumOverLabels' as 'sum' }] : []),
    ]) {
      const model = compiled({ loss: loss.with(options) });
      const loaded = await again(model);
      expect(loaded.loss).toBe(model.loss);
      expect(loaded.loss).toContain(JSON.stringify(loss.with(options).options));
      if (name !== 'pickOneLabel') expect(evaluate(loaded)).toEqual(evaluate(model));
    }
  },
);

test.each([
  ['adam', () => train.adam(0.01)],
  ['momentum', () => train.momentum(0.01, 0.9)],
  ['sgd', () => train.sgd(0.01)],
  ['rmsprop', () => train.rmsprop(0.01, 0.9, 0.5)],
] as const)('with %s, two epochs, saving, loading and two more are four epochs', async (_, optimizer) => {
  const fit = (model: LayersModel, epochs: number) =>
    model.fit(x(), y(), { epochs, batchSize: 2, shuffle: false, verbose: 0 });
  const loss = sigmoidF1.with({ beta: 2, eta: 0.5 });
  const straight = compiled({ loss, optimizer: optimizer() });
  await fit(straight, 4);
  const first = compiled({ loss, optimizer: optimizer() });
  await fit(first, 2);
  const second = await again(first);
  await fit(second, 2);
  const [expected, actual] = [straight, second].map((model) =>
    model.getWeights().flatMap((weight) => Array.from(weight.dataSync())),
  );
  expect(first.getWeights()[0].dataSync()).not.toEqual(straight.getWeights()[0].dataSync());
  // The same operations in the same order; 1e-6 leaves room for numbers of the optimizer that it saves as
  // float32.
  actual.forEach((weight, i) => expect(Math.abs(weight - expected[i])).toBeLessThanOrEqual(1e-6));
});

test('a loss may be named by a string, with parameters too, and serve as a metric', async () => {
  const [byName, byFunction] = [
    compiled({ loss: 'focal({"gamma":3})', metrics: ['oneVersusAll', 'zlpr'] }),
    compiled({ loss: focal.with({ gamma: 3 }), metrics: [oneVersusAll, zlpr] }),
  ];
  expect(evaluate(byName)).toEqual(evaluate(byFunction));
  expect(evaluate(await again(byFunction))).toEqual(evaluate(byFunction));
  expect(evaluate(await again(byName))).toEqual(evaluate(byName));
});

test.each([
  ['an array', () => [sigmoidF1.with({ beta: 3 }), pickAllLabels]],
  ['an object by output', () => ({ first: sigmoidF1.with({ beta: 3 }), second: pickAllLabels })],
  ['an array with one of tfjs', () => [sigmoidF1.with({ beta: 3 }), 'meanSquaredError']],
] as const)('two outputs have their losses by %s', async (_, loss) => {
  const start = input({ shape: [3] });
  const head = (name: string) =>
    layers.dense({ units: 4, name, kernelInitializer: 'ones' }).apply(start) as never;
  const model = functionalModel({ inputs: start, outputs: [head('first'), head('second')] });
  model.compile({ optimizer: 'sgd', loss: loss() as ModelCompileArgs['loss'] });
  const loaded = await again(model);
  const results = [model, loaded].map((model) =>
    [model.evaluate(x(), [y(), y()])].flat().map((result) => result.dataSync()[0]),
  );
  expect(results[1]).toEqual(results[0]);
  expect(results[0].every(Number.isFinite)).toBe(true);
  // The loss of the model, then that of each output: two that differ here.
  expect(results[0]).toHaveLength(3);
  expect(results[0][0]).toBeCloseTo(results[0][1] + results[0][2], 5);
  expect(results[0][1]).not.toBe(results[0][2]);
});

test('a model without our losses is saved as tfjs saves it', async () => {
  const model = compiled({ loss: 'meanSquaredError', metrics: ['accuracy'] });
  const { trainingConfig } = await save(model);
  expect(trainingConfig).toMatchObject({ loss: 'mean_squared_error', metrics: ['accuracy'] });
  const own = (yTrue: Tensor, yPred: Tensor): Tensor => oneVersusAll(yTrue, yPred);
  const foreign = compiled({ loss: own });
  expect(foreign.loss).toBe(own);
});

test('compile is hooked once, and saves the losses of every copy of the package', async () => {
  const { compile } = LayersModel.prototype as { compile: unknown };
  const [core, tfjsLayers] = [await import('@tensorflow/tfjs-core'), await import('@tensorflow/tfjs-layers')];
  await jest.isolateModulesAsync(async () => {
    jest.doMock('@tensorflow/tfjs-core', () => core);
    jest.doMock('@tensorflow/tfjs-layers', () => tfjsLayers);
    const copy = await import('../src/index.js');
    expect(copy.sigmoidF1).not.toBe(sigmoidF1);
    expect((LayersModel.prototype as { compile: unknown }).compile).toBe(compile);
    const model = compiled({ loss: copy.sigmoidF1.with({ beta: 3 }) });
    const expected = evaluate(compiled({ loss: sigmoidF1.with({ beta: 3 }) }));
    expect(evaluate(await again(model))).toEqual(expected);
  });
});

test('a loss that is not there is told with the import that is missing', async () => {
  const artifacts = await save(compiled({ loss: sigmoidF1 }));
  const text = JSON.stringify(artifacts.trainingConfig).replace('sigmoid_f1', 'sigmoid_f9');
  const trainingConfig = JSON.parse(text) as io.TrainingConfig;
  await expect(loadSaved({ ...artifacts, trainingConfig })).rejects.toThrow(
    "Add: import '@argmaxable/losses'",
  );
  expect(() => compiled({ loss: 'sigmoidF1({"bet":1})' })).toThrow('options of sigmoidF1 must be among');
});
