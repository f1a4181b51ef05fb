/**
 * The factorisation of the active rows while coordinates are fixed at bounds and freed again: a coordinate is
 * a row of `[a_1 .. a_q] = Q R`, which is removed from the orthonormal part of Q or added to it by Givens
 * rotations, in O(d q). For fixed coordinates Q keeps the rows with which `[a_1 .. a_q] = Q R` holds there
 * too: a remainder then shows what the active rows leave at them.
 *
 * The rotations are those of a vector v beside Q, and of a row below R, with each column and row in turn.
 * They are computed first, or together with R; then they are applied to Q. Columns are processed in fours: a
 * single column would wait for its own last number at every step.
 */
import { size, solveTriangle } from './active-rows';
import { markFixed, markFree, setMotion } from './bounds';
import {
  active,
  basis,
  bytes64,
  candidates,
  coefficients,
  cosines,
  motion,
  remainder,
  removed,
  sines,
  triangle,
} from './layout';
import { addTimes, norm } from './vector';

/**
 * Fixes the coordinate that was projected last (`projectUnit`, which returned `length`) at the bound of this
 * normal.
 */
export function fix(j: i32, normal: f64, pressure: f64, length: f64): void {
  // In the basis [Q v], v = remainder / length, the row e_j is [coefficients, length]. Rotations that gather
  // it in v, k from the last, leave 0 in row j of Q. They fill the row below R from its end, so that R stays
  // a triangle. At fixed coordinates v is -Q Q^T e_j / length, and all of that gathers to 0: there, too, Q R
  // stays what it is.
  const scale = f64x2.splat(1 / length);
  for (let i: usize = 0; i < bytes64; i += 16) {
    v128.store(remainder + i, f64x2.mul(scale, v128.load(remainder + i)));
  }
  let gathered = length;
  for (let k = size - 1; k >= 0; k--) {
    const at = (<usize>k) << 3;
    const entry = f64.load(coefficients + at);
    const whole = Math.sqrt(gathered * gathered + entry * entry); // 1 at most
    f64.store(cosines + at, gathered / whole);
    f64.store(sines + at, -entry / whole);
    gathered = whole;
  }
  let l = 0;
  for (; l + 4 <= size; l += 4) fillBelow4(l);
  for (; l < size; l++) fillBelow(l, 0);
  endRotations();
  for (let k = (size - 1) | 3; k > 0; k -= 4) rotate4(k, -1, remainder);
  setRowOfFixed(j, normal / length);
  markFixed(j, normal, pressure);
}

/**
 * Row j of Q for the coordinate that was fixed, `y R = a_j`. The rotations G took `[R; 0]` to `[R; a_j]`,
 * with the new R. The last row of `[R; 0] = G^T [R; a_j]` is `0 = w R + length a_j`, where `[w; length]` is
 * what G makes of the last unit vector: y is `-w / length`.
 */
function setRowOfFixed(j: i32, scale: f64): void {
  let rest = scale;
  const own = basis + ((<usize>j) << 3);
  for (let k = size - 1; k >= 0; k--) {
    const at = (<usize>k) << 3;
    f64.store(own + <usize>k * bytes64, -rest * f64.load(sines + at));
    rest *= f64.load(cosines + at);
  }
}

/**
 * Rotates column l of R with the row below it, from its diagonal up to row `first`. Returns the number that
 * is then below.
 */
function fillBelow(l: i32, first: i32): f64 {
  const column = triangle + <usize>l * bytes64;
  let below: f64 = 0;
  for (let k = l; k >= first; k--) {
    const at = (<usize>k) << 3;
    const cos = f64.load(cosines + at);
    const sin = f64.load(sines + at);
    const above = f64.load(column + at);
    f64.store(column + at, cos * above + sin * below);
    below = cos * below - sin * above;
  }
  return below;
}

/** `fillBelow` for the four columns from l on, up to row 0. */
function fillBelow4(l: i32): void {
  const b1 = fillBelow(l + 1, l + 1);
  const b2 = fillBelow(l + 2, l + 1);
  const b3 = fillBelow(l + 3, l + 1);
  rotateBelow4(l, (<usize>l) << 3, -8, -8, 0, b1, b2, b3, false);
}

/**
 * Rotates the four columns of R from l on, each with the number below it, at the rows from place `at` to before
 * `end`. With `clears` the numbers that are left are taken to the diagonals by `clearBelow`.
 */
// @ts-ignore: decorator
@inline
function rotateBelow4(
  l: i32,
  at: usize,
  end: usize,
  step: usize,
  b0: f64,
  b1: f64,
  b2: f64,
  b3: f64,
  clears: bool,
): void {
  const c0 = triangle + <usize>l * bytes64;
  const c1 = c0 + bytes64;
  const c2 = c1 + bytes64;
  const c3 = c2 + bytes64;
  for (; at !== end; at += step) {
    const cos = f64.load(cosines + at);
    const sin = f64.load(sines + at);
    const a0 = f64.load(c0 + at);
    const a1 = f64.load(c1 + at);
    const a2 = f64.load(c2 + at);
    const a3 = f64.load(c3 + at);
    f64.store(c0 + at, cos * a0 + sin * b0);
    f64.store(c1 + at, cos * a1 + sin * b1);
    f64.store(c2 + at, cos * a2 + sin * b2);
    f64.store(c3 + at, cos * a3 + sin * b3);
    b0 = cos * b0 - sin * a0;
    b1 = cos * b1 - sin * a1;
    b2 = cos * b2 - sin * a2;
    b3 = cos * b3 - sin * a3;
  }
  if (clears) {
    clearBelow(l, l, b0);
    clearBelow(l + 1, l, b1);
    clearBelow(l + 2, l, b2);
    clearBelow(l + 3, l, b3);
  }
}

/**
 * Frees a coordinate. The row that was projected last, whose entry there is `entry`, is projected on the
 * active rows as they are then. Returns the length of `motion`.
 */
export function release(j: i32, entry: f64): f64 {
  // Below R comes the row of the entries at j, beside Q the column v = e_j. Rotations with k from the first
  // clear that row.
  const own = (<usize>j) << 3;
  let l = 0;
  for (; l + 4 <= size; l += 4) clearBelow4(l, own);
  for (; l < size; l++) clearBelow(l, 0, entryOfActive(l, own));
  for (let k = 0, at = basis + own; k < size; k++, at += bytes64) f64.store(at, 0);
  f64.store(remainder + own, 0);
  const v = removed;
  memory.fill(v, 0, bytes64);
  f64.store(v + own, 1);
  endRotations();
  for (let k = 0; k < size; k += 4) rotate4(k, 1, v);
  let rest = entry;
  // The rotations of `fillBelow`, here of two columns that lie apart.
  for (let k = 0; k < size; k++) {
    const at = (<usize>k) << 3;
    const cos = f64.load(cosines + at);
    const sin = f64.load(sines + at);
    const coefficient = f64.load(coefficients + at);
    f64.store(coefficients + at, cos * coefficient + sin * rest);
    rest = cos * rest - sin * coefficient;
  }
  addTimes(rest, v, remainder, bytes64);
  markFree(j);
  setMotion();
  solveTriangle();
  return norm(motion, bytes64);
}

/** The entry at a coordinate of the active row at a place. */
function entryOfActive(place: i32, own: usize): f64 {
  const candidate = <usize>load<i32>(active + ((<usize>place) << 2));
  return f64.load(candidates + candidate * bytes64 + own);
}

/**
 * Rotates column l of R with the number below it, from row `first` down to the diagonal, where the last
 * rotation clears it.
 */
function clearBelow(l: i32, first: i32, below: f64): void {
  const column = triangle + <usize>l * bytes64;
  const own = (<usize>l) << 3;
  for (let at = (<usize>first) << 3; at < own; at += 8) {
    const cos = f64.load(cosines + at);
    const sin = f64.load(sines + at);
    const above = f64.load(column + at);
    f64.store(column + at, cos * above + sin * below);
    below = cos * below - sin * above;
  }
  const diagonal = f64.load(column + own);
  const length = Math.sqrt(diagonal * diagonal + below * below);
  f64.store(column + own, length);
  f64.store(cosines + own, diagonal / length);
  f64.store(sines + own, below / length);
}

/** `clearBelow` for the four columns from l on, with the active rows' entries at `own`. */
function clearBelow4(l: i32, own: usize): void {
  const b0 = entryOfActive(l, own);
  const b1 = entryOfActive(l + 1, own);
  const b2 = entryOfActive(l + 2, own);
  const b3 = entryOfActive(l + 3, own);
  rotateBelow4(l, 0, (<usize>l) << 3, 8, b0, b1, b2, b3, true);
}

/**
 * After the rotations, as many that change nothing as let them be taken by fours: Q has columns of zeros
 * there.
 */
function endRotations(): void {
  for (let k = size; k & 3; k++) {
    const at = (<usize>k) << 3;
    f64.store(cosines + at, 1);
    f64.store(sines + at, 0);
  }
}

/** Rotates v with four columns of Q in turn: k, k + towards, .. */
function rotate4(k: i32, towards: i32, v: usize): void {
  const apart = <usize>(<isize>towards * <isize>bytes64);
  const c0 = basis + <usize>k * bytes64;
  const c1 = c0 + apart;
  const c2 = c1 + apart;
  const c3 = c2 + apart;
  const at = (<usize>k) << 3;
  const next = <usize>(<isize>towards * 8);
  const cos0 = v128.load64_splat(cosines + at);
  const sin0 = v128.load64_splat(sines + at);
  const cos1 = v128.load64_splat(cosines + at + next);
  const sin1 = v128.load64_splat(sines + at + next);
  const cos2 = v128.load64_splat(cosines + at + 2 * next);
  const sin2 = v128.load64_splat(sines + at + 2 * next);
  const cos3 = v128.load64_splat(cosines + at + 3 * next);
  const sin3 = v128.load64_splat(sines + at + 3 * next);
  for (let i: usize = 0; i < bytes64; i += 16) {
    let own = v128.load(v + i);
    const a0 = v128.load(c0 + i);
    const a1 = v128.load(c1 + i);
    const a2 = v128.load(c2 + i);
    const a3 = v128.load(c3 + i);
    v128.store(c0 + i, f64x2.add(f64x2.mul(cos0, a0), f64x2.mul(sin0, own)));
    own = f64x2.sub(f64x2.mul(cos0, own), f64x2.mul(sin0, a0));
    v128.store(c1 + i, f64x2.add(f64x2.mul(cos1, a1), f64x2.mul(sin1, own)));
    own = f64x2.sub(f64x2.mul(cos1, own), f64x2.mul(sin1, a1));
    v128.store(c2 + i, f64x2.add(f64x2.mul(cos2, a2), f64x2.mul(sin2, own)));
    own = f64x2.sub(f64x2.mul(cos2, own), f64x2.mul(sin2, a2));
    v128.store(c3 + i, f64x2.add(f64x2.mul(cos3, a3), f64x2.mul(sin3, own)));
    own = f64x2.sub(f64x2.mul(cos3, own), f64x2.mul(sin3, a3));
    v128.store(v + i, own);
  }
}
