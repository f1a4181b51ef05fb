import { stat } from 'node:fs/promises';
import { CliError } from '../errors/cli-error.js';
import { fileBytes } from './byte-source.js';
import * as types from './number-type.js';
import { readBytes } from '../files/read-bytes.js';
import { type ReadBudget, readBudget } from './read-budget.js';
import { checkLength, type StoredTensor, storedTensor } from './stored-tensor.js';

/** What numbers NumPy arrays may hold: for weights only the floating-point ones make sense. */
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
/** Bytes before the header's text. */
const prelude = 12;
/** Bytes of a header that are read; NumPy itself reads 10,000. */
const longestHeader = 2 ** 20;
/** NumPy's own limit. */
const mostAxes = 64;

/**
 * Reads an .npy file, as `readNpy` does its bytes: of a file only what its header and length agree on.
 *
 * @throws CliError as `readNpy`, and for more than the budget allows.
 */
export async function readNpyFile(
  path: string,
  name = '',
  budget: ReadBudget = readBudget(),
): Promise<StoredTensor> {
  if (!(await stat(path)).isFile()) {
    return readNpy(await readBytes(path, budget.bytes, checkMagic), name);
  }
  const start = await fileBytes(path);
  const head = readNpyHead(await start.read(0, Math.min(start.length, prelude + longestHeader)));
  const source = await fileBytes(path, budget);
  checkLength(head.shape, head.typeName, numberTypeOf(head.description), source.length - head.start);
  return tensorOf(head, await source.read(head.start, source.length), name);
}

/**
 * Reads an array in NumPy's .npy format, version 1, 2 or 3, in C or Fortran order, little- or big-endian.
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 *
 * @param name What to call the tensor.
 * @throws CliError for bytes that are not such an array, are cut off or go on after it, and for other than
 * plain numbers.
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

/** What an array is, as its first bytes say. */
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

/** @throws CliError for bytes that do not start like an array. */
export function readNpyHead(bytes: Uint8Array): NpyHead {
  checkMagic(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6];
  if (major < 1 || major > 3) {
    throw new CliError(`.npy version ${major} is not known; versions 1, 2 and 3 are.`);
  }
  const start = major === 1 ? 10 : 12;
  const length =
    major === 1 ? view.getUint16(8, true) : bytes.length < 12 ? Infinity : view.getUint32(8, true);
  if (length > longestHeader && length !== Infinity) {
    throw new CliError(`the .npy header takes ${length} bytes, it says; up to ${longestHeader} are read.`);
  }
  if (start + length > bytes.length) throw new CliError('the .npy header is cut off; is the file whole?');
  const encoding = major === 3 ? 'utf-8' : 'latin1';
  const header = new TextDecoder(encoding).decode(bytes.subarray(start, start + length));
  return { start: start + length, ...parseHeader(header) };
}

function checkMagic(bytes: Uint8Array): void {
  if (bytes.length >= 10 && magic.every((byte, i) => bytes[i] === byte)) return;
  throw new CliError("this is not an .npy file: it does not start with NumPy's magic string.");
}

/** A Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, keys in any order. */
function parseHeader(header: string): Omit<NpyHead, 'start'> {
  const entry = (key: string, value: string): string | undefined =>
    new RegExp(`['"]${key}['"]\\s*:\\s*(${value})\\s*[,}]`).exec(header)?.[1];
  const description = entry('descr', `'[^']*'|"[^"]*"`)?.slice(1, -1) ?? null;
  const order = entry('fortran_order', 'True|False');
  const tuple = entry('shape', '\\(\\s*(?:\\d+L?\\s*,\\s*)*(?:\\d+L?\\s*)?\\)');
  const shape = (tuple?.match(/\d+/g) ?? []).map(Number);
  const isWhole = /^\s*\{.*\}\s*$/s.test(header) && order !== undefined && tuple !== undefined;
  if (!isWhole || !shape.every(Number.isSafeInteger)) {
    throw new CliError("the .npy header is damaged: it must give 'descr', 'fortran_order' and 'shape'.");
  }
  if (shape.length > mostAxes) {
    throw new CliError(`the array has ${shape.length} axes; NumPy allows ${mostAxes}.`);
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
    throw new CliError(
      `numbers of type ${description === null ? 'a structure' : `'${description}'`} are not read, only ${known}; ` +
        'convert them with array.astype(numpy.float32).',
    );
  }
  if (byteOrder === '|' && numberTypes[typeName].bytes > 1) {
    throw new CliError(`the .npy header is damaged: '${description}' does not say its byte order.`);
  }
  return numberTypes[typeName];
}
