import { isPlainObject, sizeOfShape } from '@argmaxable/core';
import type { io } from '@tensorflow/tfjs-core';
import { type Bytes, type ByteSource, joinedBytes, openBytes, windowed } from '../bytes/byte-source.js';
import { FormatError } from '../bytes/format-error.js';
import { checkBudget } from '../bytes/read-budget.js';
import { checkBeside, type FilesBeside, readJsonFile } from './files-beside.js';
import * as types from './number-type.js';
import { type StoredTensor, storedTensor } from './stored-tensor.js';
import { type TensorEntry, type TensorFile, tensorFile } from './tensor-file.js';

type Spec = io.WeightsManifestEntry;

/** Weights that follow each other in some files, which are read as one. */
interface Group {
  readonly files: readonly string[];
  readonly weights: readonly Spec[];
}

/**
 * Lists the weights that a tfjs model.json names, for layers models and graph models. Weights of type float32
 * can be read, stored as such or quantized. From the weight files only what is requested is read.
 *
 * @param source The bytes of the model.json.
 * @param options `beside`, `maxBytes`; see {@link FilesBeside}.
 * @throws FormatError (as a rejection) for other JSON and for a model without weights; `read` throws it for a
 *   weight of another type or of more bytes than allowed, and for files whose length does not fit the
 *   weights. ValueError for a source of other things than bytes, and if `beside` is missing.
 *
 * @example
 * import { loadTfjsWeights } from '@argmaxable/data';
 * const weightsManifest = [{ paths: ['w.bin'], weights: [{ name: 'W', shape: [2], dtype: 'float32' }] }];
 * const json = new Blob([JSON.stringify({ weightsManifest })]);
 * const beside = (name) => new Blob([new Float32Array([1, -0.5])]); // such as fetch(name)
 * const [W] = await (await loadTfjsWeights(json, { beside })).entries(['W']);
 * (await W.read()).at(1); // -0.5
 */
export async function loadTfjsWeights(source: Bytes, options: FilesBeside): Promise<TensorFile> {
  const { open, budget } = checkBeside('loadTfjsWeights', options);
  const groups = groupsOf(await readJsonFile(await openBytes(source, budget)));
  if (groups.length === 0) throw new FormatError('this model.json has no weights.');
  const opened = groups.map(({ files, weights }) => {
    let group: Promise<OpenGroup> | undefined;
    return () => (group ??= openGroup(files, weights, open));
  });
  const entries = groups.flatMap(({ weights }, i) =>
    weights.map((spec, place): TensorEntry => {
      const { name, shape, dtype: typeName } = spec;
      const layout = { name, shape, typeName, isFloat: typeName === 'float32' };
      const read = async (): Promise<StoredTensor> => {
        if (!layout.isFloat) throw new FormatError(`the tensor '${name}' is of type ${typeName}.`);
        const group = await opened[i]();
        const [begin, end] = await group.rangeOf(place);
        checkBudget(end - begin, budget);
        const bytes = await group.read(begin, end);
        const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        return storedTensor({
          ...layout,
          type: typeOf(spec),
          data,
          littleEndian: true,
          firstAxisFastest: false,
        });
      };
      return { ...layout, read };
    }),
  );
  const fileOf = async (name: string, index: number): Promise<string | null> => {
    for (const [i, { files, weights }] of groups.entries()) {
      const place = weights.findIndex((weight) => weight.name === name);
      if (place < 0) continue;
      if (files.length === 1) return files[0];
      const group = await opened[i]();
      const [begin] = await group.rangeOf(place);
      return group.fileAt(begin + index * bytesPerValue(weights[place]));
    }
    return null;
  };
  return tensorFile(entries, fileOf);
}

/** Lists the weight files that a model.json names; of a damaged model.json, those that can be read. */
export async function filesOfTfjs(source: ByteSource): Promise<string[]> {
  return groupsOf(await readJsonFile(source)).flatMap(({ files }) => files);
}

/**
 * Returns the groups of a model.json, and of a damaged group the parts that can be read; none for other JSON.
 */
function groupsOf(json: unknown): Group[] {
  const manifest = isPlainObject(json) ? json.weightsManifest : undefined;
  if (!Array.isArray(manifest)) return [];
  return manifest.map((group: unknown) => {
    const { paths, weights } = isPlainObject(group) ? group : {};
    return {
      files: listOf(paths).filter((name) => typeof name === 'string'),
      weights: listOf(weights).filter(isSpec),
    };
  });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function isSpec(value: unknown): value is Spec {
  if (!isPlainObject(value)) return false;
  const { name, shape, dtype } = value;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 0;
  return typeof name === 'string' && typeof dtype === 'string' && Array.isArray(shape) && shape.every(isSize);
}

/** The files of a group, read as one. */
interface OpenGroup {
  /** Finds the bytes of a weight by its place in the list. */
  readonly rangeOf: (place: number) => Promise<[begin: number, end: number]>;
  readonly read: ByteSource['read'];
  /** Returns the file that a byte is in; null after the end of the last file. */
  readonly fileAt: (at: number) => string | null;
}

/**
 * Opens the files of a group.
 *
 * @throws FormatError if the length of the files does not fit the weights.
 */
async function openGroup(
  files: readonly string[],
  weights: readonly Spec[],
  open: (name: string) => Promise<ByteSource>,
): Promise<OpenGroup> {
  const sources: { file: string; begin: number; end: number; source: ByteSource }[] = [];
  let length = 0;
  for (const file of files) {
    const source = await open(file);
    sources.push({ file, source, begin: length, end: (length += source.length) });
  }
  const read = async (begin: number, end: number): Promise<Uint8Array> => {
    const parts: Uint8Array[] = [];
    for (const { source, begin: first, end: last } of sources) {
      if (last <= begin || first >= end) continue;
      parts.push(await source.read(Math.max(begin, first) - first, Math.min(end, last) - first));
    }
    return parts.length === 1 ? parts[0] : joinedBytes(parts);
  };
  const starts = await startsOf(weights, windowed({ length, read }));
  return {
    read,
    rangeOf: (place) => Promise.resolve([starts[place], starts[place + 1]]),
    fileAt: (at) => sources.find(({ begin, end }) => at >= begin && at < end)?.file ?? null,
  };
}

/** Finds where each weight begins, and where the last ends. */
async function startsOf(weights: readonly Spec[], source: ByteSource): Promise<number[]> {
  const { length } = source;
  const starts = [0];
  let at = 0;
  for (const spec of weights) {
    at +=
      spec.dtype === 'string'
        ? await lengthOfStrings(spec, at, source)
        : sizeOfShape(spec.shape) * bytesPerValue(spec);
    if (!(at <= length)) break;
    starts.push(at);
  }
  if (at === length) return starts;
  const [problem, advice] =
    at < length ? ['long', 'are they those of this model?'] : ['short', 'is one cut off?'];
  throw new FormatError(`the weight files are too ${problem}: ${length} bytes in total; ${advice}`);
}

/** Each element of a string weight starts with its length in 4 bytes. */
const stringPrefix = 4;

async function lengthOfStrings(
  { shape }: Spec,
  begin: number,
  { length, read }: ByteSource,
): Promise<number> {
  let at = begin;
  for (let i = 0; i < sizeOfShape(shape); i++) {
    if (at + stringPrefix > length) return Infinity;
    const prefix = await read(at, at + stringPrefix);
    at += stringPrefix + new DataView(prefix.buffer, prefix.byteOffset, stringPrefix).getUint32(0, true);
  }
  return at - begin;
}

const bytesOfType: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 8 };

const quantizedTypes: Readonly<Record<string, types.NumberType>> = {
  uint8: types.uint8,
  uint16: types.uint16,
  float16: types.float16,
};

/**
 * Returns the number of bytes of a value.
 *
 * @throws FormatError for an unknown type.
 */
function bytesPerValue({ name, dtype, quantization }: Spec): number {
  const bytes = quantization ? quantizedTypes[quantization.dtype]?.bytes : bytesOfType[dtype];
  if (bytes !== undefined) return bytes;
  throw new FormatError(
    `the tensor '${name}' is of type ${quantization?.dtype ?? dtype}, which is not known.`,
  );
}

/** Finds how a float32 weight is stored. */
function typeOf({ name, quantization }: Spec): types.NumberType {
  if (!quantization) return types.float32;
  const { dtype, scale, min } = quantization as { dtype: string; scale?: number; min?: number };
  const stored = quantizedTypes[dtype];
  if (dtype === 'float16') return stored;
  if (!Number.isFinite(scale) || !Number.isFinite(min)) {
    throw new FormatError(`the tensor '${name}' is quantized without a scale and a min.`);
  }
  // In float32, as tfjs does it.
  const read: types.NumberType['read'] = (view, at, little) =>
    Math.fround(stored.read(view, at, little) * scale! + min!);
  return { bytes: stored.bytes, read };
}
