import { blockBytes } from './dft-blocks';
import { blockRows, writeGradients } from './dft-gradients';
import { gridScratch } from './dft-grid';
import { writeLogits } from './dft-logits';
import { DftTables } from './dft-tables';

/** Bytes of scratch that `dftLogits` and `dftLogitsGrad` need. */
export function dftScratch(tables: DftTables, rows: usize, slack: usize): usize {
  const padded = (rows + 7) & ~7;
  const width = tables.k * 2 + 1 + slack;
  const grid = tables.half * 2 + tables.taps;
  return (
    ((padded * (width * 2 + grid + 8)) << 2) + // x, the gradient of its last columns, and the grid
    (width + 8 + blockRows * 2) * blockBytes + // of the matrix or its gradient, and of dz, also transposed
    gridScratch(tables)
  );
}

/**
 * Logits z [rows, n] = x W^T of x [rows, 2k + 1 + slack] and W = [W_DFT | S^T], for slack kernel S [slack,
 * n]. The label at place i of the circle is `order[i]`, or i where `order` is 0.
 */
export function dftLogits(
  tables: DftTables,
  rows: usize,
  slack: usize,
  x: usize,
  s: usize,
  order: usize,
  z: usize,
  scratch: usize,
): void {
  const width = tables.k * 2 + 1 + slack;
  if (order && slack) {
    // S has its columns in the labels' own order: only W_DFT takes the way round by the circle.
    writeLogits(tables, true, rows, 0, width, x, 0, order, z, false, scratch);
    writeLogits(tables, false, rows, slack, width, x, s, 0, z, true, scratch);
  } else {
    writeLogits(tables, true, rows, slack, width, x, s, order, z, false, scratch);
  }
}

/** Gradients of `dftLogits`, from dz [rows, n]: dx as x, and dS as S. */
export function dftLogitsGrad(
  tables: DftTables,
  rows: usize,
  slack: usize,
  x: usize,
  s: usize,
  order: usize,
  dz: usize,
  dx: usize,
  ds: usize,
  scratch: usize,
): void {
  const width = tables.k * 2 + 1 + slack;
  if (order && slack) {
    writeGradients(tables, true, rows, 0, width, x, 0, order, dz, dx, 0, scratch);
    writeGradients(tables, false, rows, slack, width, x, s, 0, dz, dx, ds, scratch);
  } else {
    writeGradients(tables, true, rows, slack, width, x, s, order, dz, dx, ds, scratch);
  }
}
