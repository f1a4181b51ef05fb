import { bytes32, direction, margins, offsets, paddedRows, rows, signs, some } from './layout';

/** Writes the margin of every row in `direction`: `sign * (row . direction) + offset`. Returns the least. */
export function price(): f32 {
  const bytes = bytes32;
  const numRows = paddedRows;
  let least = f32x4.splat(Infinity);
  let row = rows;
  for (let i = 0; i < numRows; i += 4) {
    // The same as `dots4` of vector.ts, in float32; it is not a function, because a function cannot return
    // four sums in registers.
    const row1 = row + bytes;
    const row2 = row1 + bytes;
    const row3 = row2 + bytes;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      const v = v128.load(direction + j);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(row + j), v));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(row1 + j), v));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(row2 + j), v));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(row3 + j), v));
    }
    const at = (<usize>i) << 2;
    const margin = f32x4.add(
      f32x4.mul(sumsOfLanes(s0, s1, s2, s3), v128.load(signs + at)),
      v128.load(offsets + at),
    );
    v128.store(margins + at, margin);
    least = f32x4.pmin(least, margin);
    row = row3 + bytes;
  }
  return min(
    min(f32x4.extract_lane(least, 0), f32x4.extract_lane(least, 1)),
    min(f32x4.extract_lane(least, 2), f32x4.extract_lane(least, 3)),
  );
}

/** Like `price`, only for the first `count` rows listed in `some`. */
export function priceSome(count: i32): f32 {
  let least: f32 = Infinity;
  for (let k = 0; k < count; k++) {
    const i = <usize>load<u32>(some + ((<usize>k) << 2));
    const row = rows + i * bytes32;
    let sum = f32x4.splat(0);
    for (let j: usize = 0; j < bytes32; j += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(row + j), v128.load(direction + j)));
    }
    const at = (<usize>i) << 2;
    const margin =
      f32x4.extract_lane(sumsOfLanes(sum, sum, sum, sum), 0) * load<f32>(signs + at) +
      load<f32>(offsets + at);
    store<f32>(margins + at, margin);
    least = min(least, margin);
  }
  return least;
}

/** The sums of the lanes of four vectors, as one vector. */
// @ts-ignore: decorator
@inline
function sumsOfLanes(a: v128, b: v128, c: v128, e: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const ce = f32x4.add(v128.shuffle<f32>(c, e, 0, 4, 1, 5), v128.shuffle<f32>(c, e, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, ce, 0, 1, 4, 5), v128.shuffle<f32>(ab, ce, 2, 3, 6, 7));
}
