/**
 * The candidates that were violated most when all were computed the last time. With bounds, most steps add or
 * remove a bound, and computing all candidates at each step would take much of its time; the next candidate
 * to enter is almost always one of these.
 */
import { bounds, bytes64, candidates, mostListed, shortlist, x } from './layout';
import { dot } from './vector';

let listed: i32 = 0;
/** Candidates that fall short by no more than this are not put on the list. */
export let floor: f64 = Infinity;

/** Starts a list of candidates that fall short by more than this; with Infinity it stays empty. */
export function startList(least: f64): void {
  listed = 0;
  floor = least;
}

/**
 * Puts a candidate on the list, which falls short by more than `floor`: instead of the last one if the list
 * is full.
 */
export function list(candidate: i32, short: f64): void {
  let k = listed < mostListed ? listed++ : mostListed - 1;
  for (; k > 0 && shortOf(k - 1) < short; k--) set(k, placeOf(k - 1), shortOf(k - 1));
  set(k, candidate, short);
  if (listed === mostListed) floor = shortOf(mostListed - 1);
}

/**
 * Ends the list: it can be used as long as a candidate on it falls short by half as much as the first one
 * now, and by more than `slack`.
 */
export function endList(slack: f64): void {
  if (listed > 0) floor = max(slack, shortOf(0) / 2);
}

/** How far the candidate that `mostViolatedOfList` found falls short. */
export let shortfall: f64 = 0;

/** The candidate on the list that falls short most; -1 if all candidates have to be computed again. */
export function mostViolatedOfList(): i32 {
  let found = -1;
  shortfall = floor;
  for (let k = 0; k < listed; k++) {
    const candidate = placeOf(k);
    const least = f64.load(bounds + ((<usize>candidate) << 3));
    const short = least - dot(candidates + <usize>candidate * bytes64, x, bytes64);
    if (short > shortfall) {
      shortfall = short;
      found = candidate;
    }
  }
  return found;
}

function shortOf(k: i32): f64 {
  return f64.load(shortlist + ((<usize>k) << 3));
}

function placeOf(k: i32): i32 {
  return load<i32>(shortlist + 8 * mostListed + ((<usize>k) << 2));
}

function set(k: i32, candidate: i32, short: f64): void {
  f64.store(shortlist + ((<usize>k) << 3), short);
  store<i32>(shortlist + 8 * mostListed + ((<usize>k) << 2), candidate);
}
