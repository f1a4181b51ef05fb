/**
 * Bounds of single coordinates, `lower_j <= x_j <= upper_j`. They are rows like any other, `e_j` or `-e_j`,
 * but an active bound needs no place in the factorisation: its coordinate is fixed, and the active rows are
 * without it. This file works only with vectors of features; `fixed-coordinates.ts` updates the
 * factorisation.
 */
import { bytes64, d, lower, motion, normals, pressures, remainder, setMotionApart, upper, x } from './layout';

/** Whether there are bounds. Without any, no step looks at them. */
export let bounded: bool = false;
/** Number of fixed coordinates. */
export let fixed: i32 = 0;

/** The fixed coordinate whose pressure is the first to fall to 0; -1 if there is none. */
export let relieved: i32 = -1;

/** Sets whether the bounds at `lower` and `upper` count from now on. There must be no active rows. */
export function setBounded(are: bool): void {
  bounded = are;
  setMotionApart(are);
  freeAll();
}

export function freeAll(): void {
  memory.fill(normals, 0, bytes64);
  memory.fill(pressures, 0, bytes64);
  fixed = 0;
  relieved = -1;
}

/** Copies the entries of the remainder that belong to free coordinates. */
export function setMotion(): void {
  const zero = f64x2.splat(0);
  for (let i: usize = 0; i < bytes64; i += 16) {
    v128.store(motion + i, v128.and(v128.load(remainder + i), f64x2.eq(v128.load(normals + i), zero)));
  }
}

/** Puts fixed coordinates of x back on their bounds. */
export function holdFixed(): void {
  for (let i: usize = 0; i < bytes64; i += 8) {
    const normal = f64.load(normals + i);
    if (normal !== 0) f64.store(x + i, f64.load((normal > 0 ? lower : upper) + i));
  }
}

/** Counts a coordinate as fixed, at the bound that `normal` stands for, and puts it there exactly. */
export function markFixed(j: i32, normal: f64, pressure: f64): void {
  const at = (<usize>j) << 3;
  f64.store(normals + at, normal);
  // A coordinate whose bounds are equal stays fixed, in whichever direction it is pressed.
  f64.store(pressures + at, f64.load(lower + at) === f64.load(upper + at) ? Infinity : pressure);
  f64.store(x + at, f64.load((normal > 0 ? lower : upper) + at));
  fixed++;
}

export function markFree(j: i32): void {
  const at = (<usize>j) << 3;
  f64.store(normals + at, 0);
  f64.store(pressures + at, 0);
  fixed--;
}

/** The coordinate that `mostOutside` found, how far it is outside, and the normal of the bound there. */
export let outside: i32 = -1;
export let excess: f64 = 0;
export let normal: f64 = 0;

/** Finds the free coordinate furthest outside its bounds; -1 if none is outside by more than `least`. */
export function mostOutside(least: f64): void {
  outside = -1;
  excess = least;
  for (let j = 0; j < d; j++) {
    const at = (<usize>j) << 3;
    const value = f64.load(x + at);
    const short = max(f64.load(lower + at) - value, value - f64.load(upper + at));
    if (short > excess && f64.load(normals + at) === 0) {
      excess = short;
      outside = j;
    }
  }
  const at = (<usize>outside) << 3;
  if (outside >= 0) normal = f64.load(x + at) < f64.load(lower + at) ? 1 : -1;
}

/**
 * Fixes at once all coordinates outside their bounds, and those whose bounds are equal. Only without active
 * rows: x is then the start, and every coordinate is an independent problem.
 */
export function fixAllOutside(): void {
  for (let j = 0; j < d; j++) {
    const at = (<usize>j) << 3;
    if (f64.load(normals + at) !== 0) continue;
    const least = f64.load(lower + at);
    const most = f64.load(upper + at);
    const value = f64.load(x + at);
    if (value < least || least === most) markFixed(j, 1, least - value);
    else if (value > most) markFixed(j, -1, value - most);
  }
}

/**
 * How far x can move along the row that was projected last until a pressure falls to 0; `step` if that is
 * less. What the active rows leave of it at a fixed coordinate is taken from the pressure there: `normal_j
 * remainder_j`.
 */
export function stepToRelieve(step: f64, least: f64): f64 {
  relieved = -1;
  for (let at: usize = 0; at < bytes64; at += 8) {
    const rate = f64.load(normals + at) * f64.load(remainder + at);
    if (rate > least && f64.load(pressures + at) < step * rate) {
      step = f64.load(pressures + at) / rate;
      relieved = <i32>(at >> 3);
    }
  }
  return step;
}

export function movePressures(step: f64): void {
  const zero = f64x2.splat(0);
  const steps = f64x2.splat(step);
  for (let i: usize = 0; i < bytes64; i += 16) {
    const rate = f64x2.mul(v128.load(normals + i), v128.load(remainder + i));
    const moved = f64x2.sub(v128.load(pressures + i), f64x2.mul(steps, rate));
    v128.store(pressures + i, f64x2.max(zero, moved));
  }
}

/** The pressures that hold x where its start is `distance` along the row that was projected last. */
export function rebasePressures(distance: f64): void {
  for (let i: usize = 0; i < bytes64; i += 8) {
    if (f64.load(pressures + i) < Infinity) f64.store(pressures + i, 0);
  }
  movePressures(distance);
}
