import { backends, use } from '@argmaxable/test-support/backends';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import { memory, randomNormal, tensor1d, variable } from '@tensorflow/tfjs-core';
import { Adam, adam, AdamW, adamW, SGD, sgd } from '../src/index.js';
import type { OptimizerName } from './optimizer-names.js';
import { modelWith, steps, weights } from './training.js';

const makers: Readonly<Record<OptimizerName | 'sgd with momentum', () => Adam | SGD>> = {
  adam: () => adam({ learningRate: 0.03, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 }),
  adamW: () =>
    adamW({ learningRate: 0.03, weightDecay: 0.1, excludeFromWeightDecay: ['bias', 'my_part/one'] }),
  sgd: () => sgd({ learningRate: 0.03 }),
  'sgd with momentum': () => sgd({ learningRate: 0.03, momentum: 0.7, nesterov: true }),
};

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  test.each(Object.entries(makers))('%s: a loaded model continues training bit for bit', async (_, make) => {
    const [once, twice] = [modelWith(make()), modelWith(make())];
    await steps(once, 0, 9);
    await steps(twice, 0, 4);
    const first = await loadSaved(await save(twice));
    await steps(first, 4, 6);
    // Saved again before a step.
    const second = await loadSaved(await save(await loadSaved(await save(first))));
    await steps(second, 6, 9);
    expect(second.optimizer.getClassName()).toBe(once.optimizer.getClassName());
    expect(second.optimizer.getConfig()).toEqual(once.optimizer.getConfig());
    expect(second.optimizer.iterations).toBe(9);
    expect(weights(second)).toEqual(weights(once));
    expect(weights(first)).not.toEqual(weights(once));
  });

  test.each(Object.entries(makers))('%s: saving, loading and disposing leave no tensor', async (_, make) => {
    const optimizer = make();
    const model = modelWith(optimizer);
    const before = memory().numTensors;
    await steps(model, 0, 2);
    await save(model);
    await save(model);
    await optimizer.setWeights(await optimizer.getWeights());
    await steps(model, 2, 4);
    optimizer.dispose();
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });

  test('state set from another optimizer is a copy', async () => {
    const [one, other] = [makers.adam(), makers.adam()];
    const value = variable(tensor1d([1, 2, 3, 4, 5]));
    const gradient = tensor1d([1, 1, 1, 1, 1]);
    one.applyGradients({ [value.name]: gradient });
    await other.setWeights(await one.getWeights());
    const [, m] = await one.getWeights();
    const before = Array.from(m.tensor.dataSync());
    other.applyGradients({ [value.name]: gradient });
    expect(Array.from(m.tensor.dataSync())).toEqual(before);
    [one, other, value, gradient].forEach((owned) => owned.dispose());
  });
});

test('the learning rate can be changed by a callback, and is saved as changed', async () => {
  await use('cpu');
  const optimizer = makers.adam();
  const model = modelWith(optimizer);
  const [x, y] = [5, 3].map((width) => randomNormal([4, width], 0, 1, 'float32', width));
  let before: number[][] = [];
  await model.fit(x, y, {
    epochs: 3,
    verbose: 0,
    callbacks: {
      onEpochEnd: (epoch) => {
        if (epoch === 1) {
          optimizer.setLearningRate(0);
          before = weights(model);
        }
      },
    },
  });
  expect(before).not.toEqual([]);
  expect(weights(model)).toEqual(before);
  const loaded = (await loadSaved(await save(model))).optimizer as Adam;
  expect(loaded.learningRate).toBe(0);
});

test('state of other variables is refused', async () => {
  await use('cpu');
  const optimizer = adam();
  const [value, other] = [variable(tensor1d([1, 2])), variable(tensor1d([1, 2, 3]))];
  optimizer.applyGradients({ [value.name]: tensor1d([1, 1]) });
  const state = await optimizer.getWeights();
  const fresh = adam();
  await expect(fresh.setWeights(state.slice(0, 2))).rejects.toThrow(
    'weightValues must be the number of steps and 2 tensors',
  );
  await fresh.setWeights(state);
  expect(() => fresh.applyGradients({ [other.name]: tensor1d([1, 1, 1]) })).toThrow('loaded state of');
  expect(() => optimizer.applyGradients({ [value.name]: tensor1d([1, 1, 1]) })).toThrow(
    `gradient of ${value.name} must be of the variable's shape, [2]`,
  );
});

test('bad options are refused by name', () => {
  expect(() => adam({ learningRate: -1 })).toThrow('learningRate must be a finite number, 0 or more; got -1');
  expect(() => adam().setLearningRate(NaN)).toThrow('learningRate must be');
  expect(() => adam({ beta1: 1 })).toThrow('beta1 must be a number from 0 to below 1; got 1');
  expect(() => adam({ beta2: -0.1 })).toThrow('beta2 must be');
  expect(() => adam({ epsilon: 0 })).toThrow('epsilon must be');
  expect(() => adam({ momentum: 1 } as object)).toThrow('options of adam must be among learningRate, beta1');
  expect(() => adamW({ weightDecay: -1 })).toThrow('weightDecay must be');
  expect(() => adamW({ excludeFromWeightDecay: [''] })).toThrow(
    'excludeFromWeightDecay must be an array of parts of names',
  );
  expect(() => adamW({ nesterov: true } as object)).toThrow('options of adamW must be among');
  expect(() => sgd({ momentum: 1 })).toThrow('momentum must be');
  expect(() => sgd({ nesterov: 1 as unknown as boolean })).toThrow('nesterov must be true or false');
  expect([new Adam(), new AdamW(), new SGD()].map((one) => one.getClassName())).toEqual([
    'ArgmaxableAdam',
    'ArgmaxableAdamW',
    'ArgmaxableSGD',
  ]);
});
