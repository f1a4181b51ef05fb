import { checkInteger, ValueError } from '@argmaxable/core';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';

/** Indices of columns are int32. */
const mostColumns = 2 ** 31 - 1;

/** The most values of a dense tensor: 4 GiB. A small file can claim a very large width. */
const mostValues = 2 ** 30;

/**
 * Features of many examples in compressed sparse rows: only values that are not 0 are kept. `loadSvmlight`,
 * `loadXmlc` and `loadArff` make them.
 *
 * Row `i` has `values[j]` in column `indices[j]` for j from `indptr[i]` up to, not including,
 * `indptr[i + 1]`; the columns are strictly ascending. Immutable: do not write into the arrays.
 *
 * @example
 * import { loadSvmlight } from '@argmaxable/data';
 * const { features } = await loadSvmlight('0,2 1:0.5 4:2\n1 0:1\n', { features: true });
 * features.size; // 2
 * features.toDense([0]).print(); // [[0, 0.5, 0, 0, 2]]
 */
export class SparseRows {
  /** @throws ValueError for arrays that do not describe such rows. */
  constructor(
    /** Number of columns, 0 or more. */
    readonly width: number,
    /** `size + 1` offsets into `indices` and `values`. */
    readonly indptr: Int32Array,
    readonly indices: Int32Array,
    /** Finite numbers. */
    readonly values: Float32Array,
  ) {
    checkInteger('width', width, { min: 0, max: mostColumns });
    checkArrays(width, indptr, indices, values);
  }

  /** Number of examples. */
  get size(): number {
    return this.indptr.length - 1;
  }

  /**
   * Makes a float32 tensor [rows, width] of the rows `rows`, in that order, or of all rows. The caller
   * disposes it.
   *
   * @throws ValueError for a row that is not an integer from 0 to size - 1, and for more than 2^30 values.
   */
  toDense(rows?: Iterable<number>): Tensor2D {
    const chosen = rows === undefined ? Array.from({ length: this.size }, (_, i) => i) : rowNumbers(rows);
    chosen.forEach((row, i) => checkInteger(`rows[${i}]`, row, { min: 0, max: this.size - 1 }));
    if (chosen.length * this.width > mostValues) {
      const given = `${chosen.length} rows of ${this.width} columns`;
      throw new ValueError('rows', given, 'at most 2^30 values in all', 'Take fewer rows at a time.');
    }
    const dense = new Float32Array(chosen.length * this.width);
    chosen.forEach((row, i) => {
      for (let j = this.indptr[row]; j < this.indptr[row + 1]; j++) {
        dense[i * this.width + this.indices[j]] = this.values[j];
      }
    });
    return tensor2d(dense, [chosen.length, this.width]);
  }
}

function rowNumbers(rows: unknown): number[] {
  const given = rows as Iterable<number> | null;
  if (typeof given === 'object' && given !== null && typeof given[Symbol.iterator] === 'function') {
    return Array.from(given);
  }
  throw new ValueError('rows', rows, 'row numbers, such as an array');
}

function checkArrays(width: number, indptr: Int32Array, indices: Int32Array, values: Float32Array): void {
  if (!(indptr instanceof Int32Array)) throw new ValueError('indptr', indptr, 'an Int32Array');
  if (!(indices instanceof Int32Array)) throw new ValueError('indices', indices, 'an Int32Array');
  if (!(values instanceof Float32Array) || values.length !== indices.length) {
    throw new ValueError('values', values, `a Float32Array of length ${indices.length}, like indices`);
  }
  if (indptr[0] !== 0 || indptr.at(-1) !== indices.length) {
    throw new ValueError(
      'indptr',
      Array.from(indptr),
      `offsets from 0 to ${indices.length}, the end of indices`,
    );
  }
  for (let row = 0; row < indptr.length - 1; row++) {
    if (indptr[row + 1] < indptr[row]) {
      throw new ValueError(`indptr[${row + 1}]`, indptr[row + 1], `${indptr[row]} or more, the one before`);
    }
    for (let j = indptr[row]; j < indptr[row + 1]; j++) {
      const least = j > indptr[row] ? indices[j - 1] + 1 : 0;
      checkInteger(`indices[${j}]`, indices[j], { min: least, max: width - 1 });
    }
  }
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) throw new ValueError(`values[${odd}]`, values[odd], 'a finite number');
}
