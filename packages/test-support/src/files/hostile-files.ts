import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { npy, npyMatrix, packed, safetensors, zip } from './bytes.js';
import { appliedTwice, from, functional, input, layer, type LayerJson } from './topology.js';

/** A small file, or several, that would make a careless reader hang, swell or fall. */
export interface HostileFile {
  readonly name: string;
  /** Writes it into an empty folder; returns what to give to `argmaxable verify`. */
  readonly write: (folder: string) => string[];
  /** What the command has to say: it refuses, or for some, the first line of the report that it gives. */
  readonly says: RegExp;
}

/**
 * The files, as large as they are in earnest, or small enough for a test of every one.
 *
 * @param scale 1 in earnest.
 */
export function hostileFiles(scale: number): HostileFile[] {
  const many = Math.ceil(1e5 * scale);
  return [
    ...npyFiles(many),
    ...safetensorsFiles(many),
    ...archives(Math.ceil(4e8 * scale)),
    ...models(many),
    ...others(many),
  ];
}

function one(name: string, file: string, content: () => string | Uint8Array, says: RegExp): HostileFile {
  const write = (folder: string): string[] => {
    writeFileSync(join(folder, file), content());
    return [join(folder, file)];
  };
  return { name, write, says };
}

const none = Buffer.alloc(0);

function npyFiles(many: number): HostileFile[] {
  const shaped = (name: string, shape: number[], says: RegExp): HostileFile =>
    one(`.npy ${name}`, 'W.npy', () => npy({ shape, version: 2 }, none), says);
  const headed = (name: string, length: number, header: () => string, says: RegExp): HostileFile => {
    const content = (): Buffer => {
      const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 2, 0, 0, 0, 0, 0]);
      start.writeUInt32LE(length, 8);
      return Buffer.concat([start, Buffer.from(header())]);
    };
    return one(`.npy ${name}`, 'W.npy', content, says);
  };
  const hole = (folder: string): string[] => {
    const path = join(folder, 'W.npy');
    writeFileSync(path, npyMatrix([[1, 2]]));
    truncateSync(path, 2 ** 37);
    return [path];
  };
  return [
    shaped('[1e15, 0]', [1e15, 0], /number of features must be an integer, 1 or more; got 0/),
    shaped('[0, 1e15]', [0, 1e15], /number of labels must be/),
    shaped('[2^32, 2^32], 2^64 bytes', [2 ** 32, 2 ** 32], /data are too short: 0 bytes/),
    shaped('[9e15, 9e15, 0]', [9e15, 9e15, 0], /no matrix/),
    shaped('of a size below 0', [-1, 2], /header is damaged/),
    shaped(
      `of ${many} axes`,
      Array<number>(many).fill(1),
      /header is cut off|\d+ axes; NumPy allows at most 64/,
    ),
    headed(
      'with a header of 4 GiB',
      2 ** 32 - 1,
      () => '{',
      /header takes 4294967295 bytes.* at most 1048576/,
    ),
    headed(
      'with a header of brackets',
      many,
      () => `{'shape': ${'('.repeat(many - 10)}`,
      /header is damaged|header takes/,
    ),
    { name: '.npy with a hole of 128 GiB', write: hole, says: /too long: 137438953344 bytes/ },
  ];
}

function safetensorsFiles(many: number): HostileFile[] {
  const of = (
    name: string,
    header: () => object | string,
    says: RegExp,
    data: Uint8Array = none,
    length?: bigint,
  ) => one(`.safetensors ${name}`, 'model.safetensors', () => safetensors(header(), data, length), says);
  const f32 = (shape: number[], begin = 0, end = 0): object => ({
    dtype: 'F32',
    shape,
    data_offsets: [begin, end],
  });
  const tensors = (entry: (i: number) => object) => (): object =>
    Object.fromEntries(Array.from({ length: many }, (_, i) => [`t${i}`, entry(i)]));
  return [
    of('[1e15, 0]', () => ({ W: f32([1e15, 0]) }), /number of features must be/),
    of('[0, 1e15]', () => ({ W: f32([0, 1e15]) }), /number of labels must be/),
    of('[2^32, 2^32]', () => ({ W: f32([2 ** 32, 2 ** 32]) }), /'W' needs dtype, shape/),
    of('of a size below 0', () => ({ W: f32([-2, -2], 0, 16) }), /'W' needs dtype, shape/, Buffer.alloc(16)),
    of(
      'with a header of 2^63 bytes',
      () => ({}),
      /says that its header takes 9223372036854776000 bytes/,
      none,
      2n ** 63n,
    ),
    of(`with ${many} brackets`, () => '['.repeat(many), /brackets are nested \d+ deep; at most 16 are read/),
    of(
      `with ${many} brackets of metadata`,
      () => `{"__metadata__":${'{"a":'.repeat(many)}`,
      /brackets are nested/,
    ),
    of(
      `of ${10 * many} names`,
      () => `{${'"":{},'.repeat(10 * many)}"":{}}`,
      /needs dtype, shape|holds \d+ values/,
    ),
    of(
      `of ${many} tensors that share bytes`,
      tensors(() => f32([2, 2], 0, 16)),
      /'t\d+' begins at byte 0 of the data, not 16/,
      Buffer.alloc(16),
    ),
    of(
      `of ${many} empty tensors`,
      tensors(() => f32([0, 3])),
      /there are \d+ matrices here; choose one/,
    ),
    of(
      'of int8',
      () => ({ W: { dtype: 'I8', shape: [2, 2], data_offsets: [0, 4] } }),
      /'W' is of type I8: quantised/,
      Buffer.alloc(4),
    ),
    of(
      'of int8 vectors',
      () => ({ W: { dtype: 'I8', shape: [4], data_offsets: [0, 4] } }),
      /tensors: W \[4\] I8/,
      Buffer.alloc(4),
    ),
  ];
}

/** A zip archive whose directory names one local entry several times, as zip bombs do. */
function sharing(content: Buffer, times: number): Buffer {
  const single = zip({ 'W.npy': content }, { deflate: true });
  const at = single.indexOf('PK\x01\x02');
  const end = single.indexOf('PK\x05\x06');
  const entries = Array.from({ length: times }, (_, i) => {
    const entry = Buffer.from(single.subarray(at, end));
    entry.write(String.fromCharCode(65 + i), 46);
    return entry;
  });
  const record = Buffer.from(single.subarray(end));
  record.writeUInt16LE(times, 8);
  record.writeUInt16LE(times, 10);
  record.writeUInt32LE(times * entries[0].length, 12);
  return Buffer.concat([single.subarray(0, at), ...entries, record]);
}

function archives(bytes: number): HostileFile[] {
  const zeros = (): Buffer => npy({ shape: [bytes / 8, 1] }, Buffer.alloc(bytes));
  const lying = (): Buffer => {
    const whole = zip({ 'W.npy': npyMatrix([[1, 2]]) }, { deflate: true });
    whole.writeUInt32LE(0xfffffff0, whole.indexOf('PK\x01\x02') + 24);
    return whole;
  };
  const counting = (): Buffer => {
    const whole = zip({ 'W.npy': npyMatrix([[1, 2]]) });
    whole.writeUInt16LE(0xfffe, whole.indexOf('PK\x05\x06') + 10);
    return whole;
  };
  return [
    one(
      '.npz whose 4 entries share one stream',
      'W.npz',
      () => sharing(zeros(), 4),
      /it shares bytes with another entry/,
    ),
    one(
      '.npz of zeros',
      'W.npz',
      () => zip({ 'W.npy': zeros() }, { deflate: true }),
      /unpacks to \d+ bytes, in an archive of \d+; .*--read-limit|argmaxable of \d+|label sets/,
    ),
    one('.npz that says 4 GiB', 'W.npz', lying, /unpacks to 4294967280 bytes, in an archive of \d+/),
    one(
      '.npz that says 65,534 entries',
      'W.npz',
      counting,
      /not a whole zip archive: .*is the file cut off\?/,
    ),
    one(
      '.npz that is a .npz in a .npz',
      'W.npz',
      () => zip({ 'W.npy': deflateRawSync(Buffer.alloc(100)) }),
      /not an \.npy file/,
    ),
  ];
}

const sequence = (...layers: LayerJson[]): LayerJson => layer('Sequential', 'm', { layers });

interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly quantization?: object;
}

function model(
  name: string,
  topology: () => object | string,
  says: RegExp,
  weights: readonly WeightSpec[] = [{ name: 'a/kernel', shape: [24] }],
  paths: readonly string[] = ['w.bin'],
): HostileFile {
  const write = (folder: string): string[] => {
    const manifest = [{ paths, weights: weights.map((spec) => ({ ...spec, dtype: 'float32' })) }];
    const made = topology();
    const text = typeof made === 'string' ? made : JSON.stringify(made);
    const json = `{"format":"layers-model","modelTopology":${text},"weightsManifest":${JSON.stringify(manifest)}}`;
    writeFileSync(join(folder, 'model.json'), json);
    writeFileSync(join(folder, 'w.bin'), Buffer.alloc(96));
    return [join(folder, 'model.json')];
  };
  return { name: `model.json ${name}`, write, says };
}

function models(many: number): HostileFile[] {
  const dense = (name: string, units: number, ...inbound: unknown[]): LayerJson =>
    layer('Dense', name, { units }, inbound);
  const kernel = (shape: number[], others: object = {}): WeightSpec => ({
    name: 'a/kernel',
    shape,
    ...others,
  });
  const tooMany = /need at least \d{9,} weights, but the weight files have 24/;
  return [
    model(
      'of layers in a circle',
      () => functional('m', [input, dense('a', 2, from('b')), dense('b', 2, from('a'))], 'b'),
      /depends on itself/,
    ),
    model(
      'of a layer that gets itself',
      () => functional('m', [input, dense('a', 2, from('a'))], 'a'),
      /depends on itself/,
    ),
    model(
      'of a circle in a nested model',
      () =>
        functional('m', [input, functional('n', [input, dense('a', 2, from('a'))], 'a', [from('in')])], 'n'),
      /depends on itself/,
    ),
    model(
      `of models ${many} deep`,
      () => '{"class_name":"Sequential","config":{"layers":['.repeat(many) + ']}}'.repeat(many),
      /brackets are nested \d+ deep|without layers/,
    ),
    model('of models applied twice, 40 deep', () => appliedTwice(40), /applied more than 100000 times/),
    model('of a Dense of 1e9 units', () => sequence(dense('a', 1e9)), tooMany),
    model(
      'of an Embedding of 1e9 words',
      () => sequence(layer('Embedding', 'a', { input_dim: 1e9, output_dim: 2 })),
      tooMany,
    ),
    model(
      'of a Dense on 1e9 inputs',
      () => sequence(layer('Dense', 'a', { units: 2, batch_input_shape: [null, 1e9] })),
      tooMany,
    ),
    model(
      'of 1e9 inputs in front',
      () =>
        sequence(
          layer('InputLayer', 'in', { batch_input_shape: [null, 1e9] }),
          dense('a', 2),
          layer('LayerNormalization', 'b'),
        ),
      /have more weights than its files/,
    ),
    model(
      'of a DFTOutput of 1e9 labels',
      () => sequence(layer('DFTOutput', 'a', { units: 1e9, k: 1, slack: 0, useBias: false })),
      /model must be one whose last layers make a matrix of 268435456 numbers/,
      [{ name: 'a/projection_kernel', shape: [8, 3] }],
    ),
    model(
      'of a manifest that says 1e18 bytes',
      () => sequence(dense('a', 2)),
      /'a\/kernel' has the shape|too short: 96 bytes/,
      [kernel([1e9, 1e9])],
    ),
    model('of a manifest of sizes below 0', () => sequence(dense('a', 2)), /'a\/kernel' has the shape/, [
      kernel([-4, -6]),
    ]),
    model(
      `of a file named ${many} times`,
      () => sequence(dense('a', 2)),
      /names 'w\.bin' twice/,
      [kernel([24, many])],
      Array<string>(many).fill('w.bin'),
    ),
    model('of weights quantized by null', () => sequence(dense('a', 2)), /is quantized with scale null/, [
      kernel([96], { quantization: { dtype: 'uint8', scale: null, min: 0 } }),
    ]),
    model(
      'of weights outside its folder',
      () => sequence(dense('a', 2)),
      /outside its folder/,
      [kernel([24])],
      ['../../../../../../etc/passwd'],
    ),
    model(
      `of ${many} layers`,
      () =>
        sequence(
          ...Array.from({ length: many }, (_, i) => layer('Dropout', `d${i}`, { rate: 0 })),
          dense('a', 2),
        ),
      /applied more than 100000 times|label sets/,
      [
        { name: 'a/kernel', shape: [11, 2] },
        { name: 'a/bias', shape: [2] },
      ],
    ),
  ];
}

function others(many: number): HostileFile[] {
  const sharded = (folder: string): string[] => {
    const index = {
      weight_map: Object.fromEntries(Array.from({ length: many }, (_, i) => [`t${i}`, `s${i}.safetensors`])),
    };
    writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
    return [folder];
  };
  const inFolder = (folder: string): string[] => {
    mkdirSync(join(folder, 'model.json'));
    return [join(folder, 'model.json')];
  };
  const wide =
    (rows: number): (() => Buffer) =>
    () =>
      npy(
        { shape: [rows, 130_000] },
        packed(
          Array.from({ length: rows * 130_000 }, (_, i) => Math.cos(i * i)),
          'f8',
          '<',
        ),
      );
  return [
    {
      name: `index of ${many} files that are not there`,
      write: sharded,
      says: /s0\.safetensors: there is no such file/,
    },
    { name: 'folder called model.json', write: inFolder, says: /this is a folder, without model\.json/ },
    one(
      'tokenizer.json',
      'tokenizer.json',
      () => '{"version":"1.0","model":{}}',
      /tokenizer\.json.* is not a tfjs model/,
    ),
    one(
      'config.json',
      'config.json',
      () => '{"architectures":["Bert"],"model_type":"bert"}',
      /describes a model and has no weights/,
    ),
    one('matrix of 130,000 features', 'W.npy', wide(2), /label sets|labels +2/),
  ];
}
