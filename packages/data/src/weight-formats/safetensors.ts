import { checkOptions, parseJson, sizeOfShape } from '@argmaxable/core';
import { type Bytes, type ByteSource, openBytes } from '../bytes/byte-source.js';
import { FormatError, inPart } from '../bytes/format-error.js';
import {
  byteLimitNames,
  type ByteLimits,
  checkBudget,
  type ReadBudget,
  readBudget,
} from '../bytes/read-budget.js';
import * as types from './number-type.js';
import { checkDataLength, type StoredTensor, storedTensor } from './stored-tensor.js';
import { type TensorEntry, type TensorFile, tensorFile } from './tensor-file.js';

/** The types that are read; the file may also have tensors of other types. */
const numberTypes: Readonly<Record<string, types.NumberType>> = {
  F16: types.float16,
  BF16: types.bfloat16,
  F32: types.float32,
  F64: types.float64,
};

/** The most bytes of a header, as in the format's specification. */
const longestHeader = 100_000_000;
/** A header has brackets nested three deep, and seven values for each matrix. */
const headerLimits = { depth: 16, values: 8_000_000 };

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [begin: number, end: number];
}

/**
 * Lists the tensors of a .safetensors file. It checks that the offsets in the header are within the file,
 * leave no gap, do not overlap, and fit the shapes. It reads only the header, and then each requested tensor:
 * F16, BF16, F32, F64.
 *
 * Source: https://github.com/huggingface/safetensors#format.
 *
 * @param source The file's bytes.
 * @param options `maxBytes`; see {@link ByteLimits}.
 * @throws FormatError (as a rejection) for bytes that are not such a file or are cut off, and for a header
 *   that does not fit them; `read` throws it for a tensor of another type or of more bytes than allowed.
 *   ValueError for a source of other things than bytes.
 *
 * @example
 * import { loadSafetensors } from '@argmaxable/data';
 * const header = JSON.stringify({ W: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] } });
 * const length = new BigUint64Array([BigInt(header.length)]);
 * const file = new Blob([length, header, new Float32Array([1, -0.5])]);
 * const [W] = await (await loadSafetensors(file)).entries(['W']);
 * W.shape; // [1, 2]
 * (await W.read()).at(0, 1); // -0.5
 */
export async function loadSafetensors(source: Bytes, options: ByteLimits = {}): Promise<TensorFile> {
  checkOptions('loadSafetensors', options, byteLimitNames);
  const budget = readBudget(options);
  return tensorFile(await readSafetensors(await openBytes(source, budget), budget));
}

export async function readSafetensors(source: ByteSource, budget: ReadBudget): Promise<TensorEntry[]> {
  const headerEnd = await findHeaderEnd(source);
  const entries = parseHeader(await source.read(8, headerEnd));
  checkCoverage(entries, source.length - headerEnd);
  for (const [name, { dtype, shape, data_offsets: offsets }] of entries) {
    if (!Object.hasOwn(numberTypes, dtype)) continue;
    const length = offsets[1] - offsets[0];
    await inPart(`tensor '${name}'`, () => checkDataLength(shape, dtype, numberTypes[dtype], length));
  }
  return entries.map(([name, entry]) => toTensor(name, entry, { source, budget, headerEnd }));
}

async function findHeaderEnd(source: ByteSource): Promise<number> {
  if (source.length < 8) {
    throw new FormatError(`this is not a whole .safetensors file: it has only ${source.length} bytes.`);
  }
  const start = await source.read(0, 8);
  const length = Number(new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true));
  if (8 + length > source.length) {
    throw new FormatError(
      `this is not a whole .safetensors file: it says that its header takes ${length} bytes, but ` +
        `the whole file has ${source.length}.`,
    );
  }
  if (length > longestHeader) {
    throw new FormatError(`a header of more than ${longestHeader} bytes is not allowed.`);
  }
  return 8 + length;
}

/** A file whose header has been read. */
interface OpenFile {
  readonly source: ByteSource;
  readonly budget: ReadBudget;
  readonly headerEnd: number;
}

function toTensor(name: string, entry: HeaderEntry, { source, budget, headerEnd }: OpenFile): TensorEntry {
  const { dtype, shape } = entry;
  const [begin, end] = entry.data_offsets;
  const isFloat = Object.hasOwn(numberTypes, dtype);
  const layout = { name, shape, typeName: dtype, isFloat };
  const read = async (): Promise<StoredTensor> => {
    if (!isFloat) throw new FormatError(`the tensor '${name}' is of type ${dtype}.`);
    checkBudget(end - begin, budget);
    const bytes = await source.read(headerEnd + begin, headerEnd + end);
    const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const type = numberTypes[dtype];
    return storedTensor({ ...layout, type, data, littleEndian: true, firstAxisFastest: false });
  };
  return { ...layout, read };
}

function parseHeader(bytes: Uint8Array): [name: string, entry: HeaderEntry][] {
  let header: unknown;
  try {
    header = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), headerLimits);
  } catch (cause) {
    const why = (cause as Error).message.slice(0, 100);
    throw new FormatError(`this is not a .safetensors file: its header is not JSON in UTF-8 (${why}).`, {
      cause,
    });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw wrong('it is not an object');
  }
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return entries.map(([name, entry]) => [name, readHeaderEntry(name, entry)]);
}

function readHeaderEntry(name: string, value: unknown): HeaderEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<HeaderEntry>;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 0;
  const isWhole =
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every(isSize) &&
    Number.isSafeInteger(sizeOfShape(shape)) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isSize) &&
    offsets[0] <= offsets[1];
  if (!isWhole) throw wrong(`tensor '${name}' needs dtype, shape and data_offsets [begin, end]`);
  return { dtype, shape, data_offsets: offsets };
}

function checkCoverage(entries: readonly [name: string, entry: HeaderEntry][], length: number): void {
  const byStart = [...entries].sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  let at = 0;
  for (const [name, entry] of byStart) {
    const [begin, end] = entry.data_offsets;
    if (end > length) {
      throw wrong(`tensor '${name}' ends at byte ${end} of ${length} bytes of data`, 'Is the file cut off?');
    }
    if (begin !== at) throw wrong(`tensor '${name}' begins at byte ${begin} of the data, not ${at}`);
    at = end;
  }
  if (at !== length) throw wrong(`its tensors end at byte ${at} of ${length} bytes of data`);
}

function wrong(reason: string, advice = ''): FormatError {
  return new FormatError(`the .safetensors header is wrong: ${reason}.${advice && ` ${advice}`}`);
}
