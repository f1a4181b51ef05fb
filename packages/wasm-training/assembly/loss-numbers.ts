/** c x, and 0 where c is 0 and x infinite. */
// @ts-ignore: decorator
@inline
export function times(c: v128, x: v128): v128 {
  return v128.andnot(f32x4.mul(c, x), f32x4.eq(c, f32x4.splat(0)));
}

/** x0 + x2 and x1 + x3 in float64, so that sums of millions of terms lose no digits. */
// @ts-ignore: decorator
@inline
export function pairSums(x: v128): v128 {
  return f64x2.promote_low_f32x4(f32x4.add(x, i32x4.shuffle(x, x, 2, 3, 0, 1)));
}

export function fill(x: usize, value: f32, n: usize): void {
  for (let j: usize = 0; j < n; j++) store<f32>(x + (j << 2), value);
}

export function sum(x: usize, n: usize): f64 {
  let total: f64 = 0;
  for (let j: usize = 0; j < n; j++) total += <f64>load<f32>(x + (j << 2));
  return total;
}
