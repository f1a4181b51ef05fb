import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npyMatrix, packed, safetensors, vector, zip } from '@argmaxable/test-support/files';
import '@tensorflow/tfjs-backend-cpu';
import { LabelScale } from '@argmaxable/layers';
import { tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { argmaxable, Files, implication } from './command.js';
import { bentThenImplied, saved } from './saved-models.js';
import { float32Tensors } from './tensors.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();
const labels = files.write('labels.jsonl', '[0]\n[0,2]\n');

/** The only line of the error, notes left out. */
async function errorOf(...args: string[]): Promise<string> {
  const { code, out, err: all } = await argmaxable(['verify', ...args, '--labels', labels, '--quiet']);
  const err = all.replace(/^note: .*\n/gm, '');
  expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
  return err.trimEnd();
}

interface Manifest {
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[] }[] }[];
}

/** Lays the weights of a saved model out anew: groups of so many weights, each in files of so many bytes. */
function layOut(folder: string, weightsPerGroup: number, bytesPerFile: number): void {
  const path = join(folder, 'model.json');
  const json = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const [{ paths, weights }] = json.weightsManifest;
  let bytes = readFileSync(join(folder, paths[0]));
  json.weightsManifest = [];
  for (let at = 0; at < weights.length; at += weightsPerGroup) {
    const group = weights.slice(at, at + weightsPerGroup);
    const length = group.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
    const names: string[] = [];
    for (let begin = 0; begin < length; begin += bytesPerFile) {
      names.push(`group${json.weightsManifest.length + 1}-shard${names.length + 1}.bin`);
      writeFileSync(
        join(folder, names.at(-1)!),
        bytes.subarray(begin, Math.min(length, begin + bytesPerFile)),
      );
    }
    bytes = bytes.subarray(length);
    json.weightsManifest.push({ paths: names, weights: group });
  }
  writeFileSync(path, JSON.stringify(json));
}

/**
 * ReLU features, then a linear layer, then 3 labels on 2 features; `kernel` row by row, `bias` of the labels.
 */
function twoLayers(kernel: number[], bias: number[], front = [1, 2, 3, 4]): LayersModel {
  const hidden = layers.dense({
    ...{ units: 2, inputShape: [2], activation: 'relu', name: 'hidden' },
    weights: [tensor2d(front, [2, 2]), tensor1d([0, 0])],
  });
  const tags = layers.dense({
    units: 3,
    name: 'tags',
    weights: [tensor2d(kernel, [2, 3]), tensor1d(bias)],
  });
  return sequential({ layers: [hidden, tags] });
}

const finite = [1, 2, 3, 4, 5, 6];
const zeros = [0, 0, 0];

describe('a number that is not finite, of a tfjs model', () => {
  test.each([
    [[1, NaN, 3, 4, 5, 6], zeros, "the tensor 'tags/kernel' holds NaN at [0, 1]"],
    [[1, 2, 3, 4, 5, -Infinity], zeros, "the tensor 'tags/kernel' holds -Infinity at [1, 2]"],
    [finite, [0, 0, Infinity], "the tensor 'tags/bias' holds Infinity at [2]"],
  ])('is named by its tensor and its weight file: %j, %j', async (kernel, bias, words) => {
    const folder = await saved(files, `one-${bias[2]}-${kernel[1]}`, twoLayers(kernel, bias));
    const [old] = readdirSync(folder).filter((name) => name.endsWith('.bin'));
    renameSync(join(folder, old), join(folder, 'weights.bin'));
    const path = join(folder, 'model.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(old, 'weights.bin'));
    const message = `argmaxable: ${folder}/weights.bin: ${words}; it must hold finite numbers. Was the training stable?`;
    expect(await errorOf(path)).toBe(message);
    expect(await errorOf(folder)).toBe(message);
    const { code, err } = await argmaxable(['verify', folder, '--quiet']);
    expect([code, err]).toEqual([2, `${message}\n`]);
  });

  test.each([
    // hidden/kernel, hidden/bias and tags/kernel take 16, 8 and 24 bytes, tags/bias 12.
    ['in one file for each weight', 1, 1000, [NaN, 2, 3, 4, 5, 6], zeros, 'group3-shard1.bin'],
    ['in one file for each weight, the bias', 1, 1000, finite, [0, NaN, 0], 'group4-shard1.bin'],
    ['in groups of two', 2, 1000, [1, 2, 3, 4, 5, NaN], zeros, 'group2-shard1.bin'],
    ['in several files, at the start of one', 4, 24, [NaN, 2, 3, 4, 5, 6], zeros, 'group1-shard2.bin'],
    ['in several files, at the end of one', 4, 24, [1, 2, 3, 4, 5, NaN], zeros, 'group1-shard2.bin'],
    ['in several files, the bias', 4, 24, finite, [NaN, 0, 0], 'group1-shard3.bin'],
    ['in several files of several groups', 2, 8, [1, 2, 3, NaN, 5, 6], zeros, 'group2-shard2.bin'],
  ])('is found %s', async (_, perGroup, perFile, kernel, bias, file) => {
    const folder = await saved(files, `many-${file}-${perFile}-${kernel[0]}`, twoLayers(kernel, bias));
    layOut(folder, perGroup, perFile);
    expect(await errorOf(folder)).toContain(`argmaxable: ${folder}/${file}: the tensor 'tags/`);
  });

  test('is found by --tensor too', async () => {
    const folder = await saved(files, 'tensor', twoLayers([1, 2, 3, 4, NaN, 6], zeros));
    layOut(folder, 4, 20);
    expect(await errorOf(folder, '--tensor', 'tags/kernel')).toBe(
      `argmaxable: ${folder}/group1-shard3.bin: weights[1][1] must be a finite number; ` +
        "got NaN at 'tags/kernel' [1, 1]. Was the training stable?",
    );
    const other = await saved(files, 'tensor-bias', twoLayers(finite, [0, 0, NaN]));
    layOut(other, 1, 8);
    expect(await errorOf(other, '--tensor', 'tags/kernel')).toBe(
      `argmaxable: ${other}/group4-shard2.bin: bias[2] must be a finite number; got NaN in 'tags/bias'.`,
    );
  });

  test('is found in the layers around the matrix', async () => {
    const front = layers.dense({
      units: 2,
      inputShape: [2],
      name: 'front',
      weights: [tensor2d([1, 0, NaN, 1], [2, 2]), tensor1d([0, 0])],
    });
    const linear = await saved(files, 'front', bentThenImplied(front));
    layOut(linear, 1, 1000);
    expect(await errorOf(linear)).toContain(
      "group1-shard1.bin: the tensor 'front/kernel' holds NaN at [1, 0]",
    );
    const model = bentThenImplied(layers.dense({ units: 2, inputShape: [2], activation: 'relu' }));
    const scale = new LabelScale({ name: 'slopes' });
    model.add(scale);
    scale.setWeights([tensor1d([0, 0, 0]), tensor1d([0, NaN, 0])]);
    const scaled = await saved(files, 'slopes', model);
    layOut(scaled, 4, 8);
    expect(await errorOf(scaled)).toMatch(/shard\d+\.bin: the tensor 'slopes\/eta' holds NaN at \[1\]/);
    const normalized = bentThenImplied(layers.dense({ units: 2, inputShape: [2], activation: 'relu' }));
    const normalization = layers.batchNormalization({ name: 'normal' });
    normalized.add(normalization);
    normalization.setWeights(
      [[1, 1, 1], zeros, [0, Infinity, 0], [1, 1, 1]].map((values) => tensor1d(values)),
    );
    const folder = await saved(files, 'normal', normalized);
    expect(await errorOf(folder)).toMatch(
      /weights\..*\.bin: the tensor 'normal\/moving_mean' holds Infinity at \[1\]/,
    );
  });

  test('does not count where no verdict depends on it', async () => {
    const folder = await saved(files, 'unused', twoLayers(finite, zeros, [1, NaN, 3, 4]));
    const { code } = await argmaxable(['verify', folder, '--labels', labels, '--quiet']);
    expect(code).toBeLessThan(2);
  });
});

describe('a number that cannot be, of a weight matrix', () => {
  const index = (map: Readonly<Record<string, string>>): string => JSON.stringify({ weight_map: map });

  test('in shards is named by its shard', async () => {
    const [first, second] = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'];
    const folder = files.folderAt('shards');
    const map = { 'classifier.weight': first, 'classifier.bias': second };
    files.write('shards/model.safetensors.index.json', index(map));
    const write = (weights: number[], bias: number[]): void => {
      files.write(`shards/${first}`, float32Tensors({ 'classifier.weight': [[3, 2], weights] }));
      files.write(`shards/${second}`, float32Tensors({ 'classifier.bias': [[3], bias] }));
    };
    write([1, 2, 3, NaN, 5, 6], zeros);
    const message =
      `argmaxable: ${folder}/${first}: weights[1][1] must be a finite number; ` +
      "got NaN at 'classifier.weight' [1, 1]. Was the training stable?";
    expect(await errorOf(folder)).toBe(message);
    expect(await errorOf(`${folder}/model.safetensors.index.json`)).toBe(message);
    write([1, 2, 3, 4, 5, -Infinity], zeros);
    expect(await errorOf(folder)).toContain(`${first}: weights[2][1] must be a finite number; got -Infinity`);
    write(finite, [0, Infinity, 0]);
    expect(await errorOf(folder)).toContain(
      `${second}: bias[1] must be a finite number; got Infinity in 'cl`,
    );
    const header = { 'classifier.weight': { dtype: 'F64', shape: [3, 2], data_offsets: [0, 48] } };
    const large = packed([1, 2, 3, 4, 1e200, 6], 'f8', '<');
    files.write(`shards/${first}`, safetensors(header, large));
    files.write(`shards/${second}`, float32Tensors({ 'classifier.bias': [[3], zeros] }));
    expect(await errorOf(folder)).toContain(
      `argmaxable: ${folder}/${first}: tensor 'classifier.weight': weights[2][0] must be 0 or finite`,
    );
  });

  test('in an archive or an array is named by its file and entry', async () => {
    const weight = npyMatrix(implication);
    // prettier-ignore
    const odd = files.write('nan.npz', zip({ 'fc.weight.npy': npyMatrix([[1, 2], [NaN, 4], [5, 6]]) }));
    expect(await errorOf(odd)).toContain(
      `${odd}: weights[1][0] must be a finite number; got NaN at 'fc.weight' [`,
    );
    const bias = files.write(
      'bias.npz',
      zip({ 'fc.weight.npy': weight, 'fc.bias.npy': vector([0, NaN, 0]) }),
    );
    expect(await errorOf(bias)).toContain(`${bias}: bias[1] must be a finite number; got NaN in 'fc.bias'`);
    const large = files.write(
      'large.npz',
      zip({ 'fc.weight.npy': weight, 'fc.bias.npy': vector([0, 0, 1e200]) }),
    );
    expect(await errorOf(large)).toContain(`${large}: tensor 'fc.bias': bias[2] must be 0 or finite`);
    const matrix = files.write('W.npy', weight);
    for (const [value, words] of [
      [NaN, 'bias[0] must be a finite number; got NaN'],
      [1e200, 'bias[0] must be 0 or finite'],
    ] as const) {
      const beside = files.write('b.npy', vector([value, 0, 0]));
      expect(await errorOf(matrix, '--bias', beside)).toContain(`argmaxable: ${beside}: ${words}`);
    }
  });
});
