import { Product } from './product';
import { madd } from './simd';

/**
 * Number of columns that are processed at a time: enough for long runs in each row of `b`, which processors
 * prefetch, and few enough for the sums to stay in a near cache.
 */
const chunk: usize = 8192;
/** Sums over more products than this are computed as sums of sums, so that long ones keep their digits. */
const blockDepth: usize = 128;
/** Rows of `b` that are added at once. */
const steps: usize = 4;

/** How many bytes of scratch `multiplyThin` needs. */
// @ts-ignore: decorator
@inline
export function thinScratchBytes(m: usize, n: usize): usize {
  return (m * min(n, chunk)) << 2;
}

/**
 * The product of a few rows a and a matrix b whose rows lie side by side (its columns' stride is 1), without
 * copying the matrix: for so few rows a copy would cost more than the products. c has column stride 1 too.
 */
export function multiplyThin(product: Product): void {
  const m = product.m;
  const sums = product.scratch;
  for (let j: usize = 0; j < product.n; j += chunk) {
    const columns = min(chunk, product.n - j);
    for (let p: usize = 0; p < product.k; p += blockDepth) {
      const depth = min(blockDepth, product.k - p);
      const a = product.a + ((p * product.aColumn) << 2);
      const b = product.b + ((p * product.bRow + j) << 2);
      memory.fill(sums, 0, (m * columns) << 2);
      addRows(m, columns, depth, a, product.aRow, product.aColumn, b, product.bRow << 2, sums);
      for (let i: usize = 0; i < m; i++) {
        const c = product.c + ((i * product.cRow + j) << 2);
        moveRow(columns, sums + ((i * columns) << 2), c, product.accumulate != 0 || p > 0);
      }
    }
  }
}

/** sums [m, columns] += a [m, depth] b [depth, columns]. */
function addRows(
  m: usize,
  columns: usize,
  depth: usize,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  sums: usize,
): void {
  const row = columns << 2;
  const next = aRow << 2;
  const step = aColumn << 2;
  const whole = depth & ~(steps - 1);
  for (let p: usize = 0; p < whole; p += steps, b += bRow * steps) {
    const x = a + p * step;
    let i: usize = 0;
    for (; i + 1 < m; i += 2) {
      addFourToTwo(columns, x + i * next, next, step, b, bRow, sums + i * row);
    }
    if (i < m) addFour(columns, x + i * next, step, b, bRow, sums + i * row);
  }
  for (let p = whole; p < depth; p++, b += bRow) {
    for (let i: usize = 0; i < m; i++) addOne(columns, load<f32>(a + p * step + i * next), b, sums + i * row);
  }
}

/** Two rows of sums += two rows of four numbers times four rows of `b`. */
function addFourToTwo(
  columns: usize,
  a: usize,
  aRow: usize,
  step: usize,
  b: usize,
  bRow: usize,
  sums: usize,
): void {
  const x0 = v128.load32_splat(a);
  const x1 = v128.load32_splat(a + step);
  const x2 = v128.load32_splat(a + 2 * step);
  const x3 = v128.load32_splat(a + 3 * step);
  const z0 = v128.load32_splat(a + aRow);
  const z1 = v128.load32_splat(a + aRow + step);
  const z2 = v128.load32_splat(a + aRow + 2 * step);
  const z3 = v128.load32_splat(a + aRow + 3 * step);
  const row = columns << 2;
  let j: usize = 0;
  for (; j + 16 <= row; j += 16) {
    const at = b + j;
    const to = sums + j;
    const b0 = v128.load(at);
    const b1 = v128.load(at + bRow);
    const b2 = v128.load(at + 2 * bRow);
    const b3 = v128.load(at + 3 * bRow);
    v128.store(to, madd(x3, b3, madd(x2, b2, madd(x1, b1, madd(x0, b0, v128.load(to))))));
    v128.store(to + row, madd(z3, b3, madd(z2, b2, madd(z1, b1, madd(z0, b0, v128.load(to + row))))));
  }
  addRest(j, row, a, step, b, bRow, sums);
  addRest(j, row, a + aRow, step, b, bRow, sums + row);
}

/** A row of sums += four numbers times four rows of `b`. */
function addFour(columns: usize, a: usize, step: usize, b: usize, bRow: usize, sums: usize): void {
  const x0 = v128.load32_splat(a);
  const x1 = v128.load32_splat(a + step);
  const x2 = v128.load32_splat(a + 2 * step);
  const x3 = v128.load32_splat(a + 3 * step);
  const row = columns << 2;
  let j: usize = 0;
  // A cache line of each row at a time: here reading `b` takes longer than multiplying.
  for (; j + 64 <= row; j += 64) {
    addFourVectors(x0, x1, x2, x3, b + j, bRow, sums + j);
    addFourVectors(x0, x1, x2, x3, b + j + 16, bRow, sums + j + 16);
    addFourVectors(x0, x1, x2, x3, b + j + 32, bRow, sums + j + 32);
    addFourVectors(x0, x1, x2, x3, b + j + 48, bRow, sums + j + 48);
  }
  for (; j + 16 <= row; j += 16) addFourVectors(x0, x1, x2, x3, b + j, bRow, sums + j);
  addRest(j, row, a, step, b, bRow, sums);
}

// @ts-ignore: decorator
@inline
function addFourVectors(x0: v128, x1: v128, x2: v128, x3: v128, b: usize, bRow: usize, sums: usize): void {
  const left = madd(x1, v128.load(b + bRow), madd(x0, v128.load(b), v128.load(sums)));
  v128.store(sums, madd(x3, v128.load(b + 3 * bRow), madd(x2, v128.load(b + 2 * bRow), left)));
}

/** The last columns, fewer than four. */
function addRest(from: usize, row: usize, a: usize, step: usize, b: usize, bRow: usize, sums: usize): void {
  for (let j = from; j < row; j += 4) {
    let sum = load<f32>(sums + j);
    for (let p: usize = 0; p < steps; p++) sum += load<f32>(a + p * step) * load<f32>(b + p * bRow + j);
    store<f32>(sums + j, sum);
  }
}

/** A row of sums += a number times a row of `b`. */
function addOne(columns: usize, x: f32, b: usize, sums: usize): void {
  const row = columns << 2;
  const factor = f32x4.splat(x);
  let j: usize = 0;
  for (; j + 16 <= row; j += 16) v128.store(sums + j, madd(factor, v128.load(b + j), v128.load(sums + j)));
  for (; j < row; j += 4) store<f32>(sums + j, load<f32>(sums + j) + x * load<f32>(b + j));
}

function moveRow(columns: usize, sums: usize, c: usize, add: bool): void {
  const end = sums + (columns << 2);
  if (!add) {
    memory.copy(c, sums, columns << 2);
    return;
  }
  for (; sums + 16 <= end; sums += 16, c += 16) v128.store(c, f32x4.add(v128.load(c), v128.load(sums)));
  for (; sums < end; sums += 4, c += 4) store<f32>(c, load<f32>(c) + load<f32>(sums));
}
