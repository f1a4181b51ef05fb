import { kernels } from '@argmaxable/core';
import { backends, use } from '@argmaxable/test-support/backends';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import {
  memory,
  mul,
  ones,
  profile,
  randomNormal,
  square,
  sum,
  tensor1d,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import type { Scalar } from '@tensorflow/tfjs-core';
import { type Adam, adam, adamW, linearDecay, sgd, type SGD } from '../src/index.js';
import { modelWith, steps, weights } from './training.js';

const makers: Record<string, (weightAverage: number) => Adam | SGD> = {
  adam: (weightAverage) => adam({ learningRate: 0.03, weightAverage }),
  'adamW, by a schedule': (weightAverage) =>
    adamW({ learningRate: linearDecay({ peak: 0.03, steps: 9, warmUp: 2 }), weightAverage }),
  sgd: (weightAverage) => sgd({ learningRate: 0.3, weightAverage }),
  'sgd with momentum': (weightAverage) => sgd({ learningRate: 0.03, momentum: 0.8, weightAverage }),
};
const rows = Object.entries(makers);

describe.each(backends)('on %s', (backend) => {
  beforeAll(() => use(backend));

  test.each(rows)(
    '%s: averages are the weighted means of the values, and training is as without',
    async (_, make) => {
      const decay = 0.7;
      const [averaged, plain] = [modelWith(make(decay)), modelWith(make(0))];
      const optimizer = averaged.optimizer as Adam;
      const history: number[][] = [];
      for (let t = 1; t <= 6; t++) {
        await steps(averaged, t - 1, t); // puts the trained weights back
        await steps(plain, t - 1, t);
        expect(weights(averaged)).toEqual(weights(plain));
        history.push(weights(averaged).flat());
        optimizer.useAveragedWeights();
        const counts = history.map((_, i) => decay ** (t - 1 - i));
        const total = counts.reduce((a, b) => a + b);
        weights(averaged)
          .flat()
          .forEach((w, j) => {
            const mean = history.reduce((sum, values, i) => sum + counts[i] * values[j], 0) / total;
            expect(Math.abs(w - mean)).toBeLessThan(1e-6); // rounded to float32 at each of six steps
          });
        if (t === 1) expect(weights(averaged).flat()).toEqual(history[0]);
      }
      optimizer.useTrainedWeights();
      optimizer.useTrainedWeights();
      expect(weights(averaged).flat()).toEqual(history[5]);
    },
  );

  test.each(rows)('%s: saved with either weights, training ends where it would have', async (_, make) => {
    const once = modelWith(make(0.9));
    await steps(once, 0, 7);
    const trained = weights(once);
    (once.optimizer as Adam).useAveragedWeights();
    for (const inUse of [false, true]) {
      const first = modelWith(make(0.9));
      await steps(first, 0, 4);
      const before = weights(first);
      (first.optimizer as Adam).useAveragedWeights();
      const average = weights(first);
      if (!inUse) (first.optimizer as Adam).useTrainedWeights();
      const loaded = await loadSaved(await save(await loadSaved(await save(first))));
      const optimizer = loaded.optimizer as Adam;
      expect(optimizer.getConfig()).toEqual(first.optimizer.getConfig());
      expect(weights(loaded)).toEqual(inUse ? average : before);
      const other = await loadSaved(await save(first));
      (other.optimizer as Adam).useAveragedWeights(other);
      expect(weights(other)).toEqual(average);
      (other.optimizer as Adam).useTrainedWeights(other);
      expect(weights(other)).toEqual(before);
      await steps(loaded, 4, 7);
      expect(weights(loaded)).toEqual(trained);
      optimizer.useAveragedWeights();
      expect(weights(loaded)).toEqual(weights(once));
    }
  });

  test.each(rows)('%s: nothing is left', async (_, make) => {
    const optimizer = make(0.9);
    const model = modelWith(optimizer);
    const before = memory().numTensors;
    await steps(model, 0, 1);
    const held = memory().numTensors;
    for (let i = 1; i < 4; i++) {
      optimizer.useAveragedWeights();
      await steps(model, i, i + 1);
      expect(memory().numTensors).toBe(held);
    }
    optimizer.useAveragedWeights();
    const average = weights(model);
    optimizer.dispose();
    expect(memory().numTensors).toBe(before);
    expect(weights(model)).toEqual(average);
    await steps(model, 4, 5); // from the beginning, from what the weights are
    expect(optimizer.iterations).toBe(1);
    optimizer.dispose();
    model.dispose();
  });

  test('the fused step stays', async () => {
    const optimizer = adam({ weightAverage: 0.9 });
    const value = variable(tensor1d([1, 2, 3]));
    const { kernelNames } = await profile(() =>
      tidy(() => optimizer.applyGradients({ [value.name]: ones([3]) })),
    );
    expect(kernelNames.includes(kernels.adam.name)).toBe(backend === 'wasm with kernels');
    [value, optimizer].forEach((owned) => owned.dispose());
  });
});

test('in fit, a callback puts the averages in for what measures at the end of an epoch', async () => {
  await use('cpu');
  const [x, y] = [5, 3].map((width) => randomNormal([8, width], 0, 1, 'float32', width));
  const fit = async (optimizer: Adam, swaps: boolean) => {
    const model = modelWith(optimizer);
    const measured: number[][][] = [];
    const onEpochEnd = () => {
      if (swaps) optimizer.useAveragedWeights();
      measured.push(weights(model));
    };
    await model.fit(x, y, { epochs: 3, batchSize: 4, shuffle: false, verbose: 0, callbacks: { onEpochEnd } });
    return { model, measured, end: weights(model) };
  };
  const optimizer = adam({ weightAverage: 0.9 });
  const [averaged, plain] = [await fit(optimizer, true), await fit(adam(), false)];
  expect(averaged.end).toEqual(averaged.measured[2]);
  expect(averaged.measured[0]).not.toEqual(plain.measured[0]);
  optimizer.useTrainedWeights();
  expect(weights(averaged.model)).toEqual(plain.end);
});

test('gradients may be of any loss, with and without a list of variables', async () => {
  await use('cpu');
  for (const listed of [true, false]) {
    const value = variable(tensor1d([1, 2]));
    const loss = (): Scalar => sum(square(value));
    const optimizer = sgd({ learningRate: 0.25, weightAverage: 0.5 });
    const minimize = () => optimizer.minimize(loss, false, listed ? [value] : undefined);
    minimize(); // halves
    optimizer.useAveragedWeights();
    minimize();
    expect(Array.from(value.dataSync())).toEqual([0.25, 0.5]);
    optimizer.useAveragedWeights(); // (0.5 * 0.5 + 0.25) / 1.5
    expect(value.dataSync()[0]).toBeCloseTo(1 / 3, 6);
    const given = mul(value, 0);
    expect(() => optimizer.applyGradients({ [value.name]: given })).toThrow(
      'Call useTrainedWeights() before.',
    );
    expect(value.dataSync()[0]).toBeCloseTo(1 / 3, 6);
    optimizer.useTrainedWeights();
    optimizer.applyGradients({ [value.name]: given });
    expect(Array.from(value.dataSync())).toEqual([0.25, 0.5]);
    [value, given, optimizer].forEach((owned) => owned.dispose());
  }
});

test('what cannot be is refused', async () => {
  await use('cpu');
  expect(() => adam().useAveragedWeights()).toThrow(
    'weightAverage must be above 0 to have averages; got 0. Give it when the optimizer is made.',
  );
  adam().useTrainedWeights(); // they are there
  for (const weightAverage of [1, -0.1, NaN, '0.9', null]) {
    expect(() => sgd({ weightAverage } as never)).toThrow('weightAverage must be a number from 0 to below 1');
  }
  const optimizer = makers.adam(0.9);
  const model = modelWith(optimizer);
  optimizer.useAveragedWeights(); // before any step: the weights themselves
  await steps(model, 0, 2);
  optimizer.useAveragedWeights();
  for (const given of [null, 5, {}, 'x']) {
    expect(() => makers.adam(0.9).useAveragedWeights(given as never)).toThrow('model must be a LayersModel');
  }
  const loaded = await loadSaved(await save(model));
  const again = loaded.optimizer as Adam;
  expect(() => again.useTrainedWeights()).toThrow(
    'model must be the loaded model, of whose weights 4 were trained; got "0 trained weights".',
  );
  const value = variable(tensor1d([1, 2]));
  const loss = (): Scalar => sum(square(value));
  expect(() => again.minimize(loss, false, [value])).toThrow('got "1 trained weights"');
  const fresh = makers.adam(0.9);
  await expect(fresh.setWeights((await optimizer.getWeights()).slice(0, 9))).rejects.toThrow('weightValues');
});
