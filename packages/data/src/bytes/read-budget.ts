import { checkInteger } from '@argmaxable/core';
import { FormatError } from './format-error.js';

/**
 * Limits for the memory that reading a file takes. Below these limits the file's own length sets the sizes.
 */
export interface ByteLimits {
  /**
   * The most bytes of one tensor, and the most that an entry of an archive may unpack to, 1 or more. By
   * default a tensor may have 2 GiB; an entry may unpack to 256 MiB, or to 32 times the archive's length if
   * that is more.
   */
  maxBytes?: number;
}

/** The names of `ByteLimits`, for `checkOptions`. */
export const byteLimitNames = ['maxBytes'] as const;

/** The checked `ByteLimits`. */
export interface ReadBudget {
  /** The most bytes of one tensor. */
  readonly bytes: number;
  /** The most bytes that an archive's entry may unpack to, given the archive's length. */
  readonly unpacked: (archive: number) => number;
}

const mebibyte = 2 ** 20;

/**
 * Weights of a trained model can hardly be compressed, so a small archive that unpacks to much more does not
 * hold a trained matrix.
 */
const usualUnpacked = { least: 256 * mebibyte, times: 32 };

export function readBudget({ maxBytes }: ByteLimits = {}): ReadBudget {
  if (maxBytes !== undefined) {
    checkInteger('maxBytes', maxBytes, { min: 1 });
    return { bytes: maxBytes, unpacked: () => maxBytes };
  }
  const bytes = 2048 * mebibyte;
  const unpacked = (archive: number): number =>
    Math.min(bytes, Math.max(usualUnpacked.least, usualUnpacked.times * archive));
  return { bytes, unpacked };
}

/**
 * Checks the length of a tensor.
 *
 * @throws FormatError for a tensor of more bytes than allowed.
 */
export function checkBudget(length: number, { bytes }: ReadBudget): void {
  if (length <= bytes) return;
  throw new FormatError(
    `a tensor has ${length} bytes; at most ${Number((bytes / mebibyte).toFixed(3))} MiB are read. ` +
      'Save it in a narrower type, or allow more with maxBytes.',
  );
}
