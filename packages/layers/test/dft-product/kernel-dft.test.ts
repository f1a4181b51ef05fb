import { errorToLargest } from '@argmaxable/test-support';
import '@argmaxable/wasm-training';
import { isWasmTrainingLoaded } from '@argmaxable/core';
import {
  losses,
  memory,
  ones,
  randomNormal,
  type Tensor,
  randomUniform,
  setBackend,
  tidy,
  train,
} from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { testOutputLayer } from '../conformance.js';
import { headNumbers } from './dft-head.js';
import { expectSecondDerivatives } from './second-derivatives.js';
import { DFTOutput } from '../../src/index.js';

beforeAll(() => setBackend('wasm'));

test('the backend has our kernels', () => {
  expect(isWasmTrainingLoaded()).toBe(true);
});

describe('DFTOutput', () => {
  testOutputLayer({
    make: () => new DFTOutput({ units: 300, k: 10, slack: 3 }),
    ...{ features: 30, units: 300, parameters: 30 * 24 + 24 + 3 * 300 },
    weights: ['projection_kernel', 'projection_bias', 'slack_kernel'],
  });
});

describe('DFTOutput without slack, with a label order', () => {
  const units = 11;
  testOutputLayer({
    make: () => new DFTOutput({ units, k: 2, labelOrder: [10, 3, 0, 5, 1, 9, 2, 8, 4, 7, 6] }),
    ...{ features: 6, units, parameters: 6 * 5 + 5, weights: ['projection_kernel', 'projection_bias'] },
  });
});

const backwards = (n: number) => Array.from({ length: n }, (_, place) => (n - place) % n);

test.each([
  { units: 3, k: 1 },
  { units: 40, k: 19, slack: 2, labelOrder: backwards(40) },
  { units: 1009, k: 20, slack: 7 },
  { units: 1009, k: 20, slack: 7, labelOrder: backwards(1009) },
  { units: 8921, k: 80, slack: 9 },
  { units: 2000, k: 999, slack: 1 },
  { units: 4001, k: 2000, slack: 1 },
])('logits and gradients are those of the definition: %j', (args) => {
  const { actual, expected } = headNumbers(args, 1);
  // The projection, in float32 too, doubles the rounding of the product.
  expect(errorToLargest(actual.logits, expected.logits)).toBeLessThan(2e-6);
  actual.gradients.forEach((gradient, i) => {
    expect(errorToLargest(gradient, expected.gradients[i])).toBeLessThan(1e-5);
  });
});

test.each([
  [40, 3],
  [1200, 3],
])('second derivatives, n = %i, k = %i', expectSecondDerivatives);

test('a layer built within a tidy outlives it', () => {
  const before = memory().numTensors;
  const layer = new DFTOutput({ units: 40, k: 2, labelOrder: backwards(40) });
  const logits = () => tidy(() => Array.from((layer.apply(ones([1, 4])) as Tensor).dataSync()));
  expect(logits()).toEqual(logits());
  layer.dispose();
  expect(memory().numTensors).toBe(before);
});

test('two models trained in turns learn what they learn alone', () => {
  const before = memory().numTensors;
  const trainInTurns = (sizes: [number, number][]) =>
    tidy(() => {
      const models = sizes.map(([units, k]) => {
        const layer = new DFTOutput({ units, k, slack: 2 });
        const model = sequential({ layers: [layers.inputLayer({ inputShape: [6] }), layer] });
        model.setWeights(
          model.getWeights().map(({ shape }, i) => randomNormal(shape, 0, 1, 'float32', i + 1)),
        );
        const x = randomNormal([5, 6], 0, 1, 'float32', units);
        const y = randomUniform([5, units], 0, 1, 'float32', units);
        return { model, x, y, optimizer: train.sgd(10) };
      });
      for (let step = 0; step < 3; step++) {
        for (const { model, x, y, optimizer } of models) {
          optimizer.minimize(() => losses.sigmoidCrossEntropy(y, model.apply(x) as never));
        }
      }
      return models.map(({ model, optimizer }) => {
        const weights = model.getWeights().map((weight) => Array.from(weight.dataSync()));
        model.dispose();
        optimizer.dispose();
        return weights;
      });
    });
  const [first, second] = [500, 200].map((units) => [units, units / 20] as [number, number]);
  expect(trainInTurns([first, second])).toEqual([...trainInTurns([first]), ...trainInTurns([second])]);
  expect(memory().numTensors).toBe(before);
});
