import { blockBytes, blockLabels, gatherBlock, scatterBlock, transposeBlock } from './dft-blocks';
import { fromGrid, gridScratch, toGrid } from './dft-grid';
import { DftTables } from './dft-tables';
import { addProduct, addTransposedProduct } from './dft-tile';

/** Rows of the batch whose blocks are worked on together. */
const blockRows: usize = 32;

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
  const padded = (rows + 7) & ~7;
  const xStride = width << 2;
  const gridStride = (half * 2 + taps) << 2;
  const columnStride = padded << 2;
  const slackGroups = ((slack + 3) & ~3) * blockBytes;

  const rowsOfX = scratch;
  const grid = rowsOfX + padded * xStride;
  // Transposed: gradients of the columns of x that meet rows of W_DFT^T or S, each [padded].
  const fixedColumns = grid + padded * gridStride;
  const slackColumns = fixedColumns + ((fixed + 3) & ~3) * columnStride;
  const slackGrad = slackColumns + ((slack + 3) & ~3) * columnStride;
  const four = slackGrad + slackGroups;
  const dzBlock = four + blockBytes * 4;
  const transposed = dzBlock + blockRows * blockBytes;
  const rest = transposed + blockRows * blockBytes;

  memory.copy(rowsOfX, x, rows * xStride);
  memory.fill(grid, 0, slackGrad - grid);
  for (let first: usize = 0; first < n; first += blockLabels) {
    const count = min(blockLabels, n - first);
    memory.fill(slackGrad, 0, slackGroups);
    for (let from: usize = 0; from < rows; from += blockRows) {
      const some = min(blockRows, rows - from);
      const panels = (some + 7) >> 3;
      gatherBlock(some, dz + from * (n << 2), n << 2, order, first, count, dzBlock);
      memory.fill(dzBlock + some * blockBytes, 0, ((panels << 3) - some) * blockBytes);
      if (taps) {
        for (let r: usize = 0; r < some; r += 4) {
          for (let i: usize = 0; i < count; i += 8) {
            const panel = (first + i) >> 3;
            const base = <usize>load<u32>(tables.bases + (panel << 2)) << 2;
            for (let t: usize = 0; t < taps; t += 8) {
              const weights = tables.tapWeights + ((panel * taps + t) << 5);
              const target = grid + (from + r) * gridStride + base + (t << 2);
              addProduct(8, dzBlock + r * blockBytes + (i << 2), blockBytes, weights, 32, target, gridStride);
            }
          }
        }
      }
      if (fixed + slack) {
        for (let p: usize = 0; p < panels; p++) transposeBlock(dzBlock + (p << 3) * blockBytes, transposed + (p << 3) * blockBytes);
        const at = from << 2;
        addColumns(fixed, tables.fixed, n, first, count, panels, transposed, fixedColumns + at, columnStride, four);
        addColumns(slack, s, n, first, count, panels, transposed, slackColumns + at, columnStride, four);
      }
      for (let j: usize = 0; j < slack; j += 4) {
        const column = rowsOfX + from * xStride + ((d + j) << 2);
        for (let i: usize = 0; i < count << 2; i += 32) {
          addTransposedProduct(some, column, xStride, dzBlock + i, blockBytes, slackGrad + j * blockBytes + i, blockBytes);
        }
      }
    }
    scatterBlock(slack, slackGrad, 0, first, count, ds, n << 2);
  }

  for (let r: usize = 0; r < rows; r += 4) {
    if (half) fromGrid(tables, min<usize>(4, rows - r), grid + r * gridStride, dx + r * xStride, xStride, rest);
  }
  copyColumns(fixed, fixedColumns, columnStride, rows, dx, xStride);
  copyColumns(slack, slackColumns, columnStride, rows, dx + (d << 2), xStride);
}

/**
 * Adds to columns of dx, transposed, what a block of labels gives them: rows [count, n] of W_DFT^T or S times the transpose of
 * dz, which lies in panels of 8 rows of the batch.
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
      const some = min<usize>(4, matrixRows - j);
      gatherBlock(some, matrix + ((j * n) << 2), stride, 0, first, count, four);
      memory.fill(four + some * blockBytes, 0, (4 - some) * blockBytes);
      source = four;
      stride = blockBytes;
    }
    for (let p: usize = 0; p < panels; p++) {
      const target = columns + j * columnStride + (p << 5);
      addProduct(blockLabels, source, stride, transposed + (p << 3) * blockBytes, 32, target, columnStride);
    }
  }
}

/** Puts transposed columns into rows. */
function copyColumns(count: usize, columns: usize, columnStride: usize, rows: usize, target: usize, stride: usize): void {
  for (let j: usize = 0; j < count; j++) {
    for (let i: usize = 0; i < rows; i++) {
      store<f32>(target + i * stride + (j << 2), load<f32>(columns + j * columnStride + (i << 2)));
    }
  }
}
