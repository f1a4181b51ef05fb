import { memory, tensor2d, train } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { FeatureDecay } from '../src/feature-decay.js';

function model(rate: number) {
  const network = sequential({
    layers: [
      layers.dense({
        units: 2,
        inputShape: [2],
        useBias: false,
        kernelInitializer: initializers.identity({}),
      }),
      new FeatureDecay({ rate }),
    ],
  });
  network.compile({ loss: 'meanSquaredError', optimizer: train.sgd(1) });
  return network;
}

const x = tensor2d([
  [1, 2],
  [3, 4],
]);

test('adds half the rate times the mean squared length to the loss, and its gradient to the step', async () => {
  const network = model(0.1);
  // The targets are the features, so that all loss is decay: 0.1 / 2 * (5 + 25) / 2.
  expect(await network.trainOnBatch(x, x)).toBeCloseTo(0.75, 6); // float32
  // h = x W, W = I: dW = rate * x^T x / 2 = 0.05 * [[10, 14], [14, 20]]; the learning rate is 1.
  const [kernel] = network.getWeights();
  const expected = [0.5, -0.7, -0.7, 0];
  kernel.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6)); // float32
});

test('gives its input on unchanged, and leaves no tensor behind', async () => {
  const network = model(0.1);
  await network.trainOnBatch(x, x); // makes the optimizer's variables
  const before = memory().numTensors;
  await network.trainOnBatch(x, x);
  const output = network.predict(x);
  const [kernel] = network.getWeights();
  const [a, b, c, d] = kernel.dataSync();
  const expected = [a + 2 * c, b + 2 * d, 3 * a + 4 * c, 3 * b + 4 * d];
  const values = Array.isArray(output) ? [] : [...output.dataSync()];
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5)); // float32, values up to 7
  expect(values).toHaveLength(4);
  if (!Array.isArray(output)) output.dispose();
  expect(memory().numTensors).toBe(before);
});
