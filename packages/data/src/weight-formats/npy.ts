import { checkOptions } from '@argmaxable/core';
import { type Bytes, openBytes } from '../bytes/byte-source.js';
import { FormatError } from '../bytes/format-error.js';
import { byteLimitNames, type ByteLimits, checkBudget, readBudget } from '../bytes/read-budget.js';
import * as types from './number-type.js';
import { checkDataLength, type StoredTensor, storedTensor } from './stored-tensor.js';

/** The types of numbers that NumPy arrays may hold; weights can only be floating-point numbers. */
const numberTypes: Readonly<Record<string, types.NumberType>> = {
  f2: types.float16,
  f4: types.float32,
  f8: types.float64,
  b1: types.uint8,
  i1: types.int8,
  u1: types.uint8,
  i2: types.int16,
  u2: types.uint16,
  i4: types.int32,
  u4: types.uint32,
  i8: types.int64,
  u8: types.uint64,
};

/** 0x93, then 'NUMPY'. */
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** Number of bytes before the header's text. */
const prelude = 12;
/** The most bytes of a header that are read; NumPy itself reads 10,000. */
const longestHeader = 2 ** 20;
/** The most axes of an array, as in NumPy. */
const mostAxes = 64;

/**
 * Reads an array in NumPy's .npy format, version 1, 2 or 3, in C or Fortran order, little- or big-endian. If
 * the file is read in parts, its data are read only if the header and the length of the file agree.
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 *
 * @param source The file's bytes.
 * @param options `maxBytes`; see {@link ByteLimits}.
 * @returns The array, whose numbers `at` returns; its `name` is ''.
 * @throws FormatError (as a rejection) for bytes that are not such an array, are cut off or continue after
 *   it, for values that are not plain numbers, and for more bytes than `maxBytes`; ValueError for a source of
 *   other things than bytes.
 *
 * @example
 * import { loadNpy } from '@argmaxable/data';
 * const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }\n";
 * const start = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0];
 * const bytes = Uint8Array.of(...start, ...new TextEncoder().encode(header), 1, 2, 3, 4);
 * const { shape, at } = await loadNpy(bytes);
 * shape; // [2, 2]
 * at(1, 0); // 3
 */
export async function loadNpy(source: Bytes, options: ByteLimits = {}): Promise<StoredTensor> {
  checkOptions('loadNpy', options, byteLimitNames);
  const budget = readBudget(options);
  const { length, read } = await openBytes(source, budget, checkMagic);
  const head = readNpyHead(await read(0, Math.min(length, prelude + longestHeader)));
  checkDataLength(head.shape, head.typeName, numberTypeOf(head.description), length - head.start);
  checkBudget(length - head.start, budget);
  return tensorOf(head, await read(head.start, length), '');
}

/**
 * Reads an array from bytes.
 *
 * @param name The name of the tensor.
 */
export function readNpy(bytes: Uint8Array, name = ''): StoredTensor {
  const head = readNpyHead(bytes);
  return tensorOf(head, bytes.subarray(head.start), name);
}

function tensorOf(head: NpyHead, bytes: Uint8Array, name: string): StoredTensor {
  const { shape, typeName, isFloat, littleEndian, firstAxisFastest } = head;
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = numberTypeOf(head.description);
  return storedTensor({ name, shape, typeName, isFloat, type, data, littleEndian, firstAxisFastest });
}

/** The description of an array in its first bytes. */
export interface NpyHead {
  /** Where its numbers start. */
  readonly start: number;
  /** NumPy's text for its type, such as '<f4'; null for a structure. */
  readonly description: string | null;
  readonly typeName: string;
  readonly isFloat: boolean;
  readonly littleEndian: boolean;
  readonly firstAxisFastest: boolean;
  readonly shape: readonly number[];
}

/**
 * Reads the description of an array.
 *
 * @throws FormatError for bytes that do not start like an array.
 */
export function readNpyHead(bytes: Uint8Array): NpyHead {
  checkMagic(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6];
  if (major < 1 || major > 3) {
    throw new FormatError(`.npy version ${major} is not known; versions 1, 2 and 3 are.`);
  }
  const start = major === 1 ? 10 : 12;
  const length =
    major === 1 ? view.getUint16(8, true) : bytes.length < 12 ? Infinity : view.getUint32(8, true);
  if (length > longestHeader && length !== Infinity) {
    throw new FormatError(
      `the .npy header takes ${length} bytes, as the file says; at most ${longestHeader} are read.`,
    );
  }
  if (start + length > bytes.length) throw new FormatError('the .npy header is cut off; is the file whole?');
  const encoding = major === 3 ? 'utf-8' : 'latin1';
  const header = new TextDecoder(encoding).decode(bytes.subarray(start, start + length));
  return { start: start + length, ...parseHeader(header) };
}

function checkMagic(bytes: Uint8Array): void {
  if (bytes.length >= 10 && magic.every((byte, i) => bytes[i] === byte)) return;
  throw new FormatError("this is not an .npy file: it does not start with NumPy's magic string.");
}

/**
 * Parses a Python dictionary such as {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, with keys
 * in any order.
 */
function parseHeader(header: string): Omit<NpyHead, 'start'> {
  const entry = (key: string, value: string): string | undefined =>
    new RegExp(`['"]${key}['"]\\s*:\\s*(${value})\\s*[,}]`).exec(header)?.[1];
  const description = entry('descr', `'[^']*'|"[^"]*"`)?.slice(1, -1) ?? null;
  const order = entry('fortran_order', 'True|False');
  const tuple = entry('shape', '\\(\\s*(?:\\d+L?\\s*,\\s*)*(?:\\d+L?\\s*)?\\)');
  const shape = (tuple?.match(/\d+/g) ?? []).map(Number);
  const isWhole = /^\s*\{.*\}\s*$/s.test(header) && order !== undefined && tuple !== undefined;
  if (!isWhole || !shape.every(Number.isSafeInteger)) {
    throw new FormatError("the .npy header is damaged: it must give 'descr', 'fortran_order' and 'shape'.");
  }
  if (shape.length > mostAxes) {
    throw new FormatError(`the array has ${shape.length} axes; NumPy allows at most ${mostAxes}.`);
  }
  const typeName = description === null ? 'a structure' : description.replace(/^[<>|]/, '');
  return {
    description,
    typeName,
    isFloat: /^[<>]f[248]$/.test(description ?? ''),
    littleEndian: !description?.startsWith('>'),
    firstAxisFastest: order === 'True',
    shape,
  };
}

function numberTypeOf(description: string | null): types.NumberType {
  const [, byteOrder, typeName] = /^([<>|])([a-z]\d+)$/.exec(description ?? '') ?? [];
  if (typeName === undefined || !Object.hasOwn(numberTypes, typeName)) {
    const known = Object.keys(numberTypes).join(', ');
    throw new FormatError(
      `numbers of type ${description === null ? 'a structure' : `'${description}'`} are not read, only ${known}; ` +
        'convert them with array.astype(numpy.float32).',
    );
  }
  if (byteOrder === '|' && numberTypes[typeName].bytes > 1) {
    throw new FormatError(`the .npy header is damaged: '${description}' does not say its byte order.`);
  }
  return numberTypes[typeName];
}
