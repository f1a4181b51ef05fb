import { dirname, join } from 'node:path';
import { printable, ValueError } from '@argmaxable/core';
import { FormatError } from '@argmaxable/data';
import { ModelFileError } from '@argmaxable/node';
import { inWordsOfCommand } from './option-words.js';

/**
 * Something the user can put right; the message says what and how, in one line without control characters.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** The file it is about, which the message starts with. */
  readonly path: string | null;
  /** Lines of code that put it right, shown under the message. */
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
 * Runs `read`; its errors say which file they are about, in the words of the command: here what libraries and
 * the system say becomes the command's.
 *
 * @param path The file; errors of a file that it names are about that one, in the same folder.
 */
export async function about<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof CliError && cause.path !== null) throw cause;
    if (cause instanceof ModelFileError) throw cause; // it names the file
    if (cause instanceof FormatError) {
      const at = cause.file === null ? path : join(dirname(path), cause.file);
      throw new CliError(inWordsOfCommand(cause.reason), { path: at, cause });
    }
    const { code, message } = cause as { code?: string; message: string };
    const said = cause instanceof ValueError ? inWordsOfCommand(message) : message;
    throw new CliError((code !== undefined && reasons[code]) || said, { path, cause });
  }
}

/** What the system's errors mean. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder.',
  ENOTDIR: 'a part of the path is a file, not a folder.',
  EISDIR: 'this is a folder, not a file.',
  EACCES: 'permission denied.',
  EPERM: 'permission denied.',
  EROFS: 'the file system is read-only.',
  ENOSPC: 'the disk is full.',
  ELOOP: 'its links lead in a circle.',
  ENXIO: 'this is a socket, or a device that is not there.',
  ENAMETOOLONG: 'the path is too long.',
  EBADF: 'nothing that can be written is open there.',
  EPIPE: 'who read this pipe has gone.',
  EMFILE: 'too many files are open.',
  ERR_INVALID_ARG_VALUE: 'a path cannot hold a NUL.',
};
