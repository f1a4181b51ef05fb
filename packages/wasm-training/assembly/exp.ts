import { madd } from './simd';

/**
 * Exponentials and logarithms of four numbers at a time. Their constants are read from a table in memory,
 * because V8 builds vector constants again in each iteration of a loop.
 */

/** Bytes of the table. */
export const EXP_TABLE: usize = 16 * 17;

/** Where the table has 1. */
export const ONE: usize = 144;

/** Writes the table: each constant four times. */
export function writeExpTable(table: usize): void {
  let next = table;
  next = writeSplat(next, 1.44269504); // 0: 1 / ln 2
  next = writeSplat(next, 12582912.0); // 16: 1.5 * 2^23, whose last bit counts ones
  next = writeSplat(next, -0.693359375); // 32: minus ln 2 in few bits, so that a multiple of it is exact
  next = writeSplat(next, 2.1219444e-4); // 48: and the rest
  // 64: minimax of (exp(r) - 1) / r for |r| <= ln 2 / 2, error 2e-9
  next = writeSplat(next, 0.0013842711923643947);
  next = writeSplat(next, 0.008374964818358421);
  next = writeSplat(next, 0.041668057441711426);
  next = writeSplat(next, 0.1666642129421234);
  next = writeSplat(next, 0.4999999403953552);
  next = writeSplat(next, 1.0); // ONE
  next = writeSplat(next, -87.33654); // 160: below, exp is less than the smallest normal number
  next = writeSplat(next, 2.0); // 176
  // 192: minimax of (2 atanh(s) / s - 2) / s^2 for s <= 1/3, error 5e-9
  next = writeSplat(next, 0.2801809310913086);
  next = writeSplat(next, 0.28000664710998535);
  next = writeSplat(next, 0.40021589398384094);
  next = writeSplat(next, 0.6666641235351562); // 240
  writeSplat(next, 0.69314718); // 256: ln 2
}

/** Writes a number four times and gives the place after them. */
export function writeSplat(at: usize, x: f32): usize {
  v128.store(at, f32x4.splat(x));
  return at + 16;
}

/** exp(x) for x <= 0, within 1e-7 of its value; 0 below -87.3, where the value is no normal number. */
// @ts-ignore: decorator
@inline
export function exp(x: v128, table: usize): v128 {
  const magic = v128.load(table, 16);
  // The nearest integer to x / ln 2, in the last bits of a float.
  const shifted = madd(x, v128.load(table), magic);
  const n = f32x4.sub(shifted, magic);
  const r = madd(n, v128.load(table, 48), madd(n, v128.load(table, 32), x));
  // 1 + r + r^2 (...), with short chains of operations, because these determine the time.
  const square = f32x4.mul(r, r);
  const high = madd(square, v128.load(table, 64), madd(r, v128.load(table, 80), v128.load(table, 96)));
  const low = madd(r, v128.load(table, 112), v128.load(table, 128));
  const p = f32x4.add(madd(square, madd(square, high, low), r), v128.load(table, ONE));
  // Times 2^n: n into the exponent.
  const scaled = i32x4.add(p, i32x4.shl(shifted, 23));
  return v128.andnot(scaled, f32x4.lt(x, v128.load(table, 160)));
}

/** log(1 + f) for f from -0.3 to 1, within 3e-7 of its value. */
// @ts-ignore: decorator
@inline
export function log1p(f: v128, table: usize): v128 {
  const two = v128.load(table, 176);
  const s = f32x4.div(f, f32x4.add(two, f));
  const t = f32x4.mul(s, s);
  const high = madd(t, v128.load(table, 192), v128.load(table, 208));
  const low = madd(t, v128.load(table, 240), two);
  const square = f32x4.mul(t, t);
  const p = madd(square, madd(t, high, v128.load(table, 224)), low);
  return f32x4.mul(s, p);
}

/**
 * log(x) for x from the smallest normal number on, within 3e-7 of its value.
 *
 * @param minusOne x - 1, exactly: x near 1 has lost digits of it.
 */
// @ts-ignore: decorator
@inline
export function log(x: v128, minusOne: v128, table: usize): v128 {
  // x = 2^e m with m from sqrt(1/2) to sqrt(2), by the bits of sqrt(1/2).
  const e = i32x4.shr_s(i32x4.sub(x, i32x4.splat(0x3f3504f3)), 23);
  const m = i32x4.sub(x, i32x4.shl(e, 23));
  const one = v128.load(table, ONE);
  const f = v128.bitselect(minusOne, f32x4.sub(m, one), i32x4.eq(e, i32x4.splat(0)));
  return madd(f32x4.convert_i32x4_s(e), v128.load(table, 256), log1p(f, table));
}
