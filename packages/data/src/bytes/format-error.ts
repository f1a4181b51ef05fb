/**
 * The bytes of a file are not what its format says: cut off, damaged, of another kind, or more than is
 * allowed. The message says what is wrong and, where something can be done, what.
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
  /** What is wrong, without the file. */
  readonly reason: string;
  /** The file beside that it is about, which the message starts with; null for the file itself. */
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

/** Runs `read`; its errors of format say which part of the file they are about. */
export async function inPart<T>(part: string, read: () => T | Promise<T>): Promise<T> {
  return rethrown(read, ({ reason, file }) => [`${part}: ${reason}`, file]);
}

/** Runs `read`; its errors of format say which file beside they are about. */
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
