import { DftBatch } from './dft-batch';
import { blockBytes, blockLabels, gatherBlock, scatterBlock } from './dft-blocks';
import { toGrid } from './dft-grid';
import { addProduct } from './dft-tile';

/**
 * The part of the logits from W_DFT, if `circle`, and from the first `slack` rows of S; with `add` it is
 * added to z. With rows of S the order is 0.
 */
export function writeLogits(batch: DftBatch, circle: bool, slack: usize, order: usize, add: bool): void {
  const tables = batch.tables;
  const n = tables.n;
  const taps = circle ? tables.taps : 0;
  const fixed: usize = circle && !taps ? tables.rows : 0; // rows of W_DFT^T that are multiplied unchanged
  const rows = batch.rows;
  const padded = (rows + 3) & ~3;
  const xStride = batch.xStride;
  const gridStride = circle ? tables.gridStride : 0;

  const rowsOfX = batch.scratch;
  const grid = rowsOfX + padded * xStride;
  const matrix = grid + padded * gridStride;
  const tile = matrix + (fixed + slack) * blockBytes;
  const rest = tile + blockBytes * 4;

  memory.copy(rowsOfX, batch.x, rows * xStride);
  memory.fill(rowsOfX + rows * xStride, 0, (padded - rows) * xStride);
  if (taps) {
    for (let r: usize = 0; r < padded; r += 4) {
      toGrid(tables, rowsOfX + r * xStride, xStride, grid + r * gridStride, rest);
    }
  }
  const columns = rowsOfX + ((tables.rows - fixed) << 2);
  for (let first: usize = 0; first < n; first += blockLabels) {
    const count = min(blockLabels, n - first);
    gatherBlock(fixed, tables.fixed, n << 2, 0, first, count, matrix);
    gatherBlock(slack, batch.s, n << 2, 0, first, count, matrix + fixed * blockBytes);
    for (let r: usize = 0; r < padded; r += 4) {
      const some = min<usize>(4, rows - r);
      const logits = batch.z + r * (n << 2);
      // Labels are moved to their places afterwards only if they have an order, or if there are fewer than in
      // a block.
      const inPlace = !order && count == blockLabels && some == 4;
      const target = inPlace ? logits + (first << 2) : tile;
      const stride = inPlace ? n << 2 : blockBytes;
      if (!add) for (let row: usize = 0; row < 4; row++) memory.fill(target + row * stride, 0, blockBytes);
      else if (!inPlace) gatherBlock(some, logits, n << 2, order, first, count, tile);
      for (let i: usize = 0; i < count; i += 8) {
        const panel = (first + i) >> 3;
        if (taps) {
          const base = (<usize>load<u32>(tables.bases + (panel << 2))) << 2;
          const weights = tables.weights + ((panel * taps) << 5);
          addProduct(taps, grid + r * gridStride + base, gridStride, weights, 32, target + (i << 2), stride);
        }
        addProduct(
          fixed + slack,
          columns + r * xStride,
          xStride,
          matrix + (i << 2),
          blockBytes,
          target + (i << 2),
          stride,
        );
      }
      if (!inPlace) scatterBlock(some, tile, order, first, count, logits, n << 2);
    }
  }
}
