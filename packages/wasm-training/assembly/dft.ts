import { blockBytes, blockLabels, gatherBlock, scatterBlock, transposeBlock } from './dft-blocks';
import { fromGrid, gridScratch, toGrid } from './dft-grid';
import { DftTables } from './dft-tables';
import { addProduct, addTransposedProduct } from './dft-tile';

/** Rows of the batch whose blocks are worked on together. */
const blockRows: usize = 32;

/** Bytes of scratch that `dftLogits` and `dftLogitsGrad` need. */
export function dftScratch(tables: DftTables, rows: usize, slack: usize): usize {
  const padded = (rows + 3) & ~3;
  const width = tables.k * 2 + 1 + slack;
  const grid = tables.half * 2 + tables.taps;
  return (
    ((padded * (width * 2 + grid + 12)) << 2) + // x, the gradient of its last columns, and the grid
    (width + 8) * 3 * blockBytes + // of the matrix's rows: a block, its transpose and its gradient
    blockRows * blockBytes +
    gridScratch(tables)
  );
}

/**
 * Logits z [rows, n] = x W^T of x [rows, 2k + 1 + slack] and W = [W_DFT | S^T], for slack kernel S [slack, n]. The label at
 * place i of the circle is `order[i]`, or i where `order` is 0.
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

/**
 * The part of the logits that W_DFT, if `circle`, and the `slack` rows of S make; with `add` beside what z has. With rows of S
 * the order is 0.
 */
function writeLogits(
  tables: DftTables,
  circle: bool,
  rows: usize,
  slack: usize,
  width: usize,
  x: usize,
  s: usize,
  order: usize,
  z: usize,
  add: bool,
  scratch: usize,
): void {
  const n = tables.n;
  const d = tables.k * 2 + 1;
  const half = circle ? tables.half : 0;
  const taps = circle ? tables.taps : 0;
  const fixed: usize = circle && !half ? d : 0; // rows of W_DFT^T that are multiplied as they stand
  const padded = (rows + 3) & ~3;
  const xStride = width << 2;
  const gridStride = (half * 2 + taps) << 2;

  const rowsOfX = scratch;
  const grid = rowsOfX + padded * xStride;
  const matrix = grid + padded * gridStride;
  const tile = matrix + (fixed + slack) * blockBytes;
  const rest = tile + blockBytes * 4;

  memory.copy(rowsOfX, x, rows * xStride);
  memory.fill(rowsOfX + rows * xStride, 0, (padded - rows) * xStride);
  if (half) {
    for (let r: usize = 0; r < padded; r += 4) {
      toGrid(tables, rowsOfX + r * xStride, xStride, grid + r * gridStride, rest);
    }
  }
  const columns = rowsOfX + ((d - fixed) << 2);
  for (let first: usize = 0; first < n; first += blockLabels) {
    const count = min(blockLabels, n - first);
    gatherBlock(fixed, tables.fixed, n << 2, 0, first, count, matrix);
    gatherBlock(slack, s, n << 2, 0, first, count, matrix + fixed * blockBytes);
    for (let r: usize = 0; r < padded; r += 4) {
      const some = min<usize>(4, rows - r);
      const logits = z + r * (n << 2);
      // Only where labels are out of order, or fewer than a block has, are they put into place afterwards.
      const inPlace = !order && count == blockLabels && some == 4;
      const target = inPlace ? logits + (first << 2) : tile;
      const stride = inPlace ? n << 2 : blockBytes;
      if (!add) for (let row: usize = 0; row < 4; row++) memory.fill(target + row * stride, 0, blockBytes);
      else if (!inPlace) gatherBlock(some, logits, n << 2, order, first, count, tile);
      for (let i: usize = 0; i < count; i += 8) {
        const panel = (first + i) >> 3;
        if (taps) {
          const base = <usize>load<u32>(tables.bases + (panel << 2)) << 2;
          const weights = tables.weights + ((panel * taps) << 5);
          addProduct(taps, grid + r * gridStride + base, gridStride, weights, 32, target + (i << 2), stride);
        }
        addProduct(fixed + slack, columns + r * xStride, xStride, matrix + (i << 2), blockBytes, target + (i << 2), stride);
      }
      if (!inPlace) scatterBlock(some, tile, order, first, count, logits, n << 2);
    }
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

/** The gradients of what `writeLogits` makes of x and S: their columns of dx, and dS. */
function writeGradients(
  tables: DftTables,
  circle: bool,
  rows: usize,
  slack: usize,
  width: usize,
  x: usize,
  s: usize,
  order: usize,
  dz: usize,
  dx: usize,
  ds: usize,
  scratch: usize,
): void {
  const n = tables.n;
  const d = tables.k * 2 + 1;
  const half = circle ? tables.half : 0;
  const taps = circle ? tables.taps : 0;
  const fixed: usize = circle && !half ? d : 0;
  const padded = (rows + 3) & ~3;
  const xStride = width << 2;
  const gridStride = (half * 2 + taps) << 2;
  const matrixRows = (fixed + slack + 7) & ~7;
  const columnsStride = matrixRows << 2;

  const rowsOfX = scratch;
  const grid = rowsOfX + padded * xStride;
  const columns = grid + padded * gridStride; // gradient of the columns of x that meet rows of `matrix`
  const matrix = columns + padded * columnsStride;
  const transposed = matrix + matrixRows * blockBytes;
  const matrixGrad = transposed + matrixRows * blockBytes;
  const dzBlock = matrixGrad + matrixRows * blockBytes;
  const rest = dzBlock + blockRows * blockBytes;

  memory.copy(rowsOfX, x, rows * xStride);
  memory.fill(grid, 0, matrix + matrixRows * blockBytes - grid);
  for (let first: usize = 0; first < n; first += blockLabels) {
    const count = min(blockLabels, n - first);
    gatherBlock(fixed, tables.fixed, n << 2, 0, first, count, matrix);
    gatherBlock(slack, s, n << 2, 0, first, count, matrix + fixed * blockBytes);
    for (let j: usize = 0; j < matrixRows; j += 8) transposeBlock(matrix + j * blockBytes, transposed + j * blockBytes);
    memory.fill(matrixGrad, 0, matrixRows * blockBytes);

    for (let from: usize = 0; from < rows; from += blockRows) {
      const some = min(blockRows, rows - from);
      gatherBlock(some, dz + from * (n << 2), n << 2, order, first, count, dzBlock);
      if (some & 3) memory.fill(dzBlock + some * blockBytes, 0, ((some + 3) & ~3) * blockBytes - some * blockBytes);
      for (let r: usize = 0; r < some; r += 4) {
        const dzRows = dzBlock + r * blockBytes;
        if (taps) {
          for (let i: usize = 0; i < count; i += 8) {
            const panel = (first + i) >> 3;
            const base = <usize>load<u32>(tables.bases + (panel << 2)) << 2;
            for (let t: usize = 0; t < taps; t += 8) {
              const weights = tables.tapWeights + ((panel * taps + t) << 5);
              const target = grid + (from + r) * gridStride + base + (t << 2);
              addProduct(8, dzRows + (i << 2), blockBytes, weights, 32, target, gridStride);
            }
          }
        }
        for (let j: usize = 0; j < matrixRows; j += 8) {
          const target = columns + (from + r) * columnsStride + (j << 2);
          addProduct(blockLabels, dzRows, blockBytes, transposed + j * blockBytes, 32, target, columnsStride);
        }
      }
      for (let j: usize = 0; j < slack; j += 4) {
        const column = rowsOfX + from * xStride + ((d + j) << 2);
        for (let i: usize = 0; i < count << 2; i += 32) {
          addTransposedProduct(some, column, xStride, dzBlock + i, blockBytes, matrixGrad + j * blockBytes + i, blockBytes);
        }
      }
    }
    scatterBlock(slack, matrixGrad, 0, first, count, ds, n << 2);
  }

  for (let r: usize = 0; r < rows; r += 4) {
    const some = min<usize>(4, rows - r);
    if (half) fromGrid(tables, some, grid + r * gridStride, dx + r * xStride, xStride, rest);
    for (let i: usize = r; i < r + some; i++) {
      memory.copy(dx + i * xStride + ((d - fixed) << 2), columns + i * columnsStride, (fixed + slack) << 2);
    }
  }
}
