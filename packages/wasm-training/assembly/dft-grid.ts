import { DftTables } from './dft-tables';
import { addProduct } from './dft-tile';

/**
 * Four rows of x, as frequencies, to their values on the grid: [4, 2 half + taps], the circle's end repeated
 * in front and its start behind. Grid point m lies at m + 1/2 steps, so that m and 2 half - 1 - m mirror each
 * other: they share the cosine (even) part and have opposite sine (odd) parts.
 */
export function toGrid(tables: DftTables, x: usize, xStride: usize, grid: usize, scratch: usize): void {
  const k = tables.k;
  const cosineStride = (k + 1) << 2;
  const sineStride = k << 2;
  const halfStride = tables.halfStride;
  const c = scratch;
  const s = c + cosineStride * 4;
  const even = s + sineStride * 4;
  const odd = even + halfStride * 4;
  for (let r: usize = 0; r < 4; r++) {
    const row = x + r * xStride;
    store<f32>(c + r * cosineStride, load<f32>(row));
    for (let j: usize = 0; j < k; j++) {
      store<f32>(c + r * cosineStride + ((j + 1) << 2), load<f32>(row + (j << 3), 4));
      store<f32>(s + r * sineStride + (j << 2), load<f32>(row + (j << 3), 8));
    }
  }
  memory.fill(even, 0, halfStride * 8);
  for (let m: usize = 0; m < tables.half; m += 8) {
    const column = m << 2;
    addProduct(k + 1, c, cosineStride, tables.cosines + m * cosineStride, 32, even + column, halfStride);
    addProduct(k, s, sineStride, tables.sines + m * sineStride, 32, odd + column, halfStride);
  }
  const margin = tables.margin;
  for (let r: usize = 0; r < 4; r++, grid += tables.gridStride) {
    const start = grid + margin;
    const end = start + halfStride * 2;
    for (let m: usize = 0; m < halfStride; m += 16) {
      const e = v128.load(even + r * halfStride + m);
      const o = v128.load(odd + r * halfStride + m);
      v128.store(start + m, f32x4.add(e, o));
      v128.store(end - 16 - m, reversed(f32x4.sub(e, o)));
    }
    memory.copy(grid, end - margin, margin);
    memory.copy(end, start, margin);
  }
}

/**
 * The transpose of `toGrid`: four rows [4, 2 half + taps] of sums on the grid, which it overwrites, to
 * frequencies in dx.
 */
export function fromGrid(
  tables: DftTables,
  rows: usize,
  grid: usize,
  dx: usize,
  dxStride: usize,
  scratch: usize,
): void {
  // Fields once, as in all loops here: every access of one is a load.
  const k = tables.k;
  const half = tables.half;
  const halfStride = tables.halfStride;
  const margin = tables.margin;
  const width = ((k + 8) & ~7) << 2; // at least k + 1 numbers
  const even = scratch;
  const odd = even + halfStride * 4;
  const c = odd + halfStride * 4;
  const s = c + width * 4;
  for (let r: usize = 0; r < 4; r++) {
    const front = grid + r * tables.gridStride;
    const start = front + margin;
    const end = start + halfStride * 2;
    addTo(end - margin, front, margin);
    addTo(start, end, margin);
    for (let m: usize = 0; m < halfStride; m += 16) {
      const near = v128.load(start + m);
      const far = reversed(v128.load(end - 16 - m));
      v128.store(even + r * halfStride + m, f32x4.add(near, far));
      v128.store(odd + r * halfStride + m, f32x4.sub(near, far));
    }
  }
  memory.fill(c, 0, width * 8);
  for (let j: usize = 0; j < k + 1; j += 8) {
    addProduct(half, even, halfStride, tables.cosineColumns + j * halfStride, 32, c + (j << 2), width);
    addProduct(half, odd, halfStride, tables.sineColumns + j * halfStride, 32, s + (j << 2), width);
  }
  for (let r: usize = 0; r < rows; r++) {
    const row = dx + r * dxStride;
    store<f32>(row, load<f32>(c + r * width));
    for (let j: usize = 0; j < k; j++) {
      store<f32>(row + (j << 3), load<f32>(c + r * width + (j << 2), 4), 4);
      store<f32>(row + (j << 3), load<f32>(s + r * width + (j << 2)), 8);
    }
  }
}

/** Bytes that `toGrid` and `fromGrid` need. */
export function gridScratch(tables: DftTables): usize {
  return ((tables.k + tables.half + 8) * 2) << 4;
}

function addTo(target: usize, source: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(target + i, f32x4.add(v128.load(target + i), v128.load(source + i)));
  }
}

// @ts-ignore: decorator
@inline
function reversed(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 3, 2, 1, 0);
}
