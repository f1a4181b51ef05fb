import { dirname, join } from 'node:path';
import { printable, ValueError } from '@argmaxable/core';
import { FormatError } from '@argmaxable/data';
import { ModelFileError } from '@argmaxable/node';
import { inWordsOfCommand } from './option-words.js';

/**
 * A problem that the user can solve; the message says what it is and how to solve it, in one line without
 * control characters.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** The file that the error is about; the message starts with it. */
  readonly path: string | null;
  /** Lines of code that solve the problem, shown below the message. */
  readonly recipe: readonly string[];

  constructor(
    message: string,
    {
      path = null,
      recipe = [],
      cause,
    }: { path?: string | null; recipe?: readonly string[]; cause?: unknown } = {},
  ) {
    super(printable(path === null ? message : `${path}: ${message}`), { cause });
    this.path = path;
    this.recipe = recipe;
  }
}

/**
 * Runs `read`; its errors name the file and use the words of the command. Errors of libraries and of the
 * system are converted here.
 *
 * @param path The file; an error about another file that it names is about that file, in the same folder.
 */
export async function about<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof CliError && cause.path !== null) throw cause;
    if (cause instanceof ModelFileError) throw cause; // the error names the file
    if (cause instanceof FormatError) {
      const at = cause.file === null ? path : join(dirname(path), cause.file);
      throw new CliError(inWordsOfCommand(cause.reason), { path: at, cause });
    }
    const { code, message } = cause as { code?: string; message: string };
    const said = cause instanceof ValueError ? inWordsOfCommand(message) : message;
    throw new CliError((code !== undefined && reasons[code]) || said, { path, cause });
  }
}

/** The meaning of the system's errors. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder.',
  ENOTDIR: 'a part of the path is a file, not a folder.',
  EISDIR: 'this is a folder, not a file.',
  EACCES: 'permission denied.',
  EPERM: 'permission denied.',
  EROFS: 'the file system is read-only.',
  ENOSPC: 'the disk is full.',
  ELOOP: 'its links form a circle.',
  ENXIO: 'this is a socket, or a device that does not exist.',
  ENAMETOOLONG: 'the path is too long.',
  EBADF: 'there is nothing open that can be written to.',
  EPIPE: 'the program that read this pipe has closed it.',
  EMFILE: 'too many files are open.',
  ERR_INVALID_ARG_VALUE: 'a path cannot hold a NUL.',
};
