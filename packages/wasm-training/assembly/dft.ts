import { DftBatch } from './dft-batch';
import { blockBytes } from './dft-blocks';
import { blockRows, writeGradients } from './dft-gradients';
import { gridScratch } from './dft-grid';
import { writeLogits } from './dft-logits';
import { DftTables } from './dft-tables';

/** Bytes of scratch that `dftLogits` and `dftLogitsGrad` need. */
export function dftScratch(tables: DftTables, rows: usize, slack: usize): usize {
  const padded = (rows + 7) & ~7;
  const width = tables.rows + slack;
  return (
    // x, the gradient of its last columns, and the grid
    padded * (((width * 2 + 8) << 2) + tables.gridStride) +
    // of the matrix or its gradient, and of dz, also transposed
    (width + 8 + blockRows * 2) * blockBytes +
    gridScratch(tables)
  );
}

/** Writes the logits. */
export function dftLogits(batch: DftBatch): void {
  if (batch.order && batch.slack) {
    // The columns of S are in the labels' own order: only W_DFT uses the order of the circle.
    writeLogits(batch, true, 0, batch.order, false);
    writeLogits(batch, false, batch.slack, 0, true);
  } else {
    writeLogits(batch, true, batch.slack, batch.order, false);
  }
}

/** Writes the gradients of x and S, from that of the logits. */
export function dftLogitsGrad(batch: DftBatch): void {
  if (batch.order && batch.slack) {
    writeGradients(batch, true, 0, batch.order);
    writeGradients(batch, false, batch.slack, 0);
  } else {
    writeGradients(batch, true, batch.slack, batch.order);
  }
}
