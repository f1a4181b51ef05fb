/**
 * The error for bytes that do not follow the file's format: they are cut off, damaged, of another format, or
 * more than allowed. The message says what is wrong and, if possible, what to do.
 *
 * @example
 * import { FormatError, loadNpy } from '@argmaxable/data';
 * try {
 *   await loadNpy(new Uint8Array(100));
 * } catch (error) {
 *   if (!(error instanceof FormatError)) throw error;
 *   console.log(error.message); // this is not an .npy file: it does not start with NumPy's magic string.
 * }
 */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  /** What is wrong, without the name of the file. */
  readonly reason: string;
  /**
   * The name of the other file in which the error is, with which the message starts; null if the error is in
   * the file itself.
   */
  readonly file: string | null;

  constructor(
    reason: string,
    { file = null, cause }: { readonly file?: string | null; readonly cause?: unknown } = {},
  ) {
    super(file === null ? reason : `${file}: ${reason}`, { cause });
    this.reason = reason;
    this.file = file;
  }
}

/** Runs `read`, and adds the name of a part of the file to its format errors. */
export async function inPart<T>(part: string, read: () => T | Promise<T>): Promise<T> {
  return rethrown(read, ({ reason, file }) => [`${part}: ${reason}`, file]);
}

/** Runs `read`, and adds the name of another file to its format errors. */
export async function inFile<T>(name: string, read: () => T | Promise<T>): Promise<T> {
  return rethrown(read, ({ reason, file }) => [reason, file ?? name]);
}

async function rethrown<T>(
  read: () => T | Promise<T>,
  anew: (error: FormatError) => [reason: string, file: string | null],
): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (!(cause instanceof FormatError)) throw cause;
    const [reason, file] = anew(cause);
    throw new FormatError(reason, { file, cause });
  }
}
