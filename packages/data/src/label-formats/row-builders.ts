import { LabelSets, ValueError } from '@argmaxable/core';
import { noExamples } from '../text/text-error.js';
import { GrowingArray } from './growing-array.js';
import { SparseRows } from './sparse-rows.js';

/** Collects label sets row by row in two flat lists, without an object per row. */
export class LabelSetsBuilder {
  private readonly indptr = new GrowingArray(Int32Array);
  private readonly indices = new GrowingArray(Int32Array);
  private largest = -1;

  get size(): number {
    return this.indptr.length;
  }

  /** Adds a set of labels. The loader has checked that each is 0 or more and that none occurs twice. */
  add(labels: Iterable<number>): void {
    this.indptr.push(this.indices.length);
    for (const label of labels) {
      this.indices.push(label);
      this.largest = Math.max(this.largest, label);
    }
  }

  /**
   * Returns the label sets of n labels; without `numLabels`, n is one more than the largest label.
   *
   * @throws ValueError if there are no rows, or if n is not given and no row has a label.
   */
  build(numLabels?: number): LabelSets {
    if (this.size === 0) throw noExamples();
    if (numLabels === undefined && this.largest < 0) {
      const given = `${this.size} examples without a label`;
      throw new ValueError(
        'source',
        given,
        'one with an active label',
        'Or give the number of labels: numLabels.',
      );
    }
    return LabelSets.from(this.rows(), numLabels ?? this.largest + 1);
  }

  private *rows(): Generator<Int32Array> {
    for (let i = 0; i < this.size; i++) {
      const end = i + 1 < this.size ? this.indptr.at(i + 1) : this.indices.length;
      yield this.indices.slice(this.indptr.at(i), end);
    }
  }
}

/** Collects sparse rows of features in flat lists. */
export class SparseRowsBuilder {
  private readonly indptr = new GrowingArray(Int32Array);
  private readonly indices = new GrowingArray(Int32Array);
  private readonly values = new GrowingArray(Float32Array);
  private widest = 0;

  constructor() {
    this.indptr.push(0);
  }

  /** Number of complete rows. */
  get size(): number {
    return this.indptr.length - 1;
  }

  /** Adds `value` to the present row. The loader has checked that columns ascend within a row. */
  set(column: number, value: number): void {
    this.widest = Math.max(this.widest, column + 1);
    if (value === 0) return;
    this.indices.push(column);
    this.values.push(value);
  }

  endRow(): void {
    this.indptr.push(this.indices.length);
  }

  /** Returns the rows; without `width` they are as wide as the largest column needs. */
  build(width = this.widest): SparseRows {
    return new SparseRows(width, this.indptr.slice(), this.indices.slice(), this.values.slice());
  }
}
