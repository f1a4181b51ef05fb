import { FormatError, inPart } from '../bytes/format-error.js';
import type { ReadBudget } from '../bytes/read-budget.js';
import type { ZipEntry } from '../bytes/zip.js';
import { SparseRows } from '../label-formats/sparse-rows.js';
import { readNpy, readNpyHead } from '../weight-formats/npy.js';
import type { StoredTensor } from '../weight-formats/stored-tensor.js';

/** The entries of a matrix that are not 0, in any order. */
interface Entries {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** Whether an archive is a sparse matrix as scipy's `save_npz` writes it. */
export function isSparseNpz(files: readonly ZipEntry[]): boolean {
  return ['format.npy', 'shape.npy', 'data.npy'].every((name) => files.some((file) => file.name === name));
}

/**
 * Reads a sparse matrix as scipy's `save_npz` writes it, in its formats csr, csc and coo. Entries of the same
 * place are added, as scipy does.
 *
 * @param archive The archive's length.
 */
export async function readSparseNpz(
  files: readonly ZipEntry[],
  archive: number,
  budget: ReadBudget,
): Promise<SparseRows> {
  const read = async (name: string): Promise<StoredTensor> => {
    const file = files.find((file) => file.name === `${name}.npy`);
    if (!file) throw new FormatError(`the sparse matrix is damaged: it has no array '${name}'.`);
    return inPart(`array '${name}'`, async () => readNpy(await file.read(), name));
  };
  const format = await formatOf(files.find(({ name }) => name === 'format.npy')!);
  const [rows, columns] = integersOf(await read('shape'), 2 ** 31 - 1);
  if (4 * rows > budget.unpacked(archive)) {
    throw new FormatError(`the matrix has ${rows} rows; allow so many with maxBytes if you trust it.`);
  }
  const values = valuesOf(await read('data'));
  const entries: Entries =
    format === 'coo'
      ? {
          rows: integersOf(await read('row'), rows - 1, values.length),
          columns: integersOf(await read('col'), columns - 1, values.length),
          values,
        }
      : await compressed(read, format, [rows, columns], values);
  return sparseRows(entries, rows, columns);
}

async function formatOf(file: ZipEntry): Promise<'csr' | 'csc' | 'coo'> {
  const bytes = await file.read();
  // Bytes of ASCII, or, as older versions wrote it, four bytes a letter.
  const text = new TextDecoder().decode(bytes.subarray(readNpyHead(bytes).start)).replaceAll('\0', '');
  if (text === 'csr' || text === 'csc' || text === 'coo') return text;
  throw new FormatError(
    `the sparse matrix has the format '${text}'; csr, csc and coo are read: use tocsr().`,
  );
}

/** Reads csr, or csc, whose rows are columns. */
async function compressed(
  read: (name: string) => Promise<StoredTensor>,
  format: 'csr' | 'csc',
  [rows, columns]: readonly [number, number],
  values: Float32Array,
): Promise<Entries> {
  const [outer, inner] = format === 'csr' ? [rows, columns] : [columns, rows];
  const indices = integersOf(await read('indices'), inner - 1, values.length);
  const indptr = integersOf(await read('indptr'), values.length, outer + 1);
  const ofEach = new Int32Array(values.length);
  for (let i = 0; i < outer; i++) {
    if (indptr[i + 1] < indptr[i]) {
      throw new FormatError(`array 'indptr': item ${i + 1} is below the one before.`);
    }
    ofEach.fill(i, indptr[i], indptr[i + 1]);
  }
  if (indptr[0] !== 0 || indptr[outer] !== values.length) {
    throw new FormatError(`array 'indptr': it must run from 0 to ${values.length}, the length of 'data'.`);
  }
  return format === 'csr'
    ? { rows: ofEach, columns: indices, values }
    : { rows: indices, columns: ofEach, values };
}

/** Reads integers from 0 to `max`; as many as `length`, if it is given, else two. */
function integersOf({ name, shape, at }: StoredTensor, max: number, length = 2): Int32Array {
  if (shape.length !== 1 || shape[0] !== length) {
    throw new FormatError(`array '${name}': its shape is [${shape.join(', ')}]; it must be [${length}].`);
  }
  return Int32Array.from({ length }, (_, i) => {
    const value = at(i);
    if (Number.isInteger(value) && value >= 0 && value <= max) return value;
    throw new FormatError(`array '${name}': item ${i} is ${value}; it must be an integer from 0 to ${max}.`);
  });
}

function valuesOf({ shape, at }: StoredTensor): Float32Array {
  if (shape.length !== 1) {
    throw new FormatError(`array 'data': its shape is [${shape.join(', ')}]; it must be a vector.`);
  }
  return Float32Array.from({ length: shape[0] }, (_, i) => {
    const value = at(i);
    if (Number.isFinite(Math.fround(value))) return value;
    throw new FormatError(`array 'data': item ${i} is ${value}; vectors hold finite numbers of float32.`);
  });
}

/** Sorts entries by rows and columns, and adds those of the same place. */
function sparseRows({ rows, columns, values }: Entries, size: number, width: number): SparseRows {
  const starts = new Int32Array(size + 1);
  for (const row of rows) starts[row + 1]++;
  for (let row = 0; row < size; row++) starts[row + 1] += starts[row];
  const order = new Int32Array(rows.length);
  const next = starts.slice();
  rows.forEach((row, entry) => (order[next[row]++] = entry));

  const indptr = new Int32Array(size + 1);
  const indices = new Int32Array(rows.length);
  const sums = new Float32Array(rows.length);
  let count = 0;
  for (let row = 0; row < size; row++) {
    const entries = order
      .subarray(starts[row], starts[row + 1])
      .sort((a, b) => columns[a] - columns[b] || a - b);
    for (let i = 0; i < entries.length;) {
      const column = columns[entries[i]];
      let sum = 0;
      for (; i < entries.length && columns[entries[i]] === column; i++) sum += values[entries[i]];
      if (sum === 0) continue;
      indices[count] = column;
      sums[count++] = sum;
    }
    indptr[row + 1] = count;
  }
  return new SparseRows(width, indptr, indices.slice(0, count), sums.slice(0, count));
}
