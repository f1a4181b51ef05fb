import { dirname, join } from 'node:path';
import type { ByteSource, TensorFile, WeightFormat } from '@argmaxable/data';
import { about } from '../errors/cli-error.js';
import { anyBytes, fileBytes } from '../files/file-bytes.js';
import { picked } from '../files/picked.js';

/** A file of weights, and its kind. */
export interface WeightFile {
  readonly path: string;
  readonly format: WeightFormat;
}

/** The tensors of a file, or of several that belong together. */
export interface TensorsOnDisk extends TensorFile {
  /** The path of the file that contains a number of a tensor; `index` counts numbers row by row. */
  readonly fileOf: (name: string, index: number) => Promise<string>;
}

/** The limits for reading a file of weights. */
export interface ReadLimit {
  /** Most MiB of a tensor, or of all weights of a model.json; 2048 by default, and less for archives. */
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
  // A file of several tensors is read in parts, but a pipe cannot be read in parts.
  const source = format.tensors === 'one' ? await anyBytes(path) : await fileBytes(path);
  const file = await format.load(source, picked({ beside, maxBytes }, format.options));
  const fileOf = async (name: string, index: number): Promise<string> => {
    const other = await file.fileOf(name, index);
    return other === null ? path : join(folder, other);
  };
  return { ...file, fileOf };
}

/** A file that another file names: errors name this file, not the other. */
async function besideOf(path: string): Promise<ByteSource> {
  const { length, read } = await about(path, () => fileBytes(path));
  return { length, read: (begin, end) => about(path, () => read(begin, end)) };
}

/** Most bytes of all weights of a model.json. */
export function modelBytes({ readLimit = 2048 }: ReadLimit): number {
  return readLimit * mebibyte;
}
