import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { describeValue } from '@argmaxable/core';
import type { io } from '@tensorflow/tfjs-core';

const BYTES_PER_VALUE = new Map<unknown, number>([
  ['float32', 4],
  ['int32', 4],
  ['bool', 1],
  ['complex64', 8],
]);
const BYTES_PER_QUANTIZED_VALUE = new Map<unknown, number>([
  ['uint8', 1],
  ['uint16', 2],
  ['float16', 2],
]);
/** Each element of a string weight starts with its length in 4 bytes. */
const STRING_PREFIX = 4;

const HASHED_NAME = /^weights\.([0-9a-f]{16})\.[0-9a-f]{8}\.bin$/;

/**
 * Makes a new name for a weight file: `weights.<first 16 hex digits of its SHA-256>.<8 random hex
 * digits>.bin`.
 *
 * With the hash a load can detect damage. The random part makes the name unique to one save, so that another
 * process that saves to the same folder and cleans it never deletes a file that the model.json of this save
 * names.
 */
export function newWeightFileName(parts: readonly Uint8Array[]): string {
  return `weights.${shortHash(parts)}.${randomBytes(4).toString('hex')}.bin`;
}

/** Whether the bytes have the hash in the name; true for names without a hash. */
export function contentMatchesName(name: string, bytes: Uint8Array): boolean {
  const hash = HASHED_NAME.exec(name)?.[1];
  return hash === undefined || hash === shortHash([bytes]);
}

/** Whether a name is one that `newWeightFileName` makes. */
export function isOurWeightFileName(name: string): boolean {
  return HASHED_NAME.test(name);
}

/** Whether the content of a file has the hash in its name. Reads the file piece by piece. */
export async function holdsWhatItsNameSays(folder: string, name: string): Promise<boolean> {
  const promised = HASHED_NAME.exec(name)?.[1];
  const hash = createHash('sha256');
  const file = await fs.open(join(folder, name), 'r');
  try {
    const piece = new Uint8Array(2 ** 20);
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length, null);
      if (bytesRead === 0) return promised === hash.digest('hex').slice(0, 16);
      hash.update(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** The size of weights. */
export interface WeightsSize {
  /** Number of numbers and strings. */
  readonly values: number;
  /** Number of bytes in a file. */
  readonly bytes: number;
  /**
   * Whether `bytes` is exact. Strings vary in length, so with strings it is only the smallest possible
   * number.
   */
  readonly exact: boolean;
}

/** Computes the size of weights. Throws an Error that names the weight if its description is not valid. */
export function sizeOfWeights(specs: readonly io.WeightsManifestEntry[]): WeightsSize {
  let [values, bytes, exact] = [0, 0, true];
  for (const spec of specs) {
    const { name, shape, dtype } = (spec ?? {}) as Partial<io.WeightsManifestEntry>;
    if (typeof name !== 'string') throw new Error(`a weight has the name ${describeValue(name)}`);
    const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    const size = isShape ? shape.reduce((product, length) => product * length, 1) : NaN;
    if (!isShape || !Number.isSafeInteger(size)) {
      throw new Error(`weight '${name}' has the shape ${describeValue(shape)}`);
    }
    values += size;
    bytes += size * bytesPerValue(spec);
    if (dtype === 'string') exact = false;
  }
  return { values, bytes, exact };
}

function bytesPerValue({ name, dtype, quantization }: io.WeightsManifestEntry): number {
  if (quantization) {
    const { dtype: kind, scale, min } = quantization as { dtype?: unknown; scale?: unknown; min?: unknown };
    const bytes = BYTES_PER_QUANTIZED_VALUE.get(kind);
    if (bytes === undefined) throw new Error(`weight '${name}' has the quantization ${describeValue(kind)}`);
    if (kind !== 'float16' && !(Number.isFinite(scale) && Number.isFinite(min))) {
      throw new Error(
        `weight '${name}' is quantized with scale ${describeValue(scale)} and min ${describeValue(min)}, not by numbers`,
      );
    }
    return bytes;
  }
  if (dtype === 'string') return STRING_PREFIX;
  const bytes = BYTES_PER_VALUE.get(dtype);
  if (bytes === undefined) throw new Error(`weight '${name}' has the dtype ${describeValue(dtype)}`);
  return bytes;
}

function shortHash(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
