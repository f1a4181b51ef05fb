import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync } from 'node:fs';
import { fileSystem } from '@argmaxable/node';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { openClassifier } from '../src/models/classifier-source.js';
import { argmaxable, Files } from './command.js';
import { float32Tensors, unit } from './tensors.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();

/** Writes files into a folder and returns its path. */
function folder(name: string, content: Readonly<Record<string, string | Uint8Array>>): string {
  mkdirSync(files.path(name), { recursive: true });
  for (const [file, bytes] of Object.entries(content)) files.write(`${name}/${file}`, bytes);
  return files.path(name);
}

/** What is opened: its size, its names, its notes; or the error. */
async function open(path: string, options: Parameters<typeof openClassifier>[1] = {}): Promise<unknown> {
  const notes: string[] = [];
  const source = await openClassifier(path, { ...options, note: (text) => notes.push(text) });
  const { verified } = await source.decide([], {});
  source.dispose();
  const bias = verified.hasBias ? ' + bias' : '';
  return { size: `${verified.numLabels} x ${verified.numFeatures}${bias}`, names: source.names, notes };
}

const zeros = (length: number): [number[], number[]] => [[length], Array<number>(length).fill(0)];
const sports = JSON.stringify({
  id2label: { 0: 'sports', 1: 'politics', 2: 'science' },
  problem_type: 'multi_label_classification',
});
const names = ['sports', 'politics', 'science'];
const encoder = {
  'bert.embeddings.word_embeddings.weight': unit(9, 4),
  'bert.embeddings.token_type_embeddings.weight': unit(2, 4),
  'bert.encoder.layer.0.output.dense.weight': unit(4, 4),
  'bert.encoder.layer.0.output.dense.bias': zeros(4),
};
const head = { 'classifier.weight': unit(3, 4), 'classifier.bias': zeros(3) };
const used = "uses the bias 'classifier.bias' beside 'classifier.weight'; --no-bias leaves it out";
const reads = "reads 'classifier.weight', which has the name of a classifier; --tensor names another";

describe('a folder', () => {
  test('of a tfjs model stands for its model.json', async () => {
    const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
    await model.save(fileSystem(files.path('tfjs')));
    model.dispose();
    expect(await open(files.path('tfjs'))).toMatchObject({ size: '3 x 2 + bias', notes: [] });
    expect(await open(files.path('tfjs/'))).toMatchObject({ size: '3 x 2 + bias' });
    const { code, out } = await argmaxable([
      'verify',
      files.path('tfjs'),
      '-k',
      '1',
      '--samples',
      '2',
      '--quiet',
    ]);
    expect([code, out]).toEqual([0, expect.stringContaining('3 labels, 2 features')]);
  });

  test('of a transformer stands for its classifier, with the names of its labels', async () => {
    const path = folder('bert', {
      'config.json': sports,
      'model.safetensors': float32Tensors({ ...encoder, ...head }),
    });
    const expected = { size: '3 x 4 + bias', names, notes: [reads, used] };
    expect(await open(path)).toEqual(expected);
    expect(await open(`${path}/model.safetensors`)).toEqual(expected);
  });

  test.each([
    [
      'classifier.out_proj.weight',
      { 'classifier.dense.weight': unit(4, 4), 'classifier.out_proj.weight': unit(3, 4) },
    ],
    ['score.weight', { 'score.weight': unit(3, 4), 'lm_head.weight': unit(9, 4) }],
    ['module.fc.weight', { 'module.fc.weight': unit(3, 4) }],
    ['head.weight', { 'head.weight': unit(3, 4), 'pooler.weight': unit(3, 4) }],
    [
      'classification_head.out_proj.weight',
      { 'classification_head.dense.weight': unit(4, 4), 'classification_head.out_proj.weight': unit(3, 4) },
    ],
  ])('is read by the name of its classifier: %s', async (name, tensors) => {
    const weights = float32Tensors({ ...encoder, ...tensors });
    const note = expect.arrayContaining([
      `reads '${name}', which has the name of a classifier; --tensor names another`,
    ]) as string[];
    expect(await open(folder('named', { 'model.safetensors': weights }))).toMatchObject({
      size: '3 x 4',
      notes: note,
    });
    const described = folder('described', { 'model.safetensors': weights, 'config.json': sports });
    expect(await open(described)).toMatchObject({ size: '3 x 4', names, notes: note });
  });

  test('is read by the number of labels where no name tells', async () => {
    const weights = float32Tensors({
      ...encoder,
      'own.out.weight': unit(3, 4),
      'lm_head.weight': unit(3, 4),
    });
    const path = folder('counted', { 'model.safetensors': weights, 'config.json': sports });
    expect(await open(path)).toEqual({
      size: '3 x 4',
      names,
      notes: ["reads 'own.out.weight', the only matrix of 3 labels; --tensor names another"],
    });
    const two = folder('two', {
      'model.safetensors': weights,
      'config.json': '{"id2label":{"0":"no","1":"yes"}}',
    });
    await expect(open(two)).rejects.toThrow(
      /there are 5 matrices here; choose one with --tensor: .*own\.out\.weight \[3, 4\]/,
    );
    const counted = folder('num', { 'model.safetensors': weights, 'config.json': '{"num_labels":3}' });
    expect(await open(counted)).toMatchObject({ size: '3 x 4', names: null });
  });

  test('whose classifiers are several is refused with their names', async () => {
    const weights = float32Tensors({ ...encoder, 'fc.weight': unit(3, 4), 'head.weight': unit(5, 4) });
    await expect(open(folder('heads', { 'model.safetensors': weights }))).rejects.toThrow(
      'there are 2 matrices here; choose one with --tensor: fc.weight [3, 4], head.weight [5, 4]',
    );
    const told = folder('heads', { 'config.json': sports });
    expect(await open(told)).toMatchObject({ size: '3 x 4' });
    expect(await open(told, { tensor: 'head.weight' })).toEqual({
      size: '5 x 4',
      names: null,
      notes: ['config.json names 3 labels, the matrix has 5'],
    });
  });

  test('whose config is of single labels says so', async () => {
    const config = JSON.stringify({ problem_type: 'single_label_classification' });
    const path = folder('single', { 'model.safetensors': float32Tensors(head), 'config.json': config });
    const note = 'by config.json, exactly one label holds for each input; use --rule argmax for such a model';
    expect(await open(path)).toMatchObject({ notes: [used, note] });
    expect(await open(path, { rule: 'argmax' })).toMatchObject({ notes: [used] });
  });

  test.each([
    ['no names', '{}'],
    ['names that are not in order', '{"id2label":{"1":"a","2":"b","3":"c"}}'],
    ['names that are no texts', '{"id2label":{"0":1,"1":2,"2":3}}'],
    ['a list', '[1]'],
  ])('whose config has %s has none', async (_, config) => {
    const path = folder('unnamed', { 'model.safetensors': float32Tensors(head), 'config.json': config });
    expect(await open(path)).toEqual({ size: '3 x 4 + bias', names: null, notes: [used] });
  });

  test('without a model says what it looked for', async () => {
    await expect(open(folder('none', {}))).rejects.toThrow(
      'this is a folder, without model.json, model.safetensors, model.safetensors.index.json. Name the file of the model.',
    );
    await expect(open(folder('npy', { 'W.npy': 'x', 'notes.txt': '' }))).rejects.toThrow(
      'Name the file: W.npy.',
    );
    const torch = folder('torch', {
      'pytorch_model.bin': '',
      'optimizer.pt': '',
      'a.pkl': '',
      'config.json': '{}',
    });
    await expect(open(torch)).rejects.toThrow('pytorch_model.bin: a PyTorch file is not read');
  });
});

describe('a model in shards', () => {
  const map = {
    ...Object.fromEntries(Object.keys(encoder).map((name) => [name, 'model-00001-of-00002.safetensors'])),
    ...Object.fromEntries(Object.keys(head).map((name) => [name, 'model-00002-of-00002.safetensors'])),
  };
  const index = (weight_map: unknown): string => JSON.stringify({ metadata: {}, weight_map });

  test('is read from the shard of its classifier, without the others', async () => {
    const path = folder('shards', {
      'model.safetensors.index.json': index(map),
      'model-00002-of-00002.safetensors': float32Tensors(head),
      'config.json': sports,
    });
    const expected = { size: '3 x 4 + bias', names, notes: [reads, used] };
    expect(await open(path)).toEqual(expected);
    expect(await open(`${path}/model.safetensors.index.json`)).toEqual(expected);
    expect(await open(path, { tensor: 'classifier.weight' })).toEqual({ ...expected, notes: [used] });
    // What lies elsewhere is missed when it is asked for.
    const other = 'bert.encoder.layer.0.output.dense.weight';
    await expect(open(path, { tensor: other })).rejects.toThrow(
      'model-00001-of-00002.safetensors: there is no such file',
    );
    files.write('shards/model-00001-of-00002.safetensors', float32Tensors(encoder));
    expect(await open(path, { tensor: other })).toMatchObject({ size: '4 x 4 + bias' });
    await expect(open(path, { tensor: 'no' })).rejects.toThrow("no tensor 'no' for --tensor; tensors: bert.");
  });

  test.each([
    ['not JSON', '{"weight_map":', 'not complete JSON'],
    ['no map', '{}', "it needs 'weight_map'"],
    ['a list', index(['x']), "it needs 'weight_map'"],
    [
      'a file elsewhere',
      index({ 'fc.weight': '../x.safetensors' }),
      '\'fc.weight\' is in "../x.safetensors"',
    ],
    ['a file elsewhere, absolute', index({ 'fc.weight': '/x.safetensors' }), 'in the same folder'],
    ['a number', index({ 'fc.weight': 3 }), "'fc.weight' is in 3"],
    [
      'a shard without the tensor',
      index({ 'fc.weight': 'x.safetensors' }),
      'in x.safetensors, which does not have it',
    ],
    [
      'shards of PyTorch',
      index({ 'fc.weight': 'pytorch_model-00001-of-00002.bin' }),
      'a PyTorch file is not read',
    ],
  ])('is refused with an index of %s', async (_, text, message) => {
    const path = folder('bad', {
      'model.safetensors.index.json': text,
      'x.safetensors': float32Tensors(head),
    });
    await expect(open(path)).rejects.toThrow(message);
  });

  test('of which config.json is given: name the folder', async () => {
    const path = folder('shards', { 'config.json': sports });
    await expect(open(`${path}/config.json`)).rejects.toThrow(
      `config.json: this describes a model and has no weights: name its folder, ${path}, or the .safetensors file.`,
    );
  });
});

test('a file far larger than the memory costs what is read of it', async () => {
  const path = files.write('large.safetensors', '');
  const size = 2 ** 36;
  const header = JSON.stringify({
    'classifier.weight': { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
    'wte.weight': { dtype: 'F32', shape: [2 ** 17, 2 ** 17], data_offsets: [8, 8 + size] },
  });
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(header.length));
  files.write('large.safetensors', Buffer.concat([start, Buffer.from(header)]));
  truncateSync(path, 8 + header.length + 8 + size); // a file with a hole: it takes no room on the disk
  expect(await open(path)).toMatchObject({ size: '1 x 2' });
  await expect(open(path, { tensor: 'wte.weight' })).rejects.toThrow('at most 2048 MiB are read');
});

test('a pipe in place of a file is not waited for', async () => {
  const pipe = files.path('pipe.safetensors');
  execFileSync('mkfifo', [pipe]);
  await expect(open(pipe)).rejects.toThrow('a pipe or a device');
});
