import type { StoredTensor } from './stored-tensor.js';

/** A tensor that a file lists. Its numbers are read when they are asked for. */
export interface TensorEntry extends Omit<StoredTensor, 'at'> {
  /** Reads it. Rejects with a `FormatError` where it is damaged, of no floating-point type or too large. */
  readonly read: () => Promise<StoredTensor>;
}

/** A file of tensors, or several that belong together. */
export interface TensorFile {
  readonly names: readonly string[];
  /**
   * The tensors of some names, those that are there, or all; no more is read than that takes.
   */
  readonly entries: (names?: readonly string[]) => Promise<readonly TensorEntry[]>;
  /**
   * The name of the file beside, as `beside` is given it, that a number of a tensor lies in; null for the
   * file itself, and where that cannot be told. `index` counts the numbers row by row.
   */
  readonly fileOf: (name: string, index: number) => Promise<string | null>;
}

/** A file whose list of tensors has been read. */
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

/** A tensor that is in memory already. */
export function inMemory(tensor: StoredTensor): TensorEntry {
  return { ...tensor, read: () => Promise.resolve(tensor) };
}
