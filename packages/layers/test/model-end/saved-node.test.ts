import '@tensorflow/tfjs-backend-cpu';
import { io, memory, setBackend, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import {
  featureBounds,
  findModelEnd,
  loadModelEnd,
  type ModelEnd,
  nodeOfModel,
  nodeOfTopology,
  readLinearEnd,
} from '../../src/index.js';
import { artifactsOf, asKeras3, type Json, reversed } from './saving.js';
import { randomWeights, structures } from './structures.js';

beforeAll(() => setBackend('cpu'));

const names = (nodes: readonly { name: string }[]): string[] => nodes.map(({ name }) => name);
const summary = ({ output, activation, before, after, chain, features }: ModelEnd): unknown => [
  [output.name, activation, features.name],
  ...[before, after, chain].map(names),
];
const saved = Object.entries(structures).filter(([, { liveOnly }]) => !liveOnly);

describe.each([
  ['of tfjs', (json: Json) => json],
  ['of Keras 3', asKeras3],
  ['inside model_config', (json: Json) => ({ keras_version: '2.15', model_config: json })],
])('a topology %s', (_, format) => {
  test.each(saved)('%s: the same as of the live model', async (_, { model: make }) => {
    const model = make();
    randomWeights(model);
    const artifacts = await artifactsOf(model);
    const live = findModelEnd(nodeOfModel(model));
    const topology = format(artifacts.modelTopology);
    const before = memory().numTensors;
    const end = findModelEnd(nodeOfTopology(topology, reversed(artifacts)));
    expect(summary(end)).toEqual(summary(live));
    expect(await readLinearEnd(end)).toEqual(await readLinearEnd(live));
    expect(await featureBounds(end)).toEqual(await featureBounds(live));
    expect(memory().numTensors).toBe(before);
    model.dispose();
  });
});

test('layers in front that nobody knows do not matter; the model of the end predicts what the whole does', async () => {
  const model = structures['slopes, then an activation'].model();
  const known = sequential({ layers: model.layers.filter(({ name }) => name !== 'h') });
  randomWeights(known);
  const { modelTopology, ...weights } = await artifactsOf(known);
  const text = JSON.stringify(modelTopology).replace('"class_name":"Dense"', '"class_name":"Attentive"');
  const end = findModelEnd(nodeOfTopology(JSON.parse(text) as object, reversed(weights)));
  expect(await featureBounds(end)).toMatchObject({ origin: "any: layer 'hidden' (Attentive) is not known" });

  const before = memory().numTensors;
  const loaded = (await loadModelEnd(end))!;
  // prettier-ignore
  const x = tensor2d([[1, 0, 3], [0.5, -1, 2]]);
  const hidden = known.layers[0].apply(x) as Tensor;
  const [expected, actual] = [known.predict(x), loaded.predict(hidden)] as Tensor[];
  expect(actual.dataSync()).toEqual(expected.dataSync());
  [x, hidden, expected, actual, loaded].forEach((owned) => owned.dispose());
  expect(memory().numTensors).toBe(before);
});

describe('the weights of the file', () => {
  const small = (units: number): Json => ({
    class_name: 'Sequential',
    config: {
      name: 's',
      layers: [{ class_name: 'Dense', config: { name: 'tags', units, batch_input_shape: [null, 2] } }],
    },
  });
  const kernel = { name: 'tags/kernel', shape: [2, 3], dtype: 'float32' as const };
  const bias = { name: 'tags/bias:0', shape: [3], dtype: 'float32' as const };
  const ofNumbers = (...numbers: number[]): ArrayBuffer => Float32Array.from(numbers).buffer;

  test('the bias first, as some write it', async () => {
    const weights = { weightSpecs: [bias, kernel], weightData: ofNumbers(7, 8, 9, 1, 2, 3, 4, 5, 6) };
    const { weights: matrix, bias: offsets } = await readLinearEnd(
      findModelEnd(nodeOfTopology(small(3), weights)),
    );
    expect([...matrix]).toEqual([1, 4, 2, 5, 3, 6]);
    expect([...offsets!]).toEqual([7, 8, 9]);
  });

  test('behind strings and in half precision, and not those of the optimizer', async () => {
    const strings = { name: 'words', shape: [2], dtype: 'string' as const };
    const half = { ...kernel, quantization: { dtype: 'float16' as const } };
    const moment = { ...kernel, group: 'optimizer' as const, shape: [1] };
    const text = Uint8Array.of(1, 0, 0, 0, 65, 2, 0, 0, 0, 66, 67);
    const halves = Uint16Array.of(0x3c00, 0x4000, 0x4200, 0x4400, 0x4500, 0x4600); // 1 to 6
    const weightData = [text.buffer, ofNumbers(99), halves.buffer, ofNumbers(0, 0, 0)];
    const weights = { weightSpecs: [strings, moment, half, bias], weightData };
    const end = findModelEnd(nodeOfTopology(small(3), weights));
    expect([...(await readLinearEnd(end)).weights]).toEqual([1, 4, 2, 5, 3, 6]);
  });

  test('missing, cut off or of another size than the layer', async () => {
    const read = (units: number, weightSpecs: io.WeightsManifestEntry[], size: number) => {
      const weights = { weightSpecs, weightData: new ArrayBuffer(size) };
      return readLinearEnd(findModelEnd(nodeOfTopology(small(units), weights)));
    };
    await expect(read(3, [kernel, bias], 20)).rejects.toThrow(
      /model must be with the 24 that tags\/kernel ends at/,
    );
    await expect(read(3, [kernel], 24)).rejects.toThrow(/tags \(Dense\) without weights that fit/);
    await expect(read(3, [], 0)).rejects.toThrow(/tags \(Dense\) without weights/);
    await expect(read(1e9, [kernel, bias], 36)).rejects.toThrow(/tags \(Dense\) without weights/);
  });
});

describe('files that are damaged, or made to be', () => {
  const dense = (name: string, ...inputs: string[]): Json => ({
    name,
    class_name: 'Dense',
    config: { name, units: 2 },
    inbound_nodes: inputs.length === 0 ? [] : [inputs.map((input) => [input, 0, 0, {}])],
  });
  const functional = (nodes: Json[], output: string, inputs: unknown[] = []): Json => ({
    class_name: 'Model',
    config: { name: 'm', layers: nodes, input_layers: inputs, output_layers: [[output, 0, 0]] },
  });
  const find = (topology: object) => findModelEnd(nodeOfTopology(topology, {}));

  test('layers in a circle', async () => {
    expect(() => find(functional([dense('a', 'b'), dense('b', 'a')], 'a'))).toThrow(
      /model must be a graph of layers without circles; got "a circle through/,
    );
    const add = { ...dense('add', 'add2', 'add2'), class_name: 'Add', config: {} };
    const add2 = { ...dense('add2', 'add', 'add'), class_name: 'Add', config: {} };
    const end = find(functional([dense('a', 'add'), add, add2], 'a'));
    await expect(featureBounds(end)).rejects.toThrow('circle');
  });

  test('a nested model that is its own input', () => {
    const input = { name: 'i', class_name: 'InputLayer', config: { batch_input_shape: [null, 2] } };
    const inner = {
      ...functional([input], 'i', [['i', 0, 0]]),
      name: 'inner',
      inbound_nodes: [[['inner', 0, 0]]],
    };
    expect(() => find(functional([inner], 'inner'))).toThrow('circle');
  });

  test('what is not there', () => {
    expect(() => find(functional([dense('a', 'b')], 'a'))).toThrow(
      /made of layers that are all there; got "b"/,
    );
    expect(() => find(functional([dense('a')], 'c'))).toThrow(/got "c"/);
    expect(() => find({})).toThrow(/model must be made of layers with a class_name and a config/);
    expect(() => find({ class_name: 'Sequential', config: { layers: [] } })).toThrow(/without layers/);
    expect(() => find({ class_name: 'Sequential', config: { layers: [null] } })).toThrow(/made of layers/);
    expect(() => find(functional([dense('a')], 'a'))).toThrow(/a \(Dense\) with 0 inputs/);
  });

  test('several outputs', () => {
    const { config } = functional([dense('a'), dense('b', 'a')], 'a') as { config: Json };
    const topology = {
      class_name: 'Model',
      config: {
        ...config,
        output_layers: [
          ['a', 0, 0],
          ['b', 0, 0],
        ],
      },
    };
    expect(() => nodeOfTopology(topology, {})).toThrow(
      'model must be a model with one output; got "2 outputs"',
    );
    expect(nodeOfTopology(topology, {}, 1).name).toBe('b');
    expect(() => nodeOfTopology(topology, {}, 2)).toThrow('output must be an integer from 0 to 1');
  });

  test('a line of 20,000 layers', async () => {
    const line = Array.from({ length: 20_000 }, (_, i) => ({
      class_name: 'MaxPooling1D',
      config: { name: `p${i}` },
    }));
    const topology = { class_name: 'Sequential', config: { layers: [...line, dense('tags')] } };
    const bounds = await featureBounds(find(topology));
    expect(bounds.origin).toBe("any: input 'p0_input'");
  });
});

test('nested models that are counted from 0 or from 1', () => {
  const nested = (applications: number[]): string => {
    const inner = {
      name: 'inner',
      class_name: 'Sequential',
      config: { layers: [{ class_name: 'Dense', config: { name: 'd', units: 2, activation: 'relu' } }] },
      inbound_nodes: [[['start', 0, 0, {}]], [['other', 0, 0, {}]]],
    };
    const start = (name: string) => ({ name, class_name: 'InputLayer', config: { name }, inbound_nodes: [] });
    const topology = {
      class_name: 'Functional',
      config: {
        layers: [start('start'), start('other'), inner],
        input_layers: ['start', 'other'].map((name) => [name, 0, 0]),
        output_layers: applications.map((application) => ['inner', application, 0]),
      },
    };
    return findModelEnd(nodeOfTopology(topology, {}, 1)).features.name;
  };
  expect([nested([0, 1]), nested([1, 2])]).toEqual(['other', 'other']);
});

describe('damaged models are looked through within bounds', () => {
  type Saved = Record<string, unknown>;
  const input = {
    class_name: 'InputLayer',
    name: 'in',
    config: { name: 'in', batch_input_shape: [null, 3] },
  };
  const saved = (class_name: string, name: string, config: object, ...inbound: unknown[]): Saved => {
    return { class_name, name, config: { name, ...config }, inbound_nodes: inbound };
  };
  const modelOf = (name: string, layers: Saved[], last: string, ...inbound: unknown[]): Saved => {
    const ends = { input_layers: [['in', 0, 0]], output_layers: [[last, 0, 0]] };
    return saved('Model', name, { layers, ...ends }, ...inbound);
  };

  test('models that add themselves up at every level have no end', async () => {
    let model = modelOf('m0', [input, saved('Dense', 'a', { units: 3 }, [['in', 0, 0]])], 'a');
    for (let level = 1; level <= 30; level++) {
      const [name, sum] = [`m${level - 1}`, `sum${level}`];
      const twice = { ...model, inbound_nodes: [[['in', 0, 0]], [['in', 0, 0]]] };
      const add = saved('Add', sum, {}, [
        [name, 0, 0],
        [name, 1, 0],
      ]);
      model = modelOf(`m${level}`, [input, twice, add], sum);
    }
    const end = saved('Dense', 'tags', { units: 2 }, [['m30', 0, 0]]);
    const whole = modelOf('m', [input, { ...model, inbound_nodes: [[['in', 0, 0]]] }, end], 'tags');
    const look = async (): Promise<unknown> => featureBounds(findModelEnd(nodeOfTopology(whole, {})));
    await expect(look()).rejects.toThrow('more than 10000 applications of nested models');
  });

  test('a chain of any length is walked', () => {
    const chain = Array.from({ length: 50_000 }, (_, i) => saved('Dropout', `d${i}`, { rate: 0.5 }));
    const first = saved('Dense', 'tags', { units: 2, batch_input_shape: [null, 3] });
    const topology = saved('Sequential', 'm', { layers: [first, ...chain] });
    expect(findModelEnd(nodeOfTopology(topology, {})).chain).toHaveLength(50_001);
  });

  test('features that are said to be many are not told apart one by one', async () => {
    const wide = { ...input, config: { name: 'in', batch_input_shape: [null, 1e9] } };
    const relu = saved('ReLU', 'relu', {}, [['in', 0, 0]]);
    const both = saved('Concatenate', 'both', { axis: -1 }, [
      ['relu', 0, 0],
      ['in', 0, 0],
    ]);
    const end = saved('Dense', 'tags', { units: 2 }, [['both', 0, 0]]);
    const topology = modelOf('m', [wide, relu, both, end], 'tags');
    const bounds = await featureBounds(findModelEnd(nodeOfTopology(topology, {})));
    expect([bounds.lower, bounds.upper]).toEqual([-Infinity, Infinity]);
  });

  test('a layer that makes its matrix makes none of any size', async () => {
    const projection = { name: 'tags/projection_kernel', shape: [2, 3], dtype: 'float32' as const };
    const artifacts = { weightSpecs: [projection], weightData: new ArrayBuffer(24) };
    const config = { units: 1e9, k: 1, slack: 0, use_bias: false, batch_input_shape: [null, 2] };
    const topology = saved('Sequential', 'm', { layers: [saved('DFTOutput', 'tags', config)] });
    await expect(loadModelEnd(findModelEnd(nodeOfTopology(topology, artifacts)))).rejects.toThrow(
      /a matrix of 268435456 numbers at most; got "tags \(DFTOutput\) of 1000000000 labels/,
    );
  });
});
