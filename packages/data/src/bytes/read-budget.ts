import { checkInteger } from '@argmaxable/core';
import { FormatError } from './format-error.js';

/** What reading a file may take of the memory. Sizes within it come from the file's own length. */
export interface ByteLimits {
  /**
   * Most bytes of one tensor, and most that an entry of an archive may unpack to, 1 or more. By default 2
   * GiB; an entry of an archive unpacks to 256 MiB, or 32 times the archive's length, at most.
   */
  maxBytes?: number;
}

/** The names of `ByteLimits`, for `checkOptions`. */
export const byteLimitNames = ['maxBytes'] as const;

/** `ByteLimits`, checked. */
export interface ReadBudget {
  /** Bytes of one tensor. */
  readonly bytes: number;
  /** Bytes that an archive's entry may unpack to, by the archive's length. */
  readonly unpacked: (archive: number) => number;
}

const mebibyte = 2 ** 20;

/**
 * Weights of a trained model hardly pack; a small archive that unpacks to much more is no matrix that anybody
 * has trained.
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

/** @throws FormatError for a tensor of more bytes than is allowed. */
export function checkBudget(length: number, { bytes }: ReadBudget): void {
  if (length <= bytes) return;
  throw new FormatError(
    `a tensor of ${length} bytes; up to ${Number((bytes / mebibyte).toFixed(3))} MiB are read. ` +
      'Save it in a narrower type, or allow more with maxBytes.',
  );
}
