import { madd } from './simd';

/** Longer sums are computed as sums of sums of this many terms, so that they do not lose digits. */
const longest: usize = 64;

/**
 * out[r][c] += sum over j of x[r][j] m[j][c], for 4 rows and 8 columns. Strides are bytes from row to row.
 */
export function addProduct(
  terms: usize,
  x: usize,
  xStride: usize,
  m: usize,
  mStride: usize,
  out: usize,
  outStride: usize,
): void {
  while (terms > longest) {
    addShortProduct(longest, x, xStride, 4, m, mStride, out, outStride);
    terms -= longest;
    x += longest << 2;
    m += longest * mStride;
  }
  addShortProduct(terms, x, xStride, 4, m, mStride, out, outStride);
}

/**
 * Like `addProduct`, with the same parameters, but with x transposed: out[r][c] += sum over j of x[j][r]
 * m[j][c].
 */
export function addTransposedProduct(
  terms: usize,
  x: usize,
  xStride: usize,
  m: usize,
  mStride: usize,
  out: usize,
  outStride: usize,
): void {
  addShortProduct(terms, x, 4, xStride, m, mStride, out, outStride);
}

// @ts-ignore: decorator
@inline
function addShortProduct(
  terms: usize,
  x0: usize,
  rowStride: usize,
  columnStride: usize,
  m: usize,
  mStride: usize,
  out0: usize,
  outStride: usize,
): void {
  let x1 = x0 + rowStride;
  let x2 = x1 + rowStride;
  let x3 = x2 + rowStride;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const end = m + terms * mStride;
  while (m < end) {
    const m0 = v128.load(m);
    const m1 = v128.load(m, 16);
    let factor = v128.load32_splat(x0);
    a0 = madd(factor, m0, a0);
    a1 = madd(factor, m1, a1);
    factor = v128.load32_splat(x1);
    b0 = madd(factor, m0, b0);
    b1 = madd(factor, m1, b1);
    factor = v128.load32_splat(x2);
    c0 = madd(factor, m0, c0);
    c1 = madd(factor, m1, c1);
    factor = v128.load32_splat(x3);
    d0 = madd(factor, m0, d0);
    d1 = madd(factor, m1, d1);
    x0 += columnStride;
    x1 += columnStride;
    x2 += columnStride;
    x3 += columnStride;
    m += mStride;
  }
  const out1 = out0 + outStride;
  const out2 = out1 + outStride;
  const out3 = out2 + outStride;
  add(out0, a0, a1);
  add(out1, b0, b1);
  add(out2, c0, c1);
  add(out3, d0, d1);
}

// @ts-ignore: decorator
@inline
function add(out: usize, left: v128, right: v128): void {
  v128.store(out, f32x4.add(v128.load(out), left));
  v128.store(out, f32x4.add(v128.load(out, 16), right), 16);
}
