import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Bytes, ByteSource } from '@argmaxable/data';
import { CliError } from '../errors/cli-error.js';
import { streamFile } from './stream-file.js';

/** The most bytes that `FileHandle.read` reads at once. */
const mostAtOnce = 2 ** 30;

/** A file of which only the requested bytes are read. */
export async function fileBytes(path: string): Promise<ByteSource> {
  const info = await stat(path);
  // Opening a pipe would wait for its writer.
  if (!info.isFile() && !info.isDirectory()) {
    throw new CliError('this is a pipe or a device, which cannot be read in parts; save it as a file.');
  }
  return {
    length: info.size,
    read: (begin, end) => using(path, (file) => readRange(file, begin, end)),
  };
}

/**
 * The bytes of a file, a pipe or a device. A pipe or device cannot be read in parts, so it is read from its
 * start to its end.
 */
export async function anyBytes(path: string): Promise<Bytes> {
  const info = await stat(path);
  return info.isFile() ? fileBytes(path) : streamFile(path);
}

async function using<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function readRange(file: FileHandle, begin: number, end: number): Promise<Uint8Array> {
  const bytes = bytesOfLength(end - begin);
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, mostAtOnce), begin + at);
    if (bytesRead === 0) throw new CliError('the file became shorter while it was read.');
    at += bytesRead;
  }
  return bytes;
}

/** @throws CliError for more bytes than this Node.js can hold. */
function bytesOfLength(length: number): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new CliError(`${length} bytes at once are more than this Node.js can hold.`, { cause });
  }
}
