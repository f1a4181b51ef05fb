/**
 * What `matmul` multiplies: c = a b, or c += a b, of [m, k] by [k, n], all sizes at least 1. Element (i, j) of
 * a matrix lies `row * i + column * j` numbers after its start, so a transposed operand is the same memory with
 * its two strides exchanged. `c` overlaps neither operand.
 */
@unmanaged
export class Product {
  m: usize;
  n: usize;
  k: usize;
  a: usize;
  aRow: usize;
  aColumn: usize;
  b: usize;
  bRow: usize;
  bColumn: usize;
  c: usize;
  cRow: usize;
  cColumn: usize;
  /** 1 to add to c, 0 to overwrite it. */
  accumulate: u32;
  /** `matmulScratchBytes` of it. */
  scratch: usize;

  /** Changes it to the transposed product, c^T = b^T a^T. */
  transpose(): void {
    const rows = this.m;
    this.m = this.n;
    this.n = rows;
    const a = this.a;
    const aRow = this.aRow;
    const aColumn = this.aColumn;
    this.a = this.b;
    this.aRow = this.bColumn;
    this.aColumn = this.bRow;
    this.b = a;
    this.bRow = aColumn;
    this.bColumn = aRow;
    const cRow = this.cRow;
    this.cRow = this.cColumn;
    this.cColumn = cRow;
  }
}
