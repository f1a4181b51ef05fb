import { createHash, randomBytes } from 'node:crypto';
import type { io } from '@tensorflow/tfjs-core';

const BYTES_PER_VALUE: Record<string, number> = { float32: 4, int32: 4, bool: 1, complex64: 8 };
const BYTES_PER_QUANTIZED_VALUE: Record<string, number> = { uint8: 1, uint16: 2, float16: 2 };
/** Each element of a string weight starts with its length in 4 bytes. */
const STRING_PREFIX = 4;

const HASHED_NAME = /^weights\.([0-9a-f]{16})\.[0-9a-f]{8}\.bin$/;

/**
 * A new name for a weights file: `weights.<first 16 hex digits of its SHA-256>.<8 random hex digits>.bin`.
 *
 * The hash lets a load see damage. The random part makes the name belong to one save only, so that a second process
 * which saves to the same folder and cleans up after itself can never delete a file that another's model.json names.
 */
export function newWeightFileName(parts: readonly Uint8Array[]): string {
  return `weights.${shortHash(parts)}.${randomBytes(4).toString('hex')}.bin`;
}

/** Whether the bytes are those that the name promises; true for names that carry no hash. */
export function contentMatchesName(name: string, bytes: Uint8Array): boolean {
  const hash = HASHED_NAME.exec(name)?.[1];
  return hash === undefined || hash === shortHash([bytes]);
}

/**
 * How many bytes the weights take in a file. Strings vary in length, so with them the number is only the least
 * possible (`exact: false`). Throws an Error that names the weight if its description makes no sense.
 */
export function bytesOfWeights(specs: readonly io.WeightsManifestEntry[]): { bytes: number; exact: boolean } {
  let bytes = 0;
  let exact = true;
  for (const spec of specs) {
    if (!Array.isArray(spec?.shape) || !spec.shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
      throw new Error(`weight '${spec?.name}' has the shape ${JSON.stringify(spec?.shape)}`);
    }
    const values = spec.shape.reduce((product, size) => product * size, 1);
    bytes += values * bytesPerValue(spec);
    if (spec.dtype === 'string') exact = false;
  }
  return { bytes, exact };
}

function bytesPerValue({ name, dtype, quantization }: io.WeightsManifestEntry): number {
  if (quantization) {
    const bytes = BYTES_PER_QUANTIZED_VALUE[quantization.dtype];
    if (bytes === undefined) throw new Error(`weight '${name}' has the quantization '${quantization.dtype}'`);
    return bytes;
  }
  if (dtype === 'string') return STRING_PREFIX;
  const bytes = BYTES_PER_VALUE[dtype];
  if (bytes === undefined) throw new Error(`weight '${name}' has the dtype '${dtype}'`);
  return bytes;
}

function shortHash(parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}
