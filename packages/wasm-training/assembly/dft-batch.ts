import { DftTables } from './dft-tables';

/** A batch of the product with W = [W_DFT | S^T], for a slack kernel S: z = x W^T. */
@unmanaged
export class DftBatch {
  tables: DftTables;
  /** Rows of x, and of S. */
  rows: usize;
  slack: usize;
  /** [rows, 2k + 1 + slack] */
  x: usize;
  /** S, [slack, n]. */
  s: usize;
  /** The label at place i of the circle is `order[i]`, or i where this is 0. */
  order: usize;
  /** The logits, or their gradient: [rows, n]. */
  z: usize;
  /** Gradients of x and of S. */
  dx: usize;
  ds: usize;
  /** `dftScratch` bytes. */
  scratch: usize;

  /** Bytes from row to row of x. */
  get xStride(): usize {
    return (this.tables.rows + this.slack) << 2;
  }
}
