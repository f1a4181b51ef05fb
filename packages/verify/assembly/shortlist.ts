/**
 * The candidates that were violated most when all were looked at. With bounds, of which most steps bring one
 * or take one out, looking at all candidates each time is a good part of a step; what enters next is almost
 * always one of these.
 */
import { bounds, bytes64, candidates, mostListed, shortlist, x } from './layout';
import { dot } from './vector';

let listed: i32 = 0;
/** Those that fall short by no more than this are not for the list: they are not looked at. */
export let floor: f64 = Infinity;

/** Starts a list of candidates that fall short by more than this; with Infinity it stays empty. */
export function startList(least: f64): void {
  listed = 0;
  floor = least;
}

/**
 * Puts a candidate on the list, which falls short by more than `floor`: in place of the last where it is
 * full.
 */
export function list(candidate: i32, short: f64): void {
  let k = listed < mostListed ? listed++ : mostListed - 1;
  for (; k > 0 && shortOf(k - 1) < short; k--) set(k, placeOf(k - 1), shortOf(k - 1));
  set(k, candidate, short);
  if (listed === mostListed) floor = shortOf(mostListed - 1);
}

/**
 * Ends the list: it will do as long as one on it falls short by half as much as the first does now, and by
 * more than `slack`.
 */
export function endList(slack: f64): void {
  if (listed > 0) floor = max(slack, shortOf(0) / 2);
}

/** How far the candidate falls short that `mostViolatedOfList` found. */
export let shortfall: f64 = 0;

/** The candidate on the list that falls short most, -1 where all have to be looked at again. */
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
