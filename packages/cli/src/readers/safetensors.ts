import { CliError, within } from '../cli-error.js';
import * as types from './number-type.js';
import { sizeOf, type StoredTensor, storedTensor } from './stored-tensor.js';

/** What is read of a file; tensors of other types may stand beside. */
const numberTypes: Readonly<Record<string, types.NumberType>> = {
  F16: types.float16,
  BF16: types.bfloat16,
  F32: types.float32,
  F64: types.float64,
};

/** The format's own limit. */
const longestHeader = 100_000_000;

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [begin: number, end: number];
}

/**
 * Reads the tensors of type F16, BF16, F32 and F64 of a .safetensors file, having checked that the header agrees with
 * itself and with the file: offsets within the file that leave no gap and do not overlap, as long as the shapes say.
 *
 * Source: https://github.com/huggingface/safetensors#format.
 *
 * @throws CliError for bytes that are no such file, or cut off, or a header that is wrong about them.
 */
export function readSafetensors(bytes: Uint8Array): StoredTensor[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) {
    throw new CliError(`this is not a whole .safetensors file: it has only ${bytes.length} bytes.`);
  }
  const headerLength = Number(view.getBigUint64(0, true));
  if (8 + headerLength > bytes.length) {
    throw new CliError(
      `this is not a whole .safetensors file: it says that its header takes ${headerLength} bytes, and ` +
        `${bytes.length} bytes are there in all.`,
    );
  }
  if (headerLength > longestHeader)
    throw new CliError(`a header of more than ${longestHeader} bytes is not allowed.`);
  const entries = parseHeader(bytes.subarray(8, 8 + headerLength));
  const length = bytes.length - 8 - headerLength;
  checkCoverage(entries, length);
  return entries
    .filter(([, { dtype }]) => Object.hasOwn(numberTypes, dtype))
    .map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [begin, end],
        },
      ]) => {
        const data = new DataView(bytes.buffer, bytes.byteOffset + 8 + headerLength + begin, end - begin);
        const type = numberTypes[dtype];
        const layout = { name, shape, typeName: dtype, isFloat: true, type, data };
        return within(`tensor '${name}'`, () =>
          storedTensor({ ...layout, littleEndian: true, firstAxisFastest: false }),
        );
      },
    );
}

function parseHeader(bytes: Uint8Array): [name: string, entry: Entry][] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new CliError('this is not a .safetensors file: its header is not JSON in UTF-8.', { cause });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw wrong('it is not an object');
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return entries.map(([name, entry]) => [name, checkEntry(name, entry)]);
}

function checkEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<Entry>;
  const isSize = (size: unknown): boolean => Number.isSafeInteger(size) && (size as number) >= 0;
  const isWhole =
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    shape.every(isSize) &&
    Number.isSafeInteger(sizeOf(shape)) &&
    Array.isArray(offsets) &&
    offsets.length === 2 &&
    offsets.every(isSize) &&
    offsets[0] <= offsets[1];
  if (!isWhole) throw wrong(`tensor '${name}' needs dtype, shape and data_offsets [begin, end]`);
  return { dtype, shape, data_offsets: offsets };
}

function checkCoverage(entries: readonly [name: string, entry: Entry][], length: number): void {
  const byStart = [...entries].sort(
    ([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
  );
  let at = 0;
  for (const [
    name,
    {
      data_offsets: [begin, end],
    },
  ] of byStart) {
    if (end > length) {
      throw wrong(`tensor '${name}' ends at byte ${end} of ${length} bytes of data`, 'Is the file cut off?');
    }
    if (begin !== at) throw wrong(`tensor '${name}' begins at byte ${begin} of the data, not ${at}`);
    at = end;
  }
  if (at !== length) throw wrong(`its tensors end at byte ${at} of ${length} bytes of data`);
}

function wrong(reason: string, advice = ''): CliError {
  return new CliError(`the .safetensors header is wrong: ${reason}.${advice && ` ${advice}`}`);
}
