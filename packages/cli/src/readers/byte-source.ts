import { type FileHandle, open, stat } from 'node:fs/promises';
import { CliError } from '../errors/cli-error.js';
import { type ReadBudget, readBudget } from './read-budget.js';

/** Bytes that are read in parts. */
export interface ByteSource {
  readonly length: number;
  /** The bytes from `begin` up to `end`, which must lie within the length. */
  readonly read: (begin: number, end: number) => Promise<Uint8Array>;
}

/** The most that `FileHandle.read` takes at once. */
const mostAtOnce = 2 ** 30;

/** A file, of which only what is asked for is read. */
export async function fileBytes(path: string, budget: ReadBudget = readBudget()): Promise<ByteSource> {
  const info = await stat(path);
  // To open a pipe is to wait for who writes it.
  if (!info.isFile() && !info.isDirectory()) {
    throw new CliError('this is a pipe or a device, which cannot be read in parts; save it as a file.');
  }
  return {
    length: info.size,
    read: (begin, end) => using(path, (file) => readRange(file, begin, end, budget)),
  };
}

async function using<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function readRange(
  file: FileHandle,
  begin: number,
  end: number,
  budget: ReadBudget,
): Promise<Uint8Array> {
  const bytes = newBytes(end - begin, budget);
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, mostAtOnce), begin + at);
    if (bytesRead === 0) throw new CliError('the file became shorter while it was read.');
    at += bytesRead;
  }
  return bytes;
}

/** @throws CliError for more than is allowed, or can be had. */
export function newBytes(length: number, { bytes }: ReadBudget): Uint8Array {
  if (length > bytes) throw tooLarge(length, bytes);
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new CliError(`${length} bytes at once are more than this Node.js can hold.`, { cause });
  }
}

export function tooLarge(length: number, bytes: number): CliError {
  return new CliError(
    `a tensor of ${length} bytes; up to ${bytes / 2 ** 20} MiB are read. ` +
      'Save it in a narrower type, or allow more with --read-limit.',
  );
}
