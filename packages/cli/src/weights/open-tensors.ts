import { dirname, join } from 'node:path';
import type { ByteSource, TensorFile, WeightFormat } from '@argmaxable/data';
import { about } from '../errors/cli-error.js';
import { anyBytes, fileBytes } from '../files/file-bytes.js';
import { picked } from '../files/picked.js';

/** A file of weights, and what it is. */
export interface WeightFile {
  readonly path: string;
  readonly format: WeightFormat;
}

/** The tensors of a file, or of several that belong together. */
export interface TensorsOnDisk extends TensorFile {
  /** The path of the file that a number of a tensor lies in; `index` counts them row by row. */
  readonly fileOf: (name: string, index: number) => Promise<string>;
}

/** What reading a file of weights may take. */
export interface ReadLimit {
  /** MiB of a tensor, or of all weights of a model.json; 2048 by default, and what is usual of archives. */
  readonly readLimit?: number;
}

const mebibyte = 2 ** 20;

/** Opens a file of tensors. */
export async function openTensors(
  { path, format }: WeightFile,
  { readLimit }: ReadLimit,
): Promise<TensorsOnDisk> {
  const folder = dirname(path);
  const beside = (name: string): Promise<ByteSource> => besideOf(join(folder, name));
  const maxBytes = readLimit === undefined ? undefined : readLimit * mebibyte;
  // Several tensors are read in parts, which a pipe cannot be.
  const source = format.tensors === 'one' ? await anyBytes(path) : await fileBytes(path);
  const file = await format.load(source, picked({ beside, maxBytes }, format.options));
  const fileOf = async (name: string, index: number): Promise<string> => {
    const other = await file.fileOf(name, index);
    return other === null ? path : join(folder, other);
  };
  return { ...file, fileOf };
}

/** A file that another names: its errors are about itself. */
async function besideOf(path: string): Promise<ByteSource> {
  const { length, read } = await about(path, () => fileBytes(path));
  return { length, read: (begin, end) => about(path, () => read(begin, end)) };
}

/** Bytes that all weights of a model.json may take. */
export function modelBytes({ readLimit = 2048 }: ReadLimit): number {
  return readLimit * mebibyte;
}
