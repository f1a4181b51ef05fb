import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { checkInteger, checkTensor, isArrayLike, isIterable, isTensor, shapeText } from './checks/index.js';
import { ValueError } from './errors.js';

/** The most labels there can be: their indices are int32 in tensors and arrays. */
export const mostLabels = 2 ** 31 - 1;

/**
 * Label sets in compressed sparse rows: which of `numLabels` labels are active in each of `size` examples.
 *
 * Row `i` is `indices[indptr[i] .. indptr[i + 1])`, strictly ascending. Immutable: do not write into the
 * arrays.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * const sets = LabelSets.from([[0, 3], [], [2]], 5);
 * sets.get(0); // Int32Array [0, 3]
 * sets.toMultiHot().print(); // a [3, 5] tensor of 0 and 1
 */
export class LabelSets implements Iterable<Int32Array> {
  private constructor(
    /** Number of labels; indices run from 0 to `numLabels - 1`. */
    readonly numLabels: number,
    /** `size + 1` offsets into `indices`. */
    readonly indptr: Int32Array,
    /** Active labels of all rows, one row after the other. */
    readonly indices: Int32Array,
  ) {}

  /**
   * From one list of active label indices per example, in any order.
   *
   * @param sets Label indices, each an integer from 0 to `numLabels - 1`, none twice in a set. An empty set
   * is fine.
   * @param numLabels Number of labels n, 1 or more.
   * @throws ValueError for an index out of range, not an integer, or repeated within its set.
   */
  static from(sets: Iterable<ArrayLike<number>>, numLabels: number): LabelSets {
    checkNumLabels(numLabels);
    if (!isIterable(sets)) {
      throw new ValueError('labelSets', sets, 'arrays of label indices, one per example');
    }
    const indptr = [0];
    const indices: number[] = [];
    for (const set of sets) {
      const row = indptr.length - 1;
      if (!isArrayLike(set)) throw new ValueError(`labelSets[${row}]`, set, 'an array of label indices');
      for (let j = 0; j < set.length; j++) {
        indices.push(checkInteger(`labelSets[${row}]`, set[j], { min: 0, max: numLabels - 1 }));
      }
      indptr.push(indices.length);
    }
    return LabelSets.sorted(numLabels, Int32Array.from(indptr), Int32Array.from(indices));
  }

  /** Sorts each row of `indices` in place. The labels are in range. */
  private static sorted(numLabels: number, indptr: Int32Array, indices: Int32Array): LabelSets {
    for (let row = 0; row < indptr.length - 1; row++) {
      const set = indices.subarray(indptr[row], indptr[row + 1]);
      let ascending = true;
      for (let j = 1; j < set.length && ascending; j++) ascending = set[j - 1] < set[j];
      if (ascending) continue; // as most are given: sorting again would slow down each training step
      set.sort();
      const repeated = set.findIndex((label, j) => j > 0 && label === set[j - 1]);
      if (repeated > 0) {
        const allowed = `a set without repeats (label ${set[repeated]} occurs twice)`;
        throw new ValueError(`labelSets[${row}]`, Array.from(set), allowed);
      }
    }
    return new LabelSets(numLabels, indptr, indices);
  }

  /**
   * From a multi-hot tensor or rows of 0 and 1.
   *
   * @param multiHot [size, numLabels]; every value 0, 1, false or true.
   * @throws ValueError for another value, another rank, or rows of unequal length.
   */
  static fromMultiHot(multiHot: Tensor2D | ReadonlyArray<ArrayLike<number | boolean>>): LabelSets {
    const { rows, numLabels } = denseRows(multiHot);
    const sets = rows.map((row, i) => {
      const set: number[] = [];
      for (let j = 0; j < numLabels; j++) {
        const value = row[j];
        if (value === 1 || value === true) {
          set.push(j);
        } else if (value !== 0 && value !== false) {
          throw new ValueError(`multiHot[${i}][${j}]`, value, '0 or 1');
        }
      }
      return set;
    });
    return LabelSets.from(sets, numLabels);
  }

  /**
   * From sparse targets: rows of label indices, each padded with -1 to the same width.
   *
   * @param padded int32 [size, width]; -1 means no label, at any place in a row.
   * @param numLabels Number of labels n, 1 or more.
   * @throws ValueError for another rank or dtype, and for an index out of range or repeated within its row.
   */
  static fromPadded(padded: Tensor2D, numLabels: number): LabelSets {
    const allowed = 'an int32 tensor of shape [size, width]';
    checkTensor('padded', padded, allowed);
    if (padded.rank !== 2 || padded.dtype !== 'int32') {
      throw new ValueError('padded', `${padded.dtype} of shape ${shapeText(padded.shape)}`, allowed);
    }
    checkNumLabels(numLabels);
    const [size, width] = padded.shape;
    const values = padded.dataSync<'int32'>();
    const indptr = new Int32Array(size + 1);
    const indices = new Int32Array(values.length);
    let count = 0;
    for (let row = 0, at = 0; row < size; row++) {
      for (const end = at + width; at < end; at++) {
        const label = values[at];
        if (label === -1) continue;
        if (label < 0 || label >= numLabels) {
          checkInteger(`labelSets[${row}]`, label, { min: 0, max: numLabels - 1 });
        }
        indices[count++] = label;
      }
      indptr[row + 1] = count;
    }
    return LabelSets.sorted(numLabels, indptr, indices.subarray(0, count));
  }

  /** Number of examples. */
  get size(): number {
    return this.indptr.length - 1;
  }

  /** Active labels of example `i`, ascending: a view, not a copy. */
  get(i: number): Int32Array {
    checkInteger('i', i, { min: 0, max: this.size - 1 });
    return this.indices.subarray(this.indptr[i], this.indptr[i + 1]);
  }

  *[Symbol.iterator](): Iterator<Int32Array> {
    for (let i = 0; i < this.size; i++) yield this.get(i);
  }

  /** The examples `rows`, in that order; an example may be taken more than once. */
  select(rows: Iterable<number>): LabelSets {
    if (!isIterable(rows)) throw new ValueError('rows', rows, 'numbers of examples, such as an array');
    const sets: Int32Array[] = [];
    for (const row of rows) sets.push(this.get(row));
    const indptr = new Int32Array(sets.length + 1);
    sets.forEach((set, i) => (indptr[i + 1] = indptr[i] + set.length));
    const indices = new Int32Array(indptr[sets.length]);
    sets.forEach((set, i) => indices.set(set, indptr[i]));
    return new LabelSets(this.numLabels, indptr, indices);
  }

  /**
   * Each distinct label set once, in order of first appearance.
   *
   * @returns `sets`; `counts[j]`, the number of examples that have set j; `inverse[i]`, the index of the set
   * of example i.
   */
  distinct(): { sets: LabelSets; counts: Int32Array; inverse: Int32Array } {
    const numberOf = new Map<string, number>();
    const firstRows: number[] = [];
    const counts: number[] = [];
    const inverse = new Int32Array(this.size);
    for (let i = 0; i < this.size; i++) {
      const key = this.get(i).join();
      let number = numberOf.get(key);
      if (number === undefined) {
        number = firstRows.length;
        numberOf.set(key, number);
        firstRows.push(i);
        counts.push(0);
      }
      counts[number]++;
      inverse[i] = number;
    }
    return { sets: this.select(firstRows), counts: Int32Array.from(counts), inverse };
  }

  /** The largest number of labels active in one example; 0 if there are no examples. */
  maxActive(): number {
    let most = 0;
    for (let i = 0; i < this.size; i++) most = Math.max(most, this.indptr[i + 1] - this.indptr[i]);
    return most;
  }

  /** Mean number of active labels per example; 0 if there are no examples. */
  meanActive(): number {
    return this.size === 0 ? 0 : this.indices.length / this.size;
  }

  /** How many examples each label is active in: [numLabels]. */
  labelCounts(): Int32Array {
    const counts = new Int32Array(this.numLabels);
    for (const label of this.indices) counts[label]++;
    return counts;
  }

  /** A float32 tensor [size, numLabels] of 0 and 1. The caller disposes it. */
  toMultiHot(): Tensor2D {
    const values = new Float32Array(this.size * this.numLabels);
    for (let i = 0; i < this.size; i++) {
      for (const label of this.get(i)) values[i * this.numLabels + label] = 1;
    }
    return tensor2d(values, [this.size, this.numLabels]);
  }

  /**
   * Sparse targets: an int32 tensor [size, width] of label indices, padded with -1. The caller disposes it.
   *
   * @param width Number of columns, from `maxActive()` to `numLabels + 1`; by default `maxActive()`, but at
   * least 1. A width of `numLabels + 1` always distinguishes sparse targets from multi-hot ones.
   * @throws ValueError for another width.
   */
  toPadded(width = Math.max(1, this.maxActive())): Tensor2D {
    const range = { min: Math.max(1, this.maxActive()), max: this.numLabels + 1 };
    checkInteger('width', width, range, 'No label may be cut off.');
    const values = new Int32Array(this.size * width).fill(-1);
    for (let i = 0; i < this.size; i++) values.set(this.get(i), i * width);
    return tensor2d(values, [this.size, width], 'int32');
  }
}

function denseRows(multiHot: Tensor2D | ReadonlyArray<ArrayLike<number | boolean>>): {
  rows: ReadonlyArray<ArrayLike<number | boolean>>;
  numLabels: number;
} {
  if (!isTensor(multiHot)) {
    if (!Array.isArray(multiHot)) throw new ValueError('multiHot', multiHot, 'a tensor, or an array of rows');
    if (multiHot.length === 0) throw new ValueError('multiHot', multiHot, 'one row or more');
    const rows = multiHot as ReadonlyArray<ArrayLike<number | boolean>>;
    for (let i = 0; i < rows.length; i++) {
      if (!isArrayLike(rows[i])) throw new ValueError(`multiHot[${i}]`, rows[i], 'a row of 0 and 1');
      if (rows[i].length === rows[0].length) continue;
      throw new ValueError(`multiHot[${i}]`, rows[i], `a row of ${rows[0].length} values, like the first`);
    }
    return { rows, numLabels: rows[0].length };
  }
  checkTensor('multiHot', multiHot);
  if (multiHot.rank !== 2) {
    throw new ValueError('multiHot', multiHot.shape, 'a tensor of shape [size, numLabels]');
  }
  const [size, numLabels] = multiHot.shape;
  const values = multiHot.dataSync();
  const rows = Array.from({ length: size }, (_, i) => values.subarray(i * numLabels, (i + 1) * numLabels));
  return { rows, numLabels };
}

function checkNumLabels(numLabels: number): void {
  checkInteger('numLabels', numLabels, { min: 1, max: mostLabels });
}
