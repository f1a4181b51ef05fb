import { shapeText, type StoredTensor } from './stored-tensor.js';

/** A tensor that a file lists. Its numbers are read when they are asked for. */
export interface TensorEntry extends Omit<StoredTensor, 'at'> {
  readonly read: () => Promise<StoredTensor>;
}

/** A tensor's file and its name there, '' in a file of one. */
export interface Origin {
  readonly path: string;
  readonly tensor: string;
}

/** A file of tensors, or several that belong together. */
export interface TensorFile {
  readonly names: readonly string[];
  /** The tensors of some names, or all; no more is read than that takes. */
  readonly entries: (names?: readonly string[]) => Promise<readonly TensorEntry[]>;
  /** The path of the file that a number of a tensor lies in; `index` counts them row by row. */
  readonly fileOf: (name: string, index: number) => Promise<string>;
}

/** A file whose list of tensors has been read. */
export function tensorFile(entries: readonly TensorEntry[], fileOf: TensorFile['fileOf']): TensorFile {
  return {
    fileOf,
    names: entries.map(({ name }) => name),
    entries: (names) => Promise.resolve(names === undefined ? entries : entriesOf(entries, new Set(names))),
  };
}

function entriesOf(entries: readonly TensorEntry[], names: ReadonlySet<string>): TensorEntry[] {
  return entries.filter(({ name }) => names.has(name));
}

/** A tensor that is in memory already. */
export function inMemory(tensor: StoredTensor): TensorEntry {
  return { ...tensor, read: () => Promise.resolve(tensor) };
}

/** Tensors that an error names. */
const named = 20;

export function listTensors(tensors: readonly TensorEntry[]): string {
  const shown = tensors
    .slice(0, named)
    .map(({ name, shape, isFloat, typeName }) =>
      [...(name === '' ? [] : [name]), shapeText(shape), ...(isFloat ? [] : [typeName])].join(' '),
    );
  const rest = tensors.length > named ? ` and ${tensors.length - named} more` : '';
  return tensors.length === 0 ? 'none' : shown.join(', ') + rest;
}
