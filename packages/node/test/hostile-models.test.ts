import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { fileSystem } from '../src/index.js';
import { appliedTwice, from, functional, input, layer, type LayerJson } from '@argmaxable/test-support/files';
import { removeTemporaryFolders, temporaryFolder } from './models.js';

afterAll(removeTemporaryFolders);

/** Loads a layers model with so many float32 weights. */
async function load(modelTopology: object, weights = 24): Promise<io.ModelArtifacts> {
  const folder = temporaryFolder();
  const specs = [{ name: 'w', shape: [weights], dtype: 'float32' }];
  const json = { modelTopology, weightsManifest: [{ paths: ['w.bin'], weights: specs }] };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(json));
  writeFileSync(join(folder, 'w.bin'), new Uint8Array(4 * weights));
  return fileSystem(join(folder, 'model.json')).load();
}

describe('layers that depend on themselves', () => {
  const dense = (name: string, ...inbound: unknown[]): LayerJson =>
    layer('Dense', name, { units: 2 }, inbound);
  const nested = functional('inner', [input, dense('a', from('in'))]);

  test.each<[string, LayerJson]>([
    ['two in a circle', functional('m', [input, dense('a', from('b')), dense('b', from('a'))])],
    ['one that gets itself', functional('m', [input, dense('a', from('a'))])],
    [
      'one that gets its second application',
      functional('m', [input, dense('a', from(['a', 1]), from('in'))]),
    ],
    [
      'a third application of two',
      functional('m', [input, dense('a', from('in')), dense('b', from(['a', 1]))]),
    ],
    [
      'a nested model that gets itself',
      functional('m', [input, { ...nested, inbound_nodes: [from(['inner', 1])] }]),
    ],
    [
      'within a nested model',
      functional('m', [
        input,
        functional('inner', [input, dense('a', from('b')), dense('b', from('a'))], 'b', [from('in')]),
      ]),
    ],
  ])('%s', async (_, model) => {
    await expect(load(model)).rejects.toThrow(
      /damaged: in .*model\.json, the layer "\w+" of the model "\w+" depends on itself/,
    );
    await expect(load({ model_config: model })).rejects.toThrow('depends on itself');
  });

  test('layers and outputs that are not there', async () => {
    await expect(load(functional('m', [input, dense('a', from('none'))]))).rejects.toThrow(
      'the layer "a" has the input "none", which does not exist',
    );
    await expect(load(functional('m', [input, dense('a', from('in'))], 'none'))).rejects.toThrow(
      'the output "none" is not among the layers',
    );
  });

  test('layers applied often, in any order, are not among them', async () => {
    const twice = functional('m', [
      dense('b', from(['a', 1])),
      layer('Add', 'sum', {}, [from('a', ['a', 1], 'b')]),
      dense('a', from('in'), from('twin')),
      dense('twin', from(['inner', 1])),
      { ...nested, inbound_nodes: [from('in')] },
      input,
    ]);
    twice.config = { ...(twice.config as object), output_layers: [['sum', 0, 0]] };
    await expect(load(twice)).resolves.toBeDefined();
  });
});

test('nested models that are applied twice each, thirty deep, are refused', async () => {
  await expect(load(appliedTwice(30))).rejects.toThrow('applied more than 100000 times');
});

test('models nested a hundred thousand deep are refused', async () => {
  const folder = temporaryFolder();
  const deep = 100_000;
  const text = `{"modelTopology":${'{"class_name":"Sequential","config":{"layers":['.repeat(deep)}${']}}'.repeat(deep)}}`;
  writeFileSync(join(folder, 'model.json'), text);
  await expect(fileSystem(join(folder, 'model.json')).load()).rejects.toThrow(
    /brackets are nested 300001 deep; at most 1000 are/,
  );
});

describe('layers that take more weights than there are', () => {
  test.each<[string, string, object]>([
    ['Dense', 'Dense', { units: 1e9 }],
    ['Dense on many inputs', 'Dense', { units: 2, batch_input_shape: [null, 1e9] }],
    ['Embedding', 'Embedding', { input_dim: 1e6, output_dim: 1e3 }],
    ['LSTM', 'LSTM', { units: 1e5 }],
    ['Conv2D', 'Conv2D', { filters: 2, kernel_size: [1e5, 1e5] }],
    ['camelCase', 'Conv1D', { filters: 2, kernelSize: 1e9 }],
    ['a wrapped one', 'TimeDistributed', { layer: { class_name: 'Dense', config: { units: 1e9 } } }],
    ['a cell', 'RNN', { cell: { class_name: 'GRUCell', config: { units: 1e5 } } }],
  ])('%s', async (_, className, config) => {
    const sequence = (name: string, layers: LayerJson[]): LayerJson => layer('Sequential', name, { layers });
    const one = layer(className, 'one', config);
    await expect(load(sequence('m', [one]))).rejects.toThrow(
      /the layers need at least \d{9,} weights.* have 24/,
    );
    await expect(load(sequence('m', [sequence('inner', [one])]))).rejects.toThrow(
      'the layers need at least ',
    );
  });

  test('as many as there are is no reason to refuse', async () => {
    const config = {
      layers: [layer('Dense', 'a', { units: 12, batch_input_shape: [null, 1], use_bias: true })],
    };
    await expect(load(layer('Sequential', 'm', config), 24)).resolves.toBeDefined();
  });
});

describe('a manifest', () => {
  async function loadManifest(weightsManifest: unknown, size = 96): Promise<unknown> {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ modelTopology: {}, weightsManifest }));
    writeFileSync(join(folder, 'w.bin'), new Uint8Array(size));
    return fileSystem(join(folder, 'model.json')).load();
  }
  const spec = (shape: unknown, others: object = {}): object => ({
    name: 'w',
    shape,
    dtype: 'float32',
    ...others,
  });
  const uint8 = (values: object): object => spec([96], { quantization: { dtype: 'uint8', ...values } });

  test.each<[string, unknown, string]>([
    [
      'that says more than there is',
      [{ paths: ['w.bin'], weights: [spec([1e9, 1e3])] }],
      'too short: 96 bytes',
    ],
    ['beyond 2^53', [{ paths: ['w.bin'], weights: [spec([2 ** 40, 2 ** 40])] }], "'w' has the shape"],
    ['with a size below 0', [{ paths: ['w.bin'], weights: [spec([-24, -1])] }], "'w' has the shape"],
    ['with a file twice', [{ paths: ['w.bin', 'w.bin'], weights: [spec([48])] }], "names 'w.bin' twice"],
    [
      'with a file under two names',
      [{ paths: ['w.bin', './w.bin'], weights: [spec([48])] }],
      "'./w.bin' twice",
    ],
    [
      'with a file in two groups',
      [1, 2].map(() => ({ paths: ['w.bin'], weights: [spec([24])] })),
      "names 'w.bin' twice",
    ],
    [
      'quantized with scale null',
      [{ paths: ['w.bin'], weights: [uint8({ scale: null, min: 0 })] }],
      'scale null',
    ],
    ['quantized without min', [{ paths: ['w.bin'], weights: [uint8({ scale: 1 })] }], 'min undefined'],
    ['quantized with words', [{ paths: ['w.bin'], weights: [uint8({ scale: '1', min: 0 })] }], 'scale "1"'],
  ])('%s is refused', async (_, manifest, message) => {
    await expect(loadManifest(manifest)).rejects.toThrow(message);
  });

  test('of an axis without end and one of length 0 takes no memory', async () => {
    await expect(loadManifest([{ paths: ['w.bin'], weights: [spec([1e15, 0])] }], 0)).resolves.toMatchObject({
      weightData: new ArrayBuffer(0),
    });
  });
});

test('weights beyond maxBytes are refused before they are read', async () => {
  const folder = temporaryFolder();
  const weights = [{ name: 'w', shape: [2 ** 35], dtype: 'float32' }];
  writeFileSync(
    join(folder, 'model.json'),
    JSON.stringify({ modelTopology: {}, weightsManifest: [{ paths: ['w'], weights }] }),
  );
  writeFileSync(join(folder, 'w'), '');
  truncateSync(join(folder, 'w'), 2 ** 37); // a file of one hole
  const handler = fileSystem(join(folder, 'model.json'));
  await expect(handler.load()).rejects.toThrow(
    /take 137438953472 bytes, but at most 4294967296 are read.*maxBytes/,
  );
});

test('a pipe, or a file of no string length, is no JSON file', async () => {
  const folder = temporaryFolder();
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await expect(fileSystem(join(folder, 'pipe')).load()).rejects.toThrow('is a pipe or a device');
  await expect(fileSystem('/dev/zero').load()).rejects.toThrow('is a pipe or a device');
  writeFileSync(join(folder, 'model.json'), '');
  truncateSync(join(folder, 'model.json'), 2 ** 30);
  await expect(fileSystem(join(folder, 'model.json')).load()).rejects.toThrow('has 1073741824 bytes');
  mkdirSync(join(folder, 'm'));
  await expect(fileSystem(join(folder, 'm')).load()).rejects.toThrow('is a folder');
});
