import { loadSaved, save } from '@argmaxable/test-support/saving';
import {
  mean,
  memory,
  reshape,
  type Scalar,
  square,
  sub,
  tensor2d,
  type Tensor,
  train,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { FeatureDecay } from '../src/index.js';

const identity = (inputShape?: number[]) =>
  layers.dense({
    ...{ units: 2, inputShape, useBias: false },
    kernelInitializer: initializers.identity({}),
  });

function compiled<Model extends LayersModel>(network: Model): Model {
  network.compile({ loss: 'meanSquaredError', optimizer: train.sgd(1) });
  return network;
}

const model = (rate: number) =>
  compiled(sequential({ layers: [identity([2]), new FeatureDecay({ rate, name: 'decay' })] }));

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
  const output = network.predict(x) as Tensor;
  const [a, b, c, d] = network.getWeights()[0].dataSync();
  const expected = [a + 2 * c, b + 2 * d, 3 * a + 4 * c, 3 * b + 4 * d];
  expect(output.shape).toEqual([2, 2]);
  output.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5)); // values up to 7
  output.dispose();
  expect(memory().numTensors).toBe(before);
});

test('is no part of the loss of evaluate, as penalties of weights are none', () => {
  const loss = model(0.1).evaluate(x, x) as Scalar;
  expect(loss.dataSync()[0]).toBe(0);
});

test('decays sequences as a whole, with timeDistributed too', async () => {
  const sequence = (layer: layers.Layer) =>
    compiled(
      sequential({ layers: [layers.timeDistributed({ layer: identity(), inputShape: [2, 2] }), layer] }),
    );
  const y = reshape(x, [1, 2, 2]);
  for (const layer of [
    new FeatureDecay({ rate: 0.1 }),
    layers.timeDistributed({ layer: new FeatureDecay({ rate: 0.1 }) }),
  ]) {
    // One example now: 0.1 / 2 * (5 + 25).
    expect(await sequence(layer).trainOnBatch(y, y)).toBeCloseTo(1.5, 6);
  }
});

test('applied twice, decays the features of both times; in a nested model too', async () => {
  const on = (layer: layers.Layer, tensor: SymbolicTensor) => layer.apply(tensor) as SymbolicTensor;
  const [start, decay] = [input({ shape: [2] }), new FeatureDecay({ rate: 0.1 })];
  const first = on(decay, on(identity(), start));
  const doubled = on(layers.dense({ units: 2, useBias: false, kernelInitializer: 'identity' }), first);
  const network = compiled(functional({ inputs: start, outputs: on(decay, doubled) }));
  expect(await network.trainOnBatch(x, x)).toBeCloseTo(2 * 0.75, 6);
  const outer = compiled(sequential({ layers: [identity([2]), model(0.1)] }));
  expect(await outer.trainOnBatch(x, x)).toBeCloseTo(0.75, 6);
  const { numTensors } = memory();
  await outer.trainOnBatch(x, x);
  expect(memory().numTensors).toBe(numTensors);
});

test('a forward pass that is no training step counts in none', async () => {
  const network = compiled(
    sequential({ layers: [new FeatureDecay({ rate: 0.1, inputShape: [2] }), identity()] }),
  );
  const features = network.apply(x, { training: true }) as Tensor;
  expect(await network.trainOnBatch(x, x)).toBeCloseTo(0.75, 6);
  features.dispose();
});

test('a step that fails leaves nothing to the next', async () => {
  const [decay, wrong] = [new FeatureDecay({ rate: 0.1 }), { fails: true }];
  const network = sequential({ layers: [identity([2]), decay] });
  const loss = (yTrue: Tensor, yPred: Tensor): Tensor => {
    if (wrong.fails) throw new Error('no loss');
    return mean(square(sub(yTrue, yPred)), -1);
  };
  network.compile({ loss, optimizer: train.sgd(1e-3) });
  await expect(network.trainOnBatch(x, x)).rejects.toThrow('no loss');
  wrong.fails = false;
  expect(await network.trainOnBatch(x, x)).toBeCloseTo(0.75, 6);
  const { numTensors } = memory();
  await network.trainOnBatch(x, x);
  expect(memory().numTensors).toBe(numTensors);
});

test('is saved with its rate', async () => {
  const loaded = await loadSaved(await save(model(0.25)));
  expect(loaded.getLayer('decay').getConfig()).toMatchObject({ rate: 0.25 });
  expect((loaded.getLayer('decay') as FeatureDecay).rate).toBe(0.25);
});
