import type { StoredTensor } from './stored-tensor.js';

/** A tensor that a file lists. Its numbers are read only on request. */
export interface TensorEntry extends Omit<StoredTensor, 'at'> {
  /**
   * Reads the tensor. Rejects with a `FormatError` if it is damaged, too large, or not of a floating-point
   * type.
   */
  readonly read: () => Promise<StoredTensor>;
}

/** A file of tensors, or several that belong together. */
export interface TensorFile {
  readonly names: readonly string[];
  /**
   * Returns the tensors with the given names that the file has, or all tensors; it reads only what this
   * needs.
   */
  readonly entries: (names?: readonly string[]) => Promise<readonly TensorEntry[]>;
  /**
   * Returns the name, as given to `beside`, of the other file that a number of a tensor is in; null for the
   * file itself, and if it is not known. `index` counts the numbers row by row.
   */
  readonly fileOf: (name: string, index: number) => Promise<string | null>;
}

/** Makes a `TensorFile` from a list of tensors that has been read. */
export function tensorFile(
  entries: readonly TensorEntry[],
  fileOf: TensorFile['fileOf'] = () => Promise.resolve(null),
): TensorFile {
  return {
    fileOf,
    names: entries.map(({ name }) => name),
    entries: (names) => Promise.resolve(names === undefined ? entries : entriesOf(entries, new Set(names))),
  };
}

function entriesOf(entries: readonly TensorEntry[], names: ReadonlySet<string>): TensorEntry[] {
  return entries.filter(({ name }) => names.has(name));
}

/** Makes the entry of a tensor that is already in memory. */
export function inMemory(tensor: StoredTensor): TensorEntry {
  return { ...tensor, read: () => Promise.resolve(tensor) };
}
