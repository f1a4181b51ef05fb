import { pack } from './pack';
import { Product } from './product';
import { madd } from './simd';
import { multiplyThin, thinScratchBytes } from './thin-matmul';

// As in BLIS (Van Zee and van de Geijn 2015): blocks of both operands are copied into panels that the
// innermost loop reads from front to back, four rows of `a` beside eight columns of `b`, filled up with
// zeros. A copied block of `b` serves `blockRows` rows, so the copies cost little, and every combination of
// transposes runs at the same speed.

/** The tile of sums that stays in registers; a larger one spills. */
const tileRows: usize = 4;
const tileColumns: usize = 8;
/**
 * The largest blocks that are copied. Sums over more than `blockDepth` products are sums of sums, so that
 * long ones keep their digits. Were it a power of two, the panels of a long sum would compete for the same
 * lines of the cache.
 */
const blockRows: usize = 256;
const blockColumns: usize = 64;
const blockDepth: usize = 264;
/** Up to this many rows are multiplied without copies. */
const thinRows: usize = 8;

/** How many bytes of scratch `matmul` needs for matrices of these sizes. */
export function matmulScratchBytes(m: usize, n: usize, k: usize): usize {
  const longer = max(m, n);
  const panels = (panelRows(longer) + panelColumns(longer)) * min(k, blockDepth) + tileRows * tileColumns;
  return max(panels << 2, thinScratchBytes(thinRows, longer));
}

/** Multiplies; the product may be transposed for it. */
export function matmul(product: Product): void {
  // For few columns most of a tile of 4 x 8 would be unused.
  if (product.n < tileColumns && product.n < product.m) product.transpose();
  if (product.m <= thinRows && product.bColumn == 1 && product.cColumn == 1) multiplyThin(product);
  else multiplyBlocks(product);
}

function multiplyBlocks(product: Product): void {
  const aPanels = product.scratch + ((tileRows * tileColumns) << 2);
  const bPanels = aPanels + ((panelRows(product.m) * min(product.k, blockDepth)) << 2);
  for (let i: usize = 0; i < product.m; i += blockRows) {
    const rows = min(blockRows, product.m - i);
    for (let p: usize = 0; p < product.k; p += blockDepth) {
      const depth = min(blockDepth, product.k - p);
      const add = product.accumulate != 0 || p > 0;
      const a = product.a + ((i * product.aRow + p * product.aColumn) << 2);
      pack(tileRows, rows, depth, a, product.aRow, product.aColumn, aPanels);
      for (let j: usize = 0; j < product.n; j += blockColumns) {
        const columns = min(blockColumns, product.n - j);
        const b = product.b + ((p * product.bRow + j * product.bColumn) << 2);
        pack(tileColumns, columns, depth, b, product.bColumn, product.bRow, bPanels);
        const c = product.c + ((i * product.cRow + j * product.cColumn) << 2);
        multiplyBlock(product, rows, columns, depth, aPanels, bPanels, c, add);
      }
    }
  }
}

/** The product of packed blocks into c, or added to it. */
function multiplyBlock(
  product: Product,
  rows: usize,
  columns: usize,
  depth: usize,
  aPanels: usize,
  bPanels: usize,
  c: usize,
  add: bool,
): void {
  // Fields once, as in all loops here: every access of one is a load.
  const cRow = product.cRow;
  const cColumn = product.cColumn;
  const tile = product.scratch;
  for (let i: usize = 0; i < rows; i += tileRows) {
    const a = aPanels + ((i * depth) << 2);
    for (let j: usize = 0; j < columns; j += tileColumns) {
      const b = bPanels + ((j * depth) << 2);
      const target = c + ((i * cRow + j * cColumn) << 2);
      if (cColumn == 1 && i + tileRows <= rows && j + tileColumns <= columns) {
        multiplyTile(depth, a, b, target, cRow << 2, add);
      } else {
        multiplyTile(depth, a, b, tile, tileColumns << 2, false);
        copyTile(tile, target, cRow, cColumn, min(tileRows, rows - i), min(tileColumns, columns - j), add);
      }
    }
  }
}

/** The part of a tile that lies in the matrix. */
function copyTile(
  tile: usize,
  c: usize,
  cRow: usize,
  cColumn: usize,
  rows: usize,
  columns: usize,
  add: bool,
): void {
  for (let i: usize = 0; i < rows; i++, tile += tileColumns << 2, c += cRow << 2) {
    let j: usize = 0;
    if (cColumn == 1 && columns >= 4) {
      const sums = v128.load(tile);
      v128.store(c, add ? f32x4.add(v128.load(c), sums) : sums);
      j = 4;
    }
    for (; j < columns; j++) {
      const target = c + ((j * cColumn) << 2);
      const sum = load<f32>(tile + (j << 2));
      store<f32>(target, add ? load<f32>(target) + sum : sum);
    }
  }
}

/** The innermost loop: 4 x 8 sums of `depth` products each. `cRow` is in bytes. */
// @ts-ignore: decorator
@inline
function multiplyTile(depth: usize, a: usize, b: usize, c: usize, cRow: usize, add: bool): void {
  let c00 = f32x4.splat(0),
    c01 = c00;
  let c10 = c00,
    c11 = c00;
  let c20 = c00,
    c21 = c00;
  let c30 = c00,
    c31 = c00;
  const end = a + (depth << 4);
  for (; a < end; a += 16, b += 32) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
  }
  storeRow(c, c00, c01, add);
  storeRow((c += cRow), c10, c11, add);
  storeRow((c += cRow), c20, c21, add);
  storeRow(c + cRow, c30, c31, add);
}

// @ts-ignore: decorator
@inline
function storeRow(c: usize, left: v128, right: v128, add: bool): void {
  v128.store(c, add ? f32x4.add(left, v128.load(c)) : left);
  v128.store(c, add ? f32x4.add(right, v128.load(c, 16)) : right, 16);
}

// @ts-ignore: decorator
@inline
function panelRows(rows: usize): usize {
  return roundUp(min(rows, blockRows), tileRows);
}

// @ts-ignore: decorator
@inline
function panelColumns(columns: usize): usize {
  return roundUp(min(columns, blockColumns), tileColumns);
}

// @ts-ignore: decorator
@inline
function roundUp(count: usize, multiple: usize): usize {
  return (count + multiple - 1) & ~(multiple - 1);
}
