import { DftBatch } from './dft-batch';
import { blockBytes, blockLabels, gatherBlock, scatterBlock, transposeBlock } from './dft-blocks';
import { fromGrid } from './dft-grid';
import { addProduct, addTransposedProduct } from './dft-tile';

/** Number of rows of the batch whose blocks are processed together. */
export const blockRows: usize = 32;

/** The gradients of `writeLogits` by x and S: their columns of dx, and dS. */
export function writeGradients(batch: DftBatch, circle: bool, slack: usize, order: usize): void {
  const tables = batch.tables;
  const n = tables.n;
  const taps = circle ? tables.taps : 0;
  const fixed: usize = circle && !taps ? tables.rows : 0;
  const rows = batch.rows;
  const padded = (rows + 7) & ~7;
  const xStride = batch.xStride;
  const gridStride = circle ? tables.gridStride : 0;
  const columnStride = padded << 2;
  const slackGroups = ((slack + 3) & ~3) * blockBytes;

  const rowsOfX = batch.scratch;
  const grid = rowsOfX + padded * xStride;
  // Transposed: gradients of the columns of x that meet rows of W_DFT^T or S, each [padded].
  const fixedColumns = grid + padded * gridStride;
  const slackColumns = fixedColumns + ((fixed + 3) & ~3) * columnStride;
  const slackGrad = slackColumns + ((slack + 3) & ~3) * columnStride;
  const four = slackGrad + slackGroups;
  const dzBlock = four + blockBytes * 4;
  const transposed = dzBlock + blockRows * blockBytes;
  const rest = transposed + blockRows * blockBytes;

  memory.copy(rowsOfX, batch.x, rows * xStride);
  memory.fill(grid, 0, slackGrad - grid);
  for (let first: usize = 0; first < n; first += blockLabels) {
    const count = min(blockLabels, n - first);
    memory.fill(slackGrad, 0, slackGroups);
    for (let from: usize = 0; from < rows; from += blockRows) {
      const some = min(blockRows, rows - from);
      const panels = (some + 7) >> 3;
      gatherBlock(some, batch.z + from * (n << 2), n << 2, order, first, count, dzBlock);
      memory.fill(dzBlock + some * blockBytes, 0, ((panels << 3) - some) * blockBytes);
      if (taps) {
        for (let r: usize = 0; r < some; r += 4) {
          for (let i: usize = 0; i < count; i += 8) {
            const panel = (first + i) >> 3;
            const base = (<usize>load<u32>(tables.bases + (panel << 2))) << 2;
            for (let t: usize = 0; t < taps; t += 8) {
              const weights = tables.tapWeights + ((panel * taps + t) << 5);
              const target = grid + (from + r) * gridStride + base + (t << 2);
              addProduct(8, dzBlock + r * blockBytes + (i << 2), blockBytes, weights, 32, target, gridStride);
            }
          }
        }
      }
      if (fixed + slack) {
        for (let p: usize = 0; p < panels; p++)
          transposeBlock(dzBlock + (p << 3) * blockBytes, transposed + (p << 3) * blockBytes);
        const at = from << 2;
        addColumns(
          fixed,
          tables.fixed,
          n,
          first,
          count,
          panels,
          transposed,
          fixedColumns + at,
          columnStride,
          four,
        );
        addColumns(
          slack,
          batch.s,
          n,
          first,
          count,
          panels,
          transposed,
          slackColumns + at,
          columnStride,
          four,
        );
      }
      for (let j: usize = 0; j < slack; j += 4) {
        const column = rowsOfX + from * xStride + ((tables.rows + j) << 2);
        for (let i: usize = 0; i < count << 2; i += 32) {
          addTransposedProduct(
            some,
            column,
            xStride,
            dzBlock + i,
            blockBytes,
            slackGrad + j * blockBytes + i,
            blockBytes,
          );
        }
      }
    }
    scatterBlock(slack, slackGrad, 0, first, count, batch.ds, n << 2);
  }

  const dx = batch.dx;
  for (let r: usize = 0; taps && r < rows; r += 4) {
    fromGrid(tables, min<usize>(4, rows - r), grid + r * gridStride, dx + r * xStride, xStride, rest);
  }
  copyColumns(fixed, fixedColumns, columnStride, rows, dx, xStride);
  copyColumns(slack, slackColumns, columnStride, rows, dx + (tables.rows << 2), xStride);
}

/**
 * Adds the part of a block of labels to columns of dx, transposed: rows [count, n] of W_DFT^T or S times the
 * transpose of dz, which is stored in panels of 8 rows of the batch.
 */
function addColumns(
  matrixRows: usize,
  matrix: usize,
  n: usize,
  first: usize,
  count: usize,
  panels: usize,
  transposed: usize,
  columns: usize,
  columnStride: usize,
  four: usize,
): void {
  for (let j: usize = 0; j < matrixRows; j += 4) {
    let source = matrix + ((j * n + first) << 2);
    let stride = n << 2;
    if (count < blockLabels || j + 4 > matrixRows) {
      // Numbers after the last row are added to columns that are never read.
      gatherBlock(min<usize>(4, matrixRows - j), matrix + ((j * n) << 2), stride, 0, first, count, four);
      source = four;
      stride = blockBytes;
    }
    for (let p: usize = 0; p < panels; p++) {
      const target = columns + j * columnStride + (p << 5);
      addProduct(blockLabels, source, stride, transposed + (p << 3) * blockBytes, 32, target, columnStride);
    }
  }
}

/** Writes transposed columns as rows. */
function copyColumns(
  count: usize,
  columns: usize,
  columnStride: usize,
  rows: usize,
  target: usize,
  stride: usize,
): void {
  for (let j: usize = 0; j < count; j++) {
    for (let i: usize = 0; i < rows; i++) {
      store<f32>(target + i * stride + (j << 2), load<f32>(columns + j * columnStride + (i << 2)));
    }
  }
}
