/**
 * Margins of many rows in float32, for the check of witnesses. It has its own code, module and memory, so
 * that a check shares nothing with the solver whose answers it checks. This is why the products of `price.ts`
 * are written here again.
 *
 * Rows are padded with zeros to a multiple of 4 numbers and stored one after the other; their number is
 * padded to a multiple of 4.
 */

let count: i32 = 0;
let bytes: usize = 0;

export let rows: usize = 0;
export let vector: usize = 0;
/**
 * For each row: the factor from its score to its margin, with the sign, and a bound on the margin's error
 * relative to the vector.
 */
export let scales: usize = 0;
export let errors: usize = 0;
/** For each row: a lower bound on its margin. */
export let lower: usize = 0;
/** Rows that `collect` found. */
export let found: usize = 0;

/**
 * Relative error of a margin, because it is rounded when it is scaled and when the error is subtracted from
 * it.
 */
const relative: f32 = <f32>1.0 / <f32>1048576.0; // 2^-20

/** Reserves memory for rows, and for a vector to multiply them with. Returns whether there is enough. */
export function allocate(numRows: i32, width: i32): bool {
  count = (numRows + 3) & ~3;
  bytes = ((<usize>(width + 3)) & ~3) << 2;
  const perRow = (<usize>count) << 2;
  vector = 64;
  scales = vector + bytes;
  errors = scales + perRow;
  lower = errors + perRow;
  found = lower + perRow;
  rows = found + perRow;
  const end = <u64>rows + <u64>count * <u64>bytes;
  if (end > 0x7fff_0000) return false; // addresses that JavaScript reads as positive numbers
  const pages = <i32>((end + 0xffff) >> 16);
  return pages <= memory.size() || memory.grow(pages - memory.size()) >= 0;
}

/** Writes a lower bound on every row's margin, and returns an upper bound on the least margin. */
export function bound(length: f32): f32 {
  let least = f32x4.splat(Infinity);
  let row = rows;
  const end = (<usize>count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    // As price.ts of the solvers, from which the check takes nothing.
    const row1 = row + bytes;
    const row2 = row1 + bytes;
    const row3 = row2 + bytes;
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    for (let j: usize = 0; j < bytes; j += 16) {
      const v = v128.load(vector + j);
      s0 = f32x4.add(s0, f32x4.mul(v128.load(row + j), v));
      s1 = f32x4.add(s1, f32x4.mul(v128.load(row1 + j), v));
      s2 = f32x4.add(s2, f32x4.mul(v128.load(row2 + j), v));
      s3 = f32x4.add(s3, f32x4.mul(v128.load(row3 + j), v));
    }
    const ab = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
    const ce = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
    const sums = f32x4.add(v128.shuffle<f32>(ab, ce, 0, 1, 4, 5), v128.shuffle<f32>(ab, ce, 2, 3, 6, 7));
    const margins = f32x4.mul(sums, v128.load(scales + at));
    const off = f32x4.add(
      f32x4.mul(v128.load(errors + at), f32x4.splat(length)),
      f32x4.mul(f32x4.abs(margins), f32x4.splat(relative)),
    );
    v128.store(lower + at, f32x4.sub(margins, off));
    least = f32x4.pmin(least, f32x4.add(margins, off)); // NaN is skipped
    row = row3 + bytes;
  }
  return min(
    min(f32x4.extract_lane(least, 0), f32x4.extract_lane(least, 1)),
    min(f32x4.extract_lane(least, 2), f32x4.extract_lane(least, 3)),
  );
}

/** Lists the rows whose margin is not proved to be above `limit`. Returns their number. */
export function collect(limit: f32): i32 {
  let to = found;
  for (let i = 0; i < count; i++) {
    if (f32.load(lower + ((<usize>i) << 2)) > limit) continue;
    store<i32>(to, i);
    to += 4;
  }
  return <i32>((to - found) >> 2);
}
