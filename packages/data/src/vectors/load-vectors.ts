import { checkOptions, checkString, didYouMean, shapeText, ValueError } from '@argmaxable/core';
import { type Bytes, openBytes } from '../bytes/byte-source.js';
import { FormatError } from '../bytes/format-error.js';
import { byteLimitNames, type ByteLimits, readBudget } from '../bytes/read-budget.js';
import { readZip } from '../bytes/zip.js';
import type { SparseRows } from '../label-formats/sparse-rows.js';
import { loadNpy } from '../weight-formats/npy.js';
import { loadNpz } from '../weight-formats/npz.js';
import type { StoredTensor } from '../weight-formats/stored-tensor.js';
import { isSparseNpz, readSparseNpz } from './sparse-npz.js';

export interface LoadVectorsOptions extends ByteLimits {
  /** The name of the array in an .npz; by default the only one of two axes. */
  array?: string;
}

/** Vectors of the same width, one after the other. */
export interface Vectors {
  /** Finite numbers, row by row. */
  readonly values: Float32Array;
  /** [size, width]. */
  readonly shape: readonly [number, number];
}

/**
 * Reads vectors, such as embeddings of texts: NumPy's .npy or .npz, an array [size, width] of any type of
 * numbers, which becomes float32; or a sparse matrix as scipy's `save_npz` writes it, in its formats csr, csc
 * or coo, whose entries of the same place are added. Which it is, the bytes say.
 *
 * @param source The file's bytes.
 * @param options `array`, `maxBytes`; see {@link LoadVectorsOptions}.
 * @returns `{ values, shape }`, or `SparseRows` of a sparse matrix.
 * @throws FormatError (as a rejection) as `loadNpy` and `loadNpz` do, for an array of other axes, without
 *   rows or columns, NaN, infinities and numbers too large for float32, with row and column, and for indices
 *   out of range; ValueError for a name that the archive does not have, and an archive of several arrays
 *   without a name.
 *
 * @example
 * import { loadVectors } from '@argmaxable/data';
 * const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }\n";
 * const start = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, header.length, 0];
 * const bytes = Uint8Array.of(...start, ...new TextEncoder().encode(header), 1, 2, 3, 4);
 * const { values, shape } = await loadVectors(bytes); // Float32Array [1, 2, 3, 4], [2, 2]
 */
export async function loadVectors(
  source: Bytes,
  options: LoadVectorsOptions = {},
): Promise<Vectors | SparseRows> {
  const { array, ...limits } = checkOptions('loadVectors', options, ['array', ...byteLimitNames]);
  if (array !== undefined) checkString('array', array, 'the name of an array');
  const budget = readBudget(limits);
  const bytes = await openBytes(source, budget);
  const [first, second] = await bytes.read(0, Math.min(2, bytes.length));
  const isArchive = first === 0x50 && second === 0x4b; // 'PK'
  if (!isArchive) {
    if (array !== undefined) throw new ValueError('array', array, 'omitted for .npy, which has one array');
    return denseVectors(await loadNpy(bytes, limits));
  }
  const files = await readZip(bytes, budget);
  if (array === undefined && isSparseNpz(files)) return readSparseNpz(files, bytes.length, budget);
  const entries = await (await loadNpz(bytes, limits)).entries();
  const chosen = entries.filter(({ name, shape }) =>
    array === undefined ? shape.length === 2 : name === array,
  );
  if (chosen.length === 1) return denseVectors(await chosen[0].read());
  const names = entries.map(({ name }) => name);
  const list = names.map((name) => `'${name}'`).join(', ');
  throw new ValueError(
    'array',
    array,
    `the name of one of the archive's arrays: ${list}`,
    didYouMean(array, names),
  );
}

function denseVectors({ shape, at }: StoredTensor): Vectors {
  const [size, width] = shape;
  if (shape.length !== 2 || size === 0 || width === 0) {
    throw new FormatError(
      `the array has shape ${shapeText(shape)}; vectors are [size, width], with one or more of each.`,
    );
  }
  const values = new Float32Array(size * width);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < width; j++) {
      const value = at(i, j);
      if (!Number.isFinite(Math.fround(value))) {
        throw new FormatError(`row ${i}, column ${j} is ${value}; vectors hold finite numbers of float32.`);
      }
      values[i * width + j] = value;
    }
  }
  return { values, shape: [size, width] };
}
