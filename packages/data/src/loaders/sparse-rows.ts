import { checkInteger } from '@argmaxable/core';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';

/**
 * Features of many examples in compressed sparse rows: only what is not 0 is kept. `loadSvmlight` and `loadArff` make
 * them.
 *
 * Row `i` has `values[j]` in column `indices[j]` for j from `indptr[i]` up to, not including, `indptr[i + 1]`; the
 * columns are strictly ascending.
 *
 * @example
 * import { loadSvmlight } from '@argmaxable/data';
 * const { features } = await loadSvmlight('0,2 1:0.5 4:2\n1 0:1\n', { features: true });
 * features.size; // 2
 * features.toDense([0]).print(); // [[0, 0.5, 0, 0, 2]]
 */
export class SparseRows {
  constructor(
    /** Columns there are. */
    readonly width: number,
    /** `size + 1` offsets into `indices` and `values`. */
    readonly indptr: Int32Array,
    readonly indices: Int32Array,
    readonly values: Float32Array,
  ) {}

  /** Number of examples. */
  get size(): number {
    return this.indptr.length - 1;
  }

  /**
   * The rows `rows`, in that order, or all of them: a float32 tensor [rows, width]. The caller disposes it.
   *
   * @throws ValueError for a row that is not an integer from 0 to size - 1.
   */
  toDense(rows?: Iterable<number>): Tensor2D {
    const chosen = rows === undefined ? Array.from({ length: this.size }, (_, i) => i) : Array.from(rows);
    const dense = new Float32Array(chosen.length * this.width);
    chosen.forEach((row, i) => {
      checkInteger(`rows[${i}]`, row, { min: 0, max: this.size - 1 });
      for (let j = this.indptr[row]; j < this.indptr[row + 1]; j++) {
        dense[i * this.width + this.indices[j]] = this.values[j];
      }
    });
    return tensor2d(dense, [chosen.length, this.width]);
  }
}
