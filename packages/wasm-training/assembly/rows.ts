import { addNumbers } from './numbers';

/**
 * y [outer, count, slice] = x [outer, dim, slice] at the `count` indices of its middle axis, in range; a
 * slice has `bytes`.
 */
export function gather(
  x: usize,
  indices: usize,
  y: usize,
  outer: i32,
  dim: usize,
  count: usize,
  bytes: usize,
): void {
  const end = indices + (count << 2);
  for (let o = 0; o < outer; o++) {
    for (let at = indices; at < end; at += 4) {
      copy(y, x + <usize>load<u32>(at) * bytes, bytes);
      y += bytes;
    }
    x += dim * bytes;
  }
}

/**
 * The same as `memory.copy`, which is a call outside the module and so takes longer than the copy of a short
 * slice.
 */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, bytes: usize): void {
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, v128.load(from + i));
  for (; i + 4 <= bytes; i += 4) store<u32>(to + i, load<u32>(from + i));
  for (; i < bytes; i++) store<u8>(to + i, load<u8>(from + i));
}

/**
 * Adds row n of x [count, size] to row `ids[n]` of y [segments, size]; a row whose id is out of range is left
 * out.
 */
export function addRows(
  x: usize,
  ids: usize,
  y: usize,
  count: usize,
  size: usize,
  segments: u32,
  integers: i32,
): void {
  const bytes = size << 2;
  const end = ids + (count << 2);
  for (; ids < end; ids += 4, x += bytes) {
    const id = load<u32>(ids); // a negative id is then a large number
    if (id >= segments) continue;
    const target = y + <usize>id * bytes;
    if (integers) addIntegers(size, x, target);
    else addNumbers(size, x, target);
  }
}

// @ts-ignore: decorator
@inline
function addIntegers(count: usize, source: usize, target: usize): void {
  const end = target + (count << 2);
  for (; target < end; source += 4, target += 4) store<i32>(target, load<i32>(target) + load<i32>(source));
}
