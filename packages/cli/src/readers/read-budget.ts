/** What reading a file may take of the memory. Sizes within it come from the file's own length. */
export interface ReadBudget {
  /** Bytes of one tensor, or of all weights of a tfjs model. */
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

/** @param mebibytes What the user allows; 2 GiB by default, and what is usual of archives. */
export function readBudget(mebibytes?: number): ReadBudget {
  if (mebibytes !== undefined) {
    const bytes = mebibytes * mebibyte;
    return { bytes, unpacked: () => bytes };
  }
  const bytes = 2048 * mebibyte;
  const unpacked = (archive: number): number =>
    Math.min(bytes, Math.max(usualUnpacked.least, usualUnpacked.times * archive));
  return { bytes, unpacked };
}
