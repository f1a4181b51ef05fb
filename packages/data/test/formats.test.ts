import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy, npyMatrix, packed, safetensors, vector, zip } from '@argmaxable/test-support/files';
import {
  type Bytes,
  FormatError,
  formatsOf,
  labelFormats,
  type LabelFormatOptions,
  type TextSource,
  weightFormats,
} from '../src/index.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** Whether a row of a table in the README names all of these. */
function isDocumented(...names: readonly string[]): boolean {
  return readme
    .split('\n')
    .some((line) => line.startsWith('|') && names.every((name) => line.includes(`\`${name}\``)));
}

/** The options that a loader says it takes, where it is given another. */
async function optionsSaidBy(load: (options: object) => Promise<unknown>): Promise<string[]> {
  const error = (await load({ noSuchOption: 1 }).catch((reason: unknown) => reason)) as { allowed: string };
  return error.allowed.replace('among ', '').split(', ');
}

/** The label sets {0, 2} and {1}, of three labels, in every label format. */
const labelFiles: Readonly<Record<string, { source: TextSource | Buffer; options?: LabelFormatOptions }>> = {
  jsonl: { source: '[0, 2]\n[1]\n' },
  xmlc: { source: '2 3\n0:1 2:1\n1:1\n' },
  svmlight: { source: '0,2 0:1\n1 0:1\n' },
  arff: {
    source:
      '@attribute a {0,1}\n@attribute b {0,1}\n@attribute c {0,1}\n@attribute x real\n@data\n1,0,1,5\n0,1,0,5\n',
    options: { labelCount: 3 },
  },
  csv: { source: 'a,b,c,x\n1,0,1,5\n0,1,0,5\n', options: { labelCount: 3 } },
  npy: {
    source: npyMatrix([
      [1, 0, 1],
      [0, 1, 0],
    ]),
  },
};

const half = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
const twoNumbers = packed([0.5, -1], 'f4', '<');
const shard = safetensors({ w: half }, twoNumbers);

/** The vector w = [0.5, -1] in every weight format, and the files beside. */
const weightFiles: Readonly<Record<string, { source: Bytes; files?: Record<string, Bytes> }>> = {
  tfjs: {
    source: Buffer.from(
      JSON.stringify({
        weightsManifest: [
          { paths: ['1.bin', '2.bin'], weights: [{ name: 'w', shape: [2], dtype: 'float32' }] },
        ],
      }),
    ),
    files: { '1.bin': twoNumbers.subarray(0, 3), '2.bin': twoNumbers.subarray(3) },
  },
  npy: { source: npy({ descr: '<f4', shape: [2] }, twoNumbers) },
  npz: { source: zip({ 'w.npy': vector([0.5, -1]) }, { deflate: true }) },
  safetensors: { source: shard },
  'safetensors-index': {
    source: Buffer.from(JSON.stringify({ weight_map: { w: 'a.safetensors' } })),
    files: { 'a.safetensors': shard },
  },
};

test('the examples of this test are those of the tables', () => {
  expect(Object.keys(labelFiles)).toEqual(labelFormats.map(({ name }) => name));
  expect(Object.keys(weightFiles)).toEqual(weightFormats.map(({ name }) => name));
});

describe.each(labelFormats)('label format $name', (format) => {
  const { name, extensions, options, labelsInHead, content } = format;
  const { source, options: given = {} } = labelFiles[name];
  const load = (options: object) => format.load(source as never, options);

  test('is loaded', async () => {
    const { labelSets, labelNames } = await load(given);
    expect(
      [labelSets.numLabels, ...labelSets].map((part) => (typeof part === 'number' ? part : [...part])),
    ).toEqual([3, [0, 2], [1]]);
    expect(labelNames !== null).toBe(format.labelNames === 'head');
  });

  test('takes the options that its row lists, and no others', async () => {
    expect((await optionsSaidBy(load)).sort()).toEqual([...options].sort());
  });

  test('is found by the names of its files, and documented', () => {
    for (const extension of extensions) {
      expect(formatsOf(labelFormats, `folder/FILE${extension.toUpperCase()}`)).toContain(format);
    }
    expect(isDocumented(name, ...extensions)).toBe(true);
    const limits = ['maxLabels', 'maxLineLength', 'maxBytes'];
    expect(isDocumented(name, ...options.filter((option) => !limits.includes(option)))).toBe(true);
  });

  test('says how many labels there are by its first bytes, where its row says so', () => {
    const start = Buffer.from(source as string | Buffer);
    const expected = name === 'svmlight' ? null : 3; // without a header
    if (labelsInHead) expect(labelsInHead(start.subarray(0, 4096))).toBe(expected);
  });

  test('a text without its form, or bytes, are refused', async () => {
    const wrong = content === 'text' ? '@\n@\n' : new Uint8Array(100);
    const kind = content === 'text' ? 'ValueError' : 'FormatError';
    await expect(format.load(wrong as never, given)).rejects.toMatchObject({ name: kind });
  });
});

describe.each(weightFormats)('weight format $name', (format) => {
  const { name, extensions, usualName, options, tensors, filesBeside } = format;
  const { source, files = {} } = weightFiles[name];
  const beside = (file: string): Bytes => files[file];
  const given = options.includes('beside') ? { beside } : {};

  test('is loaded', async () => {
    const file = await format.load(source, given);
    expect(file.names).toEqual([tensors === 'one' ? '' : 'w']);
    const [entry] = await file.entries(file.names);
    const { shape, isFloat, at } = await entry.read();
    expect([shape, isFloat, at(0), at(1)]).toEqual([[2], true, 0.5, -1]);
  });

  test('says which file a number lies in, and names the files beside', async () => {
    const names = Object.keys(files);
    const file = await format.load(source, given);
    expect(await file.fileOf(file.names[0], 1)).toBe(names.at(-1) ?? null);
    const bytes = {
      length: (source as Buffer).length,
      read: (a: number, b: number) => Promise.resolve((source as Buffer).subarray(a, b)),
    };
    expect(await (filesBeside?.(bytes) ?? [])).toEqual(names);
  });

  test('takes the options that its row lists, and no others', async () => {
    const said = await optionsSaidBy((wrong) => format.load(source, wrong));
    expect(said.sort()).toEqual([...options].sort());
  });

  test('is found by the names of its files, and documented', () => {
    for (const extension of extensions) expect(formatsOf(weightFormats, `a/B${extension}`)).toEqual([format]);
    if (usualName !== null) expect(formatsOf(weightFormats, usualName)).toEqual([format]);
    expect(isDocumented(name, ...extensions)).toBe(true);
  });

  test('other bytes are refused', async () => {
    await expect(format.load(new Uint8Array(100), given)).rejects.toThrow(FormatError);
  });
});

test('a file of shards that is damaged is named', async () => {
  const index = weightFormats.find(({ name }) => name === 'safetensors-index')!;
  const file = await index.load(weightFiles[index.name].source, { beside: () => shard.subarray(0, 5) });
  await expect(file.entries()).rejects.toMatchObject({
    file: 'a.safetensors',
    message: expect.stringMatching(/^a\.safetensors: this is not a whole/) as string,
  });
});

describe('tfjs weights', () => {
  const tfjs = weightFormats.find(({ name }) => name === 'tfjs')!;
  const load = (weights: object[], bytes: Uint8Array) =>
    tfjs.load(Buffer.from(JSON.stringify({ weightsManifest: [{ paths: ['w'], weights }] })), {
      beside: () => bytes,
    });

  test('are read where they are quantized, and behind texts', async () => {
    const text = Buffer.from([3, 0, 0, 0, 0x61, 0x62, 0x63, 0, 0, 0, 0]);
    const bytes = Buffer.concat([text, Buffer.from([0, 255]), Buffer.from([0x00, 0xc0])]);
    const file = await load(
      [
        { name: 'words', shape: [2], dtype: 'string' },
        { name: 'a', shape: [2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: -1 } },
        { name: 'b', shape: [1], dtype: 'float32', quantization: { dtype: 'float16' } },
      ],
      bytes,
    );
    const [words, a, b] = await file.entries();
    await expect(words.read()).rejects.toThrow("'words' is of type string");
    const quantized = await a.read();
    expect([quantized.at(0), quantized.at(1)]).toEqual([-1, Math.fround(255 * 0.1 - 1)]);
    expect((await b.read()).at(0)).toBe(-2);
  });

  test.each<[string, object[], number, string]>([
    ['too short', [{ name: 'a', shape: [2], dtype: 'float32' }], 7, 'too short: 7 bytes'],
    ['too long', [{ name: 'a', shape: [2], dtype: 'float32' }], 9, 'too long: 9 bytes'],
    [
      'texts that end beyond them',
      [
        { name: 'b', shape: [9], dtype: 'string' },
        { name: 'a', shape: [], dtype: 'float32' },
      ],
      8,
      'too short',
    ],
    [
      'of a type that is not known',
      [
        { name: 'b', shape: [1], dtype: 'float8' },
        { name: 'a', shape: [1], dtype: 'float32' },
      ],
      5,
      'float8',
    ],
    [
      'quantized by nothing',
      [{ name: 'a', shape: [1], dtype: 'float32', quantization: { dtype: 'uint8' } }],
      1,
      'without a scale',
    ],
  ])('%s are refused', async (_, weights, length, message) => {
    const [a] = await (await load(weights, new Uint8Array(length))).entries(['a']);
    await expect(a.read()).rejects.toThrow(message);
  });
});

test('formatsOf: the longest end counts; none for other names', () => {
  const names = (file: string) =>
    formatsOf([...labelFormats, ...weightFormats], file).map(({ name }) => name);
  expect(names('model.safetensors.index.json')).toEqual(['safetensors-index']);
  expect(names('train.txt')).toEqual(['xmlc', 'svmlight']);
  expect(names('model.pt')).toEqual([]);
});
