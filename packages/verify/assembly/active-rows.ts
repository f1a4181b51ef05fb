/**
 * The active rows of an active-set method as a thin QR factorisation, `[a_1 .. a_q] = Q R`, which is updated
 * when rows enter and leave.
 *
 * A row enters by Gram-Schmidt, which is repeated until the remainder no longer becomes smaller, so that Q
 * stays orthogonal even if the row is very close to the others; a row leaves by Givens rotations. Both take
 * O(d q).
 *
 * If coordinates are fixed (`fixed-coordinates.ts`), Q is orthonormal at the free ones, and products are
 * computed only there; but `[a_1 .. a_q] = Q R` holds everywhere.
 */
import { bounded, fixed, freeAll, setMotion } from './bounds';
import {
  active,
  basis,
  bytes64,
  coefficients,
  combination,
  d,
  motion,
  multipliers,
  remainder,
  removed,
  triangle,
} from './layout';
import { addTimes, dots4, norm, subtract4 } from './vector';

/** Most passes of an orthogonalisation; it almost always ends after two passes. */
const mostPasses = 3;

/** Number of active rows. */
export let size: i32 = 0;

/** Drops all rows, and frees all coordinates. */
export function clear(): void {
  memory.fill(basis, 0, <usize>(size + 4) * bytes64);
  size = 0;
  if (bounded) freeAll();
}

/**
 * Projects a row on the active ones: `coefficients`, `remainder`, `combination`. Returns the length of
 * `motion`.
 */
export function project(row: usize): f64 {
  memory.copy(remainder, row, bytes64);
  if (bounded) setMotion();
  memory.fill(coefficients, 0, bytes64 + 32);
  let length = norm(motion, bytes64);
  if (size === d - fixed) {
    // The active rows span the whole space: what remains is rounding errors.
    orthogonalise();
    length = 0;
  } else {
    for (let pass = 0; pass < mostPasses && size > 0; pass++) {
      const before = length;
      orthogonalise();
      length = norm(motion, bytes64);
      if (length > 0.1 * before) break;
    }
  }
  solveTriangle();
  return length;
}

/**
 * `project` for `sign * e_j`, where coordinate j is free: the first products are there already, in row j of
 * Q.
 */
export function projectUnit(j: i32, sign: f64): f64 {
  const own = (<usize>j) << 3;
  memory.fill(remainder, 0, bytes64);
  f64.store(remainder + own, sign);
  memory.fill(coefficients, 0, bytes64 + 32);
  for (let k = 0, entry = basis + own; k < ((size + 3) & ~3); k++, entry += bytes64) {
    f64.store(removed + ((<usize>k) << 3), sign * f64.load(entry));
  }
  takeAway();
  let length = norm(motion, bytes64);
  for (let pass = 1, before: f64 = 1; pass < mostPasses && length <= 0.1 * before; pass++) {
    before = length;
    orthogonalise();
    length = norm(motion, bytes64);
  }
  solveTriangle();
  return size === d - fixed ? 0 : length;
}

function orthogonalise(): void {
  const bytes = bytes64;
  const end = basis + <usize>size * bytes;
  let to = removed;
  for (let column = basis; column < end; column += 4 * bytes, to += 32) dots4(column, motion, bytes, to);
  takeAway();
}

/** Moves the part of the remainder that `removed` describes to the coefficients. */
function takeAway(): void {
  const bytes = bytes64;
  const end = basis + <usize>size * bytes;
  const to = removed + (((<usize>(size + 3)) & ~3) << 3);
  let from = removed;
  for (let column = basis; column < end; column += 4 * bytes, from += 32) {
    subtract4(column, from, remainder, bytes);
  }
  if (bounded) setMotion();
  for (let at: usize = 0; removed + at < to; at += 16) {
    v128.store(coefficients + at, f64x2.add(v128.load(coefficients + at), v128.load(removed + at)));
  }
}

/** `combination = R^-1 coefficients`, by columns from the last. */
export function solveTriangle(): void {
  memory.copy(combination, coefficients, (<usize>size) << 3);
  for (let k = size - 1; k >= 0; k--) {
    const at = (<usize>k) << 3;
    const column = triangle + <usize>k * bytes64;
    const value = f64.load(combination + at) / f64.load(column + at);
    f64.store(combination + at, value);
    // Two at a time; with an odd count the last write goes one place too far, and this place is restored.
    addTimes(-value, column, combination, (at + 15) & ~15);
    f64.store(combination + at, value);
  }
}

/** Solves `R^T v = values` in place, by rows from the first: rows of R^T are columns of R. */
export function solveTransposed(values: usize): void {
  for (let k = 0; k < size; k++) {
    const column = triangle + <usize>k * bytes64;
    const own = (<usize>k) << 3;
    let sum = f64.load(values + own);
    for (let at: usize = 0; at < own; at += 8) sum -= f64.load(column + at) * f64.load(values + at);
    f64.store(values + own, sum / f64.load(column + own));
  }
}

/** Makes the row that was projected last active. */
export function add(candidate: i32, length: f64): void {
  const column = basis + <usize>size * bytes64;
  const scale = f64x2.splat(1 / length);
  for (let i: usize = 0; i < bytes64; i += 16) {
    v128.store(column + i, f64x2.mul(v128.load(remainder + i), scale));
  }
  const at = (<usize>size) << 3;
  const own = triangle + <usize>size * bytes64;
  memory.copy(own, coefficients, at);
  f64.store(own + at, length);
  store<i32>(active + ((<usize>size) << 2), candidate);
  size++;
}

/**
 * Removes the active row at `place`, and its multiplier. The row that was projected last is projected on
 * those that stay: its part in the removed direction is added to its remainder. Returns the length of
 * `motion`.
 */
export function drop(place: i32): f64 {
  const last = size - 1;
  const moved = <usize>(last - place);
  const at = (<usize>place) << 2;
  memory.copy(active + at, active + at + 4, moved << 2);
  memory.copy(multipliers + 2 * at, multipliers + 2 * at + 8, moved << 3);
  memory.copy(triangle + <usize>place * bytes64, triangle + <usize>(place + 1) * bytes64, moved * bytes64);
  for (let k = place; k < last; k++) {
    const pair = triangle + <usize>k * bytes64 + ((<usize>k) << 3);
    const a = f64.load(pair);
    const b = f64.load(pair, 8);
    const length = Math.sqrt(a * a + b * b); // rows are about of length 1: neither overflows
    const cos = a / length;
    const sin = b / length;
    for (let l = k, at = pair; l < last; l++, at += bytes64) {
      const upper = f64.load(at);
      const lower = f64.load(at, 8);
      f64.store(at, cos * upper + sin * lower);
      f64.store(at, cos * lower - sin * upper, 8);
    }
    const own = coefficients + ((<usize>k) << 3);
    const first = f64.load(own);
    const second = f64.load(own, 8);
    f64.store(own, cos * first + sin * second);
    f64.store(own, cos * second - sin * first, 8);
    const column = basis + <usize>k * bytes64;
    rotate(column, column + bytes64, cos, sin);
  }
  const gone = basis + <usize>last * bytes64;
  const own = coefficients + ((<usize>last) << 3);
  addTimes(f64.load(own), gone, remainder, bytes64);
  if (bounded) setMotion();
  f64.store(own, 0);
  memory.fill(gone, 0, bytes64);
  size = last;
  solveTriangle();
  return norm(motion, bytes64);
}

function rotate(a: usize, b: usize, cos: f64, sin: f64): void {
  const c = f64x2.splat(cos);
  const s = f64x2.splat(sin);
  for (let i: usize = 0; i < bytes64; i += 16) {
    const first = v128.load(a + i);
    const second = v128.load(b + i);
    v128.store(a + i, f64x2.add(f64x2.mul(c, first), f64x2.mul(s, second)));
    v128.store(b + i, f64x2.sub(f64x2.mul(c, second), f64x2.mul(s, first)));
  }
}
