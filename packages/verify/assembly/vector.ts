/** Sum of products of two float64 vectors. `bytes` is a multiple of 32. */
// @ts-ignore: decorator
@inline
export function dot(a: usize, b: usize, bytes: usize): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 32) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(a + i), v128.load(b + i)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
  }
  return sumOfLanes(f64x2.add(s0, s1));
}

/** The products of four vectors, `bytes` apart from `a` on, with `b`, written to `to`. */
// @ts-ignore: decorator
@inline
export function dots4(a: usize, b: usize, bytes: usize, to: usize): void {
  const a1 = a + bytes;
  const a2 = a1 + bytes;
  const a3 = a2 + bytes;
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 32) {
    const b0 = v128.load(b + i);
    s0 = f64x2.add(s0, f64x2.mul(v128.load(a + i), b0));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(a1 + i), b0));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(a2 + i), b0));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(a3 + i), b0));
    const b1 = v128.load(b + i, 16);
    s0 = f64x2.add(s0, f64x2.mul(v128.load(a + i, 16), b1));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(a1 + i, 16), b1));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(a2 + i, 16), b1));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(a3 + i, 16), b1));
  }
  f64.store(to, sumOfLanes(s0));
  f64.store(to, sumOfLanes(s1), 8);
  f64.store(to, sumOfLanes(s2), 16);
  f64.store(to, sumOfLanes(s3), 24);
}

/** Takes four vectors, `bytes` apart from `a` on, each times its factor at `factors`, from `y`. */
// @ts-ignore: decorator
@inline
export function subtract4(a: usize, factors: usize, y: usize, bytes: usize): void {
  const a1 = a + bytes;
  const a2 = a1 + bytes;
  const a3 = a2 + bytes;
  const f0 = v128.load64_splat(factors);
  const f1 = v128.load64_splat(factors, 8);
  const f2 = v128.load64_splat(factors, 16);
  const f3 = v128.load64_splat(factors, 24);
  for (let i: usize = 0; i < bytes; i += 16) {
    const first = f64x2.add(f64x2.mul(f0, v128.load(a + i)), f64x2.mul(f1, v128.load(a1 + i)));
    const second = f64x2.add(f64x2.mul(f2, v128.load(a2 + i)), f64x2.mul(f3, v128.load(a3 + i)));
    v128.store(y + i, f64x2.sub(v128.load(y + i), f64x2.add(first, second)));
  }
}

/** y += factor * a */
// @ts-ignore: decorator
@inline
export function addTimes(factor: f64, a: usize, y: usize, bytes: usize): void {
  const f = f64x2.splat(factor);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(y + i, f64x2.add(v128.load(y + i), f64x2.mul(f, v128.load(a + i))));
  }
}

// @ts-ignore: decorator
@inline
export function norm(a: usize, bytes: usize): f64 {
  return Math.sqrt(dot(a, a, bytes));
}

// @ts-ignore: decorator
@inline
function sumOfLanes(s: v128): f64 {
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}
