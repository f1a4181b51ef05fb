import { mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { failure } from '@argmaxable/test-support';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layers from '@tensorflow/tfjs-layers';
import { fileSystem, ModelFileError } from '../src/index.js';
import { artifacts, removeTemporaryFolders, temporaryFolder, valueOf } from './models.js';

afterAll(removeTemporaryFolders);

function twoLayers(): layers.Sequential {
  return layers.sequential({
    layers: [
      layers.layers.dense({ units: 4, inputShape: [3], activation: 'relu' }),
      layers.layers.dense({ units: 2 }),
    ],
  });
}

function weightsFileIn(folder: string): string {
  const [name, ...others] = readdirSync(folder).filter((file) => file.endsWith('.bin'));
  expect(others).toEqual([]);
  return join(folder, name);
}

const failureOf = (promise: Promise<unknown>): Promise<ModelFileError> => failure(promise, ModelFileError);

describe('a layers model', () => {
  test('comes back from a file:// URL with equal outputs, and nothing leaks', async () => {
    const folder = join(temporaryFolder(), 'deep', 'er');
    const before = tf.memory().numTensors;
    const model = twoLayers();
    const result = await model.save(`file://${folder}`);
    expect(result.modelArtifactsInfo.weightDataBytes).toBe(4 * (3 * 4 + 4 + 4 * 2 + 2));
    const again = await layers.loadLayersModel(`file://${folder}/model.json`);
    tf.tidy(() => {
      const x = tf.randomUniform([5, 3], -1, 1, 'float32', 1);
      expect((again.predict(x) as tf.Tensor).dataSync()).toEqual((model.predict(x) as tf.Tensor).dataSync());
    });
    model.dispose();
    again.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('is found at a path relative to the working directory', async () => {
    const folder = relative(process.cwd(), temporaryFolder());
    const model = twoLayers();
    await model.save(`file://./${folder}/m`);
    (await layers.loadLayersModel(`file://${folder}/m/model.json`)).dispose();
    model.dispose();
  });

  test('comes back with its optimizer and goes on training the same', async () => {
    const folder = temporaryFolder();
    const model = twoLayers();
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
    const x = tf.randomUniform([8, 3], -1, 1, 'float32', 1);
    const y = tf.randomUniform([8, 2], -1, 1, 'float32', 2);
    await model.fit(x, y, { epochs: 2, shuffle: false, verbose: 0 });
    await model.save(`file://${folder}`, { includeOptimizer: true });
    const again = (await layers.loadLayersModel(`file://${folder}/model.json`)) as layers.Sequential;
    const next = await model.fit(x, y, { epochs: 1, shuffle: false, verbose: 0 });
    const nextAgain = await again.fit(x, y, { epochs: 1, shuffle: false, verbose: 0 });
    expect(nextAgain.history.loss).toEqual(next.history.loss);
    const weights = (of: layers.LayersModel) => of.getWeights().flatMap((weight) => [...weight.dataSync()]);
    const expected = weights(model);
    // Adam's powers of beta are multiplied up while training and computed anew on loading: equal but for
    // rounding.
    weights(again).forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 6));
    tf.dispose([x, y]);
    model.dispose();
    again.dispose();
  });
});

describe('the format', () => {
  test('has the keys that tfjs-node writes, in its order', async () => {
    const folder = temporaryFolder();
    const given = {
      ...artifacts(1),
      trainingConfig: { loss: 'meanSquaredError', optimizer_config: { class_name: 'SGD' } },
      signature: { inputs: {} },
      initializerSignature: { outputs: {} },
    };
    await fileSystem(folder).save(given);
    const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as tf.io.ModelJSON;
    expect(Object.keys(json)).toEqual([
      'modelTopology',
      'weightsManifest',
      'format',
      'generatedBy',
      'convertedBy',
      'trainingConfig',
      'signature',
      'userDefinedMetadata',
      'initializerSignature',
    ]);
    expect(json.weightsManifest).toEqual([
      {
        paths: [expect.stringMatching(/^weights\.[0-9a-f]{16}\.[0-9a-f]{8}\.bin$/)],
        weights: given.weightSpecs,
      },
    ]);
    expect(readFileSync(weightsFileIn(folder))).toEqual(Buffer.from(given.weightData as ArrayBuffer));
    const { weightData, ...rest } = await fileSystem(join(folder, 'model.json')).load();
    const { weightData: givenData, ...givenRest } = given;
    expect(rest).toEqual(givenRest);
    expect(weightData).toEqual(givenData);
  });

  test('of tfjs-node loads: weights.bin, and a save over it leaves that file, which it did not write', async () => {
    const folder = temporaryFolder();
    const { weightData, weightSpecs, ...rest } = artifacts(7);
    const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
    writeFileSync(join(folder, 'model.json'), JSON.stringify({ ...rest, weightsManifest }));
    writeFileSync(join(folder, 'weights.bin'), Buffer.from(weightData as ArrayBuffer));
    expect(valueOf(await fileSystem(join(folder, 'model.json')).load())).toBe(7);
    await fileSystem(folder).save(artifacts(8));
    expect(valueOf(await fileSystem(join(folder, 'model.json')).load())).toBe(8);
    expect(readdirSync(folder)).toContain('weights.bin');
  });

  test('loads groups, shards in subfolders, quantized and string weights', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'shards'));
    const bytes = Uint8Array.from({ length: 8 + 3 + 8 + 4 + 5 }, (_, i) => i);
    const weightsManifest = [
      {
        paths: ['one-of-2', 'shards/two-of-2'],
        weights: [
          { name: 'a', shape: [2], dtype: 'float32' },
          { name: 'q8', shape: [3], dtype: 'float32', quantization: { dtype: 'uint8', min: 0, scale: 1 } },
          { name: 'q16', shape: [2], dtype: 'int32', quantization: { dtype: 'uint16', min: 0, scale: 1 } },
          { name: 'half', shape: [], dtype: 'float32', quantization: { dtype: 'float16' } },
          { name: 'flags', shape: [2], dtype: 'bool' },
        ],
      },
      { paths: ['strings'], weights: [{ name: 's', shape: [1], dtype: 'string' }] },
    ];
    writeFileSync(join(folder, 'any.json'), JSON.stringify({ modelTopology: {}, weightsManifest }));
    writeFileSync(join(folder, 'one-of-2'), bytes.subarray(0, 10));
    writeFileSync(join(folder, 'shards', 'two-of-2'), bytes.subarray(10, 19));
    writeFileSync(join(folder, 'strings'), bytes.subarray(19));
    const loaded = await fileSystem(join(folder, 'any.json')).load();
    expect(new Uint8Array(loaded.weightData as ArrayBuffer)).toEqual(bytes);
    expect(loaded.weightSpecs!.map((spec) => spec.name)).toEqual(['a', 'q8', 'q16', 'half', 'flags', 's']);

    truncateSync(join(folder, 'strings'), 3);
    expect((await failureOf(fileSystem(join(folder, 'any.json')).load())).message).toMatch(/take at least 4/);
    truncateSync(join(folder, 'shards', 'two-of-2'), 8);
    const error = await failureOf(fileSystem(join(folder, 'any.json')).load());
    expect(error.message).toMatch(
      /the 2 weight files from .*one-of-2 on are too short: 18 bytes, .* take 19\./,
    );
  });

  test('takes weightData in pieces, and models without weights', async () => {
    const folder = temporaryFolder();
    const { buffer } = new Float32Array(15).fill(3);
    await fileSystem(folder).save({ ...artifacts(3), weightData: [buffer.slice(0, 7), buffer.slice(7)] });
    expect(valueOf(await fileSystem(join(folder, 'model.json')).load())).toBe(3);

    await fileSystem(folder).save({ modelTopology: { only: 'topology' } });
    expect(await fileSystem(join(folder, 'model.json')).load()).toEqual({
      modelTopology: { only: 'topology' },
    });
    expect(readdirSync(folder)).toEqual(['model.json']);
  });
});

describe('a load says what is wrong when', () => {
  let folder: string;
  let json: string;
  const load = () => failureOf(fileSystem(json).load());

  beforeEach(async () => {
    folder = temporaryFolder();
    json = join(folder, 'model.json');
    await fileSystem(folder).save(artifacts(1));
  });

  function editManifest(edit: (manifest: tf.io.WeightsManifestConfig) => unknown): void {
    const model = JSON.parse(readFileSync(json, 'utf8')) as tf.io.ModelJSON;
    writeFileSync(json, JSON.stringify({ ...model, weightsManifest: edit(model.weightsManifest) }));
  }

  test('model.json is missing', async () => {
    rmSync(json);
    const error = await load();
    expect(error).toMatchObject({ problem: 'missing', path: json });
    expect(error.message).toMatch(
      /model\.json does not exist\. To load a model give the path of its model\.json/,
    );
    expect((await failureOf(fileSystem(join(folder, 'nowhere', 'model.json')).load())).problem).toBe(
      'missing',
    );
  });

  test('the path is a folder', async () => {
    const error = await failureOf(fileSystem(folder).load());
    expect(error).toMatchObject({ problem: 'unusable', path: folder });
    expect(error.message).toContain(`is a folder. To load a model give the path of its JSON file: ${json}`);
  });

  test.each(['', '{"modelTopology": {"cl', 'not JSON'])('model.json holds %j', async (text) => {
    writeFileSync(json, text);
    const error = await load();
    expect(error).toMatchObject({ problem: 'damaged', path: json });
    expect(error.message).toMatch(/model\.json is not complete JSON.*save it again/);
  });

  test.each(['null', '[]', '{}', '3'])('model.json holds other JSON, %j', async (text) => {
    writeFileSync(json, text);
    const error = await load();
    expect(error).toMatchObject({ problem: 'unusable', path: json });
    expect(error.message).toMatch(/model\.json is not a tfjs model: it holds neither/);
  });

  test.each([
    [{}, /not a list of groups/],
    [[null], /not a list of groups/],
    [[{ paths: 'weights.bin', weights: [] }], /not a list of groups/],
    [[{ paths: [3], weights: [] }], /not a list of groups/],
    [[{ paths: [], weights: [null] }], /a weight has the name undefined/],
    [[{ paths: [], weights: [{ name: 'w', shape: [-1], dtype: 'float32' }] }], /'w' has the shape \[-1\]/],
    [[{ paths: [], weights: [{ name: 'w', shape: [1], dtype: 'float64' }] }], /'w' has the dtype "float64"/],
    [
      [
        {
          paths: [],
          weights: [{ name: 'w', shape: [1], dtype: 'float32', quantization: { dtype: 'int3' } }],
        },
      ],
      /'w' has the quantization "int3"/,
    ],
    [
      [{ paths: [], weights: [{ name: 'w', shape: [1], dtype: 'float32' }] }],
      /no file is too short: 0 bytes/,
    ],
  ])('the manifest is %j', async (manifest, message) => {
    editManifest(() => manifest);
    const error = await load();
    expect(error.problem).toBe('damaged');
    expect(error.message).toMatch(message);
  });

  test('the weight file is missing', async () => {
    const weights = weightsFileIn(folder);
    rmSync(weights);
    const error = await load();
    expect(error).toMatchObject({ problem: 'missing', path: weights });
    expect(error.message).toContain(`${json} names it as a weight file`);
  });

  test('the weight file is a folder', async () => {
    const weights = weightsFileIn(folder);
    rmSync(weights);
    mkdirSync(weights);
    expect(await load()).toMatchObject({ problem: 'damaged', path: weights });
  });

  test.each([
    [0, /is too short: 0 bytes, where the weights that model\.json describes take 60\./],
    [59, /is too short: 59 bytes/],
    [61, /is too long: 61 bytes/],
  ])('the weight file has %i bytes of 60', async (size, message) => {
    const weights = weightsFileIn(folder);
    truncateSync(weights, size);
    const error = await load();
    expect(error).toMatchObject({ problem: 'damaged', path: weights });
    expect(error.message).toMatch(message);
  });

  test('a byte of the weights has changed', async () => {
    const weights = weightsFileIn(folder);
    const bytes = readFileSync(weights);
    bytes[30] ^= 1;
    writeFileSync(weights, bytes);
    const error = await load();
    expect(error).toMatchObject({ problem: 'damaged', path: weights });
    expect(error.message).toMatch(/does not match the hash in the file's name/);
  });

  test.each(['../secret.bin', 'a/../../secret.bin', '..', '/etc/passwd'])(
    'the manifest names %s',
    async (path) => {
      writeFileSync(join(dirname(folder), 'secret.bin'), Buffer.alloc(60));
      editManifest(([group]) => [{ ...group, paths: [path] }]);
      const error = await load();
      rmSync(join(dirname(folder), 'secret.bin'));
      expect(error).toMatchObject({ problem: 'unusable', path: json });
      expect(error.message).toContain(
        `names the weight file '${path}', which is outside its folder, ${folder}`,
      );
    },
  );
});

describe('a save says what is wrong when', () => {
  test('the path, or a part of it, is a file', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, 'here first');
    for (const path of [file, join(file, 'below')]) {
      const error = await failureOf(fileSystem(path).save(artifacts(1)));
      expect(error).toMatchObject({ problem: 'unusable', path });
      expect(error.message).toMatch(/exists as a file\. save\(\) takes the path of a folder/);
    }
    expect(readFileSync(file, 'utf8')).toBe('here first');
  });

  test('model.json is a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'model.json'));
    const error = await failureOf(fileSystem(folder).save(artifacts(1)));
    expect(error.message).toMatch(/could not be saved to .*: EISDIR.* An existing model there is complete\./);
  });

  test.each<[string, Partial<tf.io.ModelArtifacts>, RegExp]>([
    ['the topology is binary', { modelTopology: new ArrayBuffer(8) }, /topology is binary/],
    ['weights are short', { weightData: new ArrayBuffer(56) }, /weightData has 56 bytes .* describe 60/],
    [
      'weights are long',
      { weightData: [new ArrayBuffer(60), new ArrayBuffer(1)] },
      /weightData has 61 bytes/,
    ],
    ['weights are not there', { weightData: undefined }, /holds no weightData/],
  ])('%s, and keeps the old model', async (_, change, message) => {
    const folder = temporaryFolder();
    await fileSystem(folder).save(artifacts(1));
    const error = await failureOf(fileSystem(folder).save({ ...artifacts(2), ...change }));
    expect(error.problem).toBe('unusable');
    expect(error.message).toMatch(message);
    expect(valueOf(await fileSystem(join(folder, 'model.json')).load())).toBe(1);
  });
});
