import { CliError } from '../cli-error.js';
import * as types from './number-type.js';
import { type StoredTensor, storedTensor } from './stored-tensor.js';

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

/**
 * Reads an array in NumPy's .npy format, version 1, 2 or 3, in C or Fortran order, little- or big-endian.
 *
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 *
 * @param name What to call the tensor.
 * @throws CliError for bytes that are not such an array, are cut off or go on after it, and for other than plain numbers.
 */
export function readNpy(bytes: Uint8Array, name = ''): StoredTensor {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new CliError("this is not an .npy file: it does not start with NumPy's magic string.");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6];
  if (major < 1 || major > 3)
    throw new CliError(`.npy version ${major} is not known; versions 1, 2 and 3 are.`);
  const start = major === 1 ? 10 : 12;
  const headerLength =
    major === 1 ? view.getUint16(8, true) : bytes.length < 12 ? Infinity : view.getUint32(8, true);
  if (start + headerLength > bytes.length)
    throw new CliError('the .npy header is cut off; is the file whole?');
  const header = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(start, start + headerLength),
  );
  const { typeName, littleEndian, firstAxisFastest, shape } = parseHeader(header);
  const data = new DataView(
    bytes.buffer,
    bytes.byteOffset + start + headerLength,
    bytes.byteLength - start - headerLength,
  );
  const type = numberTypes[typeName];
  const isFloat = typeName.startsWith('f');
  return storedTensor({ name, shape, typeName, isFloat, type, data, littleEndian, firstAxisFastest });
}

interface Header {
  readonly typeName: string;
  readonly littleEndian: boolean;
  readonly firstAxisFastest: boolean;
  readonly shape: number[];
}

/** A Python dictionary: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }, keys in any order. */
function parseHeader(header: string): Header {
  const entry = (key: string, value: string): string | undefined =>
    new RegExp(`['"]${key}['"]\\s*:\\s*(${value})\\s*[,}]`).exec(header)?.[1];
  const description = entry('descr', `'[^']*'|"[^"]*"`)?.slice(1, -1);
  const order = entry('fortran_order', 'True|False');
  const shape = entry('shape', '\\(\\s*(?:\\d+L?\\s*,\\s*)*(?:\\d+L?\\s*)?\\)');
  if (!/^\s*\{.*\}\s*$/s.test(header) || order === undefined || shape === undefined) {
    throw new CliError("the .npy header is damaged: it must give 'descr', 'fortran_order' and 'shape'.");
  }
  const [, byteOrder, typeName] = /^([<>|])([a-z]\d+)$/.exec(description ?? '') ?? [];
  if (typeName === undefined || !Object.hasOwn(numberTypes, typeName)) {
    const known = Object.keys(numberTypes).join(', ');
    throw new CliError(
      `numbers of type ${description === undefined ? 'a structure' : `'${description}'`} are not read, only ${known}; ` +
        'convert them with array.astype(numpy.float32).',
    );
  }
  if (byteOrder === '|' && numberTypes[typeName].bytes > 1) {
    throw new CliError(`the .npy header is damaged: '${description}' does not say its byte order.`);
  }
  return {
    typeName,
    littleEndian: byteOrder !== '>',
    firstAxisFastest: order === 'True',
    shape: (shape.match(/\d+/g) ?? []).map(Number),
  };
}
