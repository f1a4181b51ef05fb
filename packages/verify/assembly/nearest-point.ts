/**
 * The point nearest to a start in a polyhedron, `min |x - start|^2 / 2 : c_i . x >= b_i` over a growing set
 * of candidate rows, by the dual active-set method of Goldfarb and Idnani (Mathematical Programming 27,
 * 1983): x is always the nearest point for the active rows alone; the most violated candidate enters, and
 * rows whose multiplier falls to 0 during this step leave.
 *
 * Bounds of coordinates are rows too, which enter and leave like the others; they are only stored
 * differently.
 */
import { add, drop, project, projectUnit, size, solveTransposed } from './active-rows';
import {
  bounded,
  excess,
  fixAllOutside,
  holdFixed,
  mostOutside,
  movePressures,
  normal,
  outside,
  rebasePressures,
  relieved,
  stepToRelieve,
} from './bounds';
import { fix, release } from './fixed-coordinates';
import {
  active,
  basis,
  bounds,
  bytes64,
  candidates,
  combination,
  goal,
  motion,
  multipliers,
  removed,
  x,
} from './layout';
import { endList, floor, list, mostViolatedOfList, shortfall, startList } from './shortlist';
import { addTimes, dot, dots4 } from './vector';

/**
 * A row counts as a combination of the active rows if its remainder is shorter than this share of its length,
 * which is about 1.
 */
const dependent = 1e-11;

/**
 * Rows enter before bounds even if they are violated only half as much. A row moves all coordinates, but a
 * bound moves little except its own coordinate: bounds that enter early often leave again, and if bounds
 * enter first, several times as many steps are needed.
 */
const reluctance = 2;

/* The result of a search. */
/** No candidate is violated. */
const nearest = 0;
/**
 * `multipliers` of the active rows and of the entering one: their combination is 0, up to rounding, so no x
 * satisfies all.
 */
const contradiction = 1;
/** More steps are needed. */
const unfinished = 2;

/**
 * The candidate that entered last, -1 if it was a bound; and that bound's coordinate, -1 if it was a
 * candidate.
 */
export let entering: i32 = -1;
export let enteringBound: i32 = -1;

let stepsLeft: i32 = 0;
/** How far the candidate that `mostViolated` found is below its bound. */
let violation: f64 = 0;

/**
 * Continues with the first `count` candidates, for at most about `mostSteps` steps. Candidates may fall short
 * of their bounds by up to `slack`, and coordinates may be outside their bounds by up to `boundSlack`.
 */
export function solve(count: i32, mostSteps: i32, slack: f64, boundSlack: f64): i32 {
  stepsLeft = mostSteps;
  startList(Infinity); // x, candidates and slack may be others than before
  if (bounded && size === 0) fixAllOutside();
  while (stepsLeft > 0) {
    enteringBound = -1;
    entering = bounded ? mostViolatedOfList() : -1;
    if (entering >= 0) violation = shortfall;
    else entering = mostViolated(count, slack);
    if (bounded) preferBound(boundSlack);
    if (entering < 0 && enteringBound < 0) return nearest;
    if (!enter()) return contradiction;
  }
  return unfinished;
}

/**
 * Lets the bound that is furthest away enter instead of the candidate, if it is `reluctance` times as far
 * away.
 */
function preferBound(slack: f64): void {
  mostOutside(entering < 0 ? slack : max(slack, reluctance * violation));
  if (outside < 0) return;
  entering = -1;
  enteringBound = outside;
  violation = excess;
}

/** The candidate furthest below its bound; -1 if none is below it by more than `slack`. */
function mostViolated(count: i32, slack: f64): i32 {
  let place = -1;
  let most = slack;
  let row = candidates;
  startList(bounded ? slack : Infinity);
  for (let i = 0; i < count; i += 4) {
    dots4(row, x, bytes64, removed);
    const end = min(4, count - i);
    for (let k = 0; k < end; k++) {
      const at = (<usize>k) << 3;
      const short = f64.load(bounds + ((<usize>i) << 3) + at) - f64.load(removed + at);
      if (short > most) {
        most = short;
        place = i + k;
      }
      if (short > floor) list(i + k, short);
    }
    row += 4 * bytes64;
  }
  endList(slack);
  violation = most;
  return place;
}

/**
 * Moves x until the entering row is at its bound. Returns false if this is impossible, because its
 * combination with the active rows is 0.
 */
function enter(): bool {
  const isRow = enteringBound < 0;
  const row = isRow ? candidates + <usize>entering * bytes64 : 0;
  let own: f64 = 0; // the entering row's multiplier
  let length = isRow ? project(row) : projectUnit(enteringBound, normal);
  while (true) {
    stepsLeft--;
    const dualStep = stepToLeave(0);
    const primalStep: f64 = length > dependent ? violation / (length * length) : Infinity;
    if (leaving < 0 && relieved < 0 && primalStep === Infinity) {
      const count = (<usize>size) << 3;
      for (let at: usize = 0; at < count; at += 8) {
        f64.store(multipliers + at, -f64.load(combination + at));
      }
      f64.store(multipliers + count, 1);
      return false;
    }
    const step = min(dualStep, primalStep);
    if (primalStep < Infinity) {
      addTimes(step, motion, x, bytes64);
      violation -= step * length * length;
    }
    moveMultipliers(step);
    own += step;
    if (primalStep <= dualStep) {
      if (!isRow) {
        fix(enteringBound, normal, own, length);
        return true;
      }
      f64.store(multipliers + ((<usize>size) << 3), own);
      add(entering, length);
      return true;
    }
    length = leave(row);
  }
}

/**
 * Removes the row or bound that a step made superfluous, and projects the current row again. Returns the
 * length of its remainder.
 */
function leave(row: usize): f64 {
  return leaving < 0 ? release(relieved, entryOf(row, relieved)) : drop(leaving);
}

/** The entry of a row at a fixed coordinate; that of a bound, address 0, has none. */
function entryOf(row: usize, j: i32): f64 {
  return row === 0 ? 0 : f64.load(row + ((<usize>j) << 3));
}

/**
 * Moves the start by `distance` along `goal`, of length 1, and x with it, among the active rows. Returns true
 * if x stays, however far the start goes: the multipliers of the active rows that hold it, `-combination`,
 * are then not negative. Multipliers and remainders up to `negligible` do not count.
 */
export function push(distance: f64, negligible: f64): bool {
  let left = distance;
  let length = project(goal);
  while (true) {
    const dualStep = stepToLeave(negligible);
    if (leaving < 0 && relieved < 0 && length < negligible) return true;
    const step = min(dualStep, left);
    addTimes(step, motion, x, bytes64);
    moveMultipliers(step);
    left -= step;
    if (left <= 0) return false;
    length = leave(goal);
  }
}

/**
 * After a `push` that did not move x: puts the start at `distance` from x along the goal; x is still the
 * nearest point.
 */
export function rebase(distance: f64): void {
  const count = (<usize>size) << 3;
  for (let at: usize = 0; at < count; at += 8) {
    f64.store(multipliers + at, max(0, -distance * f64.load(combination + at)));
  }
  if (bounded) rebasePressures(distance);
}

/**
 * The active row whose multiplier is the first to fall to 0; -1 if there is none or, with bounds, if
 * `relieved` falls to 0 before it.
 */
let leaving: i32 = -1;

/** How far x can move along the row that was projected last until a multiplier falls to 0. */
function stepToLeave(least: f64): f64 {
  let step: f64 = Infinity;
  leaving = -1;
  const count = (<usize>size) << 3;
  for (let at: usize = 0; at < count; at += 8) {
    const share = f64.load(combination + at);
    const multiplier = f64.load(multipliers + at);
    if (share > least && multiplier < step * share) {
      step = multiplier / share;
      leaving = <i32>(at >> 3);
    }
  }
  if (!bounded) return step;
  const first = stepToRelieve(step, least);
  if (relieved >= 0) leaving = -1;
  return first;
}

function moveMultipliers(step: f64): void {
  const count = (<usize>size) << 3;
  for (let at: usize = 0; at < count; at += 8) {
    f64.store(multipliers + at, max(0, f64.load(multipliers + at) - step * f64.load(combination + at)));
  }
  if (bounded) movePressures(step);
}

/**
 * Moves x to the point where the active rows are exactly at their bounds, from which rounding errors moved
 * it.
 */
export function refine(): void {
  for (let k = 0; k < size; k++) {
    const candidate = <usize>load<i32>(active + ((<usize>k) << 2));
    const short = f64.load(bounds + (candidate << 3)) - dot(candidates + candidate * bytes64, x, bytes64);
    f64.store(removed + ((<usize>k) << 3), short);
  }
  solveTransposed(removed);
  for (let k = 0; k < size; k++) {
    addTimes(f64.load(removed + ((<usize>k) << 3)), basis + <usize>k * bytes64, x, bytes64);
  }
  if (bounded) holdFixed();
}
