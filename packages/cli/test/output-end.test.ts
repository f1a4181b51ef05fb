import { LabelScale } from '@argmaxable/layers';
import { save } from '@argmaxable/test-support/saving';
import { io, memory, setBackend, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { loadOutputEnd } from '../src/models/output-end.js';

beforeAll(() => setBackend('cpu'));

// prettier-ignore
const x = (): Tensor => tensor2d([[1, -2], [0.5, 3]]);

function dense(name: string, units: number, others: object = {}): object {
  return {
    class_name: 'Dense',
    config: { name, units, activation: 'linear', use_bias: true },
    name,
    ...others,
  };
}

/** Values 0.1, 0.2, ... for all weights in turn. */
function weightsOf(
  ...weightSpecs: io.WeightsManifestEntry[]
): Pick<io.ModelArtifacts, 'weightSpecs' | 'weightData'> {
  const size = weightSpecs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return { weightSpecs, weightData: Float32Array.from({ length: size }, (_, i) => (i + 1) / 10).buffer };
}

const spec = (name: string, ...shape: number[]): io.WeightsManifestEntry => ({
  name,
  shape,
  dtype: 'float32',
});
const predicted = (model: { predict(x: Tensor): Tensor | Tensor[] }, x: Tensor): number[] =>
  Array.from((model.predict(x) as Tensor).dataSync());

test('a bias that stands before the kernel', async () => {
  const input = { class_name: 'InputLayer', config: { name: 'in', batch_input_shape: [null, 2] } };
  const topology = { class_name: 'Sequential', config: { name: 's', layers: [input, dense('tags', 3)] } };
  const artifacts = {
    modelTopology: { keras_version: '2.15', model_config: topology },
    ...weightsOf(spec('tags/bias', 3), spec('tags/kernel', 2, 3)),
  };
  const before = memory().numTensors;
  const { model, bounds } = (await loadOutputEnd(artifacts))!;
  expect(memory().numTensors).toBe(before + 2);
  const whole = await loadLayersModel(io.fromMemory(artifacts));
  expect(predicted(model, x())).toEqual(predicted(whole, x()));
  expect(bounds).toEqual({ lower: -Infinity, upper: Infinity, origin: "any: input 'in'" });
});

test('a functional model of Keras 3, whose bent layer in front gives a range', async () => {
  const history = (name: string) => ({
    inbound_nodes: [
      { args: [{ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } }], kwargs: {} },
    ],
  });
  const input = {
    class_name: 'InputLayer',
    name: 'in',
    config: { name: 'in', batch_shape: [null, 4] },
    inbound_nodes: [],
  };
  const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } };
  const hidden = { class_name: 'Mixture', name: 'h', config: { name: 'h', dtype: policy }, ...history('in') };
  const bent = { class_name: 'ReLU', name: 'r', config: { name: 'r', max_value: 6 }, ...history('h') };
  const names = { input_layers: ['in', 0, 0], output_layers: ['tags', 0, 0] };
  const modelTopology = {
    model_config: {
      class_name: 'Functional',
      config: { name: 'f', layers: [input, hidden, bent, dense('tags', 3, history('r'))], ...names },
    },
  };
  const { model, bounds } = (await loadOutputEnd({
    modelTopology,
    ...weightsOf(spec('tags/kernel', 2, 3), spec('tags/bias', 3)),
  }))!;
  expect(
    model
      .getLayer('tags')
      .getWeights()
      .map(({ shape }) => shape),
  ).toEqual([[2, 3], [3]]);
  expect(bounds).toEqual({ lower: 0, upper: 6, origin: "relu6 of 'r'" });
});

test('LabelScale, normalisation and linear layers are part of it', async () => {
  const whole = sequential();
  whole.add(layers.dense({ units: 4, inputShape: [2], activation: 'tanh' }));
  whole.add(layers.dense({ units: 3 }));
  whole.add(layers.batchNormalization());
  whole.add(layers.dense({ units: 5 }));
  whole.add(new LabelScale({ beta: 2, eta: 1 }));
  whole.add(layers.activation({ activation: 'sigmoid' }));
  const { model, bounds } = (await loadOutputEnd(await save(whole)))!;
  expect(bounds).toMatchObject({ lower: -1, upper: 1 });
  const features = whole.layers[0].apply(x()) as Tensor;
  expect(predicted(model, features)).toEqual(predicted(whole, x()));
  expect(model.layers.slice(1).map(({ name }) => name)).toEqual(
    whole.layers.slice(1).map(({ name }) => name),
  );
});

test('what it does not know is null, what is damaged an error', async () => {
  const sequence = (...of: object[]) => ({
    modelTopology: { class_name: 'Sequential', config: { name: 's', layers: of } },
  });
  const weights = weightsOf(spec('tags/kernel', 2, 3), spec('tags/bias', 3));
  const strange = { class_name: 'Strange', config: { name: 'x' } };
  expect(await loadOutputEnd({ ...sequence(dense('tags', 3), strange), ...weights })).toBeNull();
  expect(await loadOutputEnd({ ...sequence(dense('others', 3)), ...weights })).toBeNull();
  expect(await loadOutputEnd({})).toBeNull();
  await expect(loadOutputEnd({ ...sequence(dense('tags', 1e9)), ...weights })).rejects.toThrow(
    'without weights that fit',
  );
  await expect(
    loadOutputEnd({ ...sequence(dense('tags', 3)), ...weights, weightData: new ArrayBuffer(4) }),
  ).rejects.toThrow('cut off');
});
