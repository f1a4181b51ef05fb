import { type FileHandle, open, stat } from 'node:fs/promises';
import { CliError } from '../cli-error.js';

/** Bytes that are read in parts. */
export interface ByteSource {
  readonly length: number;
  /** The bytes from `begin` up to `end`, which must lie within the length. */
  readonly read: (begin: number, end: number) => Promise<Uint8Array>;
}

/** The most that is read at once. */
const most = 2 ** 31;

/** A file, of which only what is asked for is read. */
export async function fileBytes(path: string): Promise<ByteSource> {
  const info = await stat(path);
  // To open a pipe is to wait for who writes it.
  if (!info.isFile()) throw new CliError('this is not a file that can be read in parts; save it as one.');
  return { length: info.size, read: (begin, end) => using(path, (file) => readRange(file, begin, end)) };
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
  if (end - begin > most) {
    throw new CliError(`a tensor of ${end - begin} bytes; up to 2 GiB are read. Save it in a narrower type.`);
  }
  const bytes = new Uint8Array(end - begin);
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, 2 ** 30), begin + at);
    if (bytesRead === 0) throw new CliError('the file became shorter while it was read.');
    at += bytesRead;
  }
  return bytes;
}
