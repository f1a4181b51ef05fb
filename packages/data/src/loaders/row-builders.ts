import { LabelSets, ValueError } from '@argmaxable/core';
import { SparseRows } from './sparse-rows.js';

/** Collects label sets row by row in two flat lists: no object per row. */
export class LabelSetsBuilder {
  private readonly indptr: number[] = [0];
  private readonly indices: number[] = [];

  get size(): number {
    return this.indptr.length - 1;
  }

  /** Adds a set of labels, each 0 or more, none twice: the loader has checked that. */
  add(labels: readonly number[]): void {
    for (const label of labels) this.indices.push(label);
    this.indptr.push(this.indices.length);
  }

  /**
   * The label sets of n labels; without `numLabels`, one more than the largest label.
   *
   * @throws ValueError without rows, and where there is no label to count up to.
   */
  build(numLabels?: number): LabelSets {
    if (this.size === 0) {
      throw new ValueError(
        'source',
        'none',
        'text with one example or more',
        'Is the file empty, or cut off?',
      );
    }
    if (numLabels === undefined && this.indices.length === 0) {
      const given = `${this.size} examples without a label`;
      throw new ValueError(
        'source',
        given,
        'one with an active label',
        'Or say how many there are: numLabels.',
      );
    }
    return LabelSets.from(this.rows(), numLabels ?? 1 + this.indices.reduce((a, b) => Math.max(a, b)));
  }

  private *rows(): Generator<number[]> {
    for (let i = 0; i < this.size; i++) yield this.indices.slice(this.indptr[i], this.indptr[i + 1]);
  }
}

/** Collects sparse rows of features in flat lists. */
export class SparseRowsBuilder {
  private readonly indptr: number[] = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];
  private widest = 0;

  /** Adds `value` to the row at hand. Columns ascend within a row: the loader has checked that. */
  set(column: number, value: number): void {
    this.widest = Math.max(this.widest, column + 1);
    if (value === 0) return;
    this.indices.push(column);
    this.values.push(value);
  }

  endRow(): void {
    this.indptr.push(this.indices.length);
  }

  /** The rows; without `width`, just wide enough for the columns seen. */
  build(width = this.widest): SparseRows {
    return new SparseRows(
      width,
      Int32Array.from(this.indptr),
      Int32Array.from(this.indices),
      Float32Array.from(this.values),
    );
  }
}
