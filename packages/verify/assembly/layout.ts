/**
 * The layout of the memory. Vectors of features are padded with zeros to a multiple of 4 numbers, so that
 * loops have no remainder. The addresses are exported, and set by `allocate`; only the candidates grow, at
 * the end.
 */

/** Number of features. */
export let d: i32 = 0;
/** Bytes of a vector of features in float32 and in float64. */
export let bytes32: usize = 0;
export let bytes64: usize = 0;
/** Rows, rounded up to a multiple of 4. */
export let paddedRows: i32 = 0;

/** Unit rows in float32, one after the other. */
export let rows: usize = 0;
/** 1 or -1 for each row, float32. */
export let signs: usize = 0;
/** Added to each row's margin, float32: Infinity takes a row out. */
export let offsets: usize = 0;
/** Margin of each row, float32. */
export let margins: usize = 0;
/** Rows to price alone, int32. */
export let some: usize = 0;
/** The direction to price, float32. */
export let direction: usize = 0;

/** The nearest point, float64. */
export let x: usize = 0;
/** The direction that its start is pushed in. */
export let goal: usize = 0;
/** Orthonormal basis of the active rows, one vector after the other; zeros beyond the active ones. */
export let basis: usize = 0;
/** R of the QR factorisation by columns, each of `bytes64`. */
export let triangle: usize = 0;
/** `Q^T a` and `a - Q Q^T a` of the row that was projected last, and `R^-1 Q^T a`. */
export let coefficients: usize = 0;
export let remainder: usize = 0;
export let combination: usize = 0;
/**
 * The remainder's entries at free coordinates, zeros between them: where nothing is fixed, the remainder
 * itself.
 */
export let motion: usize = 0;
/** What one pass of an orthogonalisation takes away. */
export let removed: usize = 0;
/** Multipliers of the active rows, float64, and their candidates, int32. */
export let multipliers: usize = 0;
export let active: usize = 0;
/**
 * Least and largest value of each coordinate, float64: infinite where there is none, as beyond the last
 * coordinate.
 */
export let lower: usize = 0;
export let upper: usize = 0;
/**
 * Which coordinates are fixed at a bound, float64: 1 at the lower, -1 at the upper one, 0 where free. A bound
 * is a row, `e_j . x >= lower_j` or `-e_j . x >= -upper_j`, and this its only entry.
 */
export let normals: usize = 0;
/** Multipliers of the bounds that coordinates are fixed at, float64, 0 for the free ones. */
export let pressures: usize = 0;
/** Where `motion` lies if it is not the remainder itself. */
let apart: usize = 0;
/** Givens rotations, one for each active row. */
export let cosines: usize = 0;
export let sines: usize = 0;
/**
 * Shortfalls of the candidates on the short list, float64, the largest first, and then their places, int32.
 */
export const mostListed = 16;
export let shortlist: usize = 0;
/** Bounds of the candidates, float64, for as many as there is memory for. */
export let bounds: usize = 0;
/** Candidate rows, float64, one after the other, to the end of the memory. */
export let candidates: usize = 0;

/** The address for the next vector. */
let end: usize = 0;

function take(bytes: usize): usize {
  const at = end;
  end += bytes;
  return at;
}

/** Addresses stay below 2 GiB, because JavaScript reads larger ones as negative numbers. */
const mostBytes: u64 = 0x7fff_0000;

/**
 * Sets the layout of the memory for `numRows` rows to price, and problems with up to `mostCandidates`
 * candidates, all with `numFeatures` features. Returns whether there is enough memory.
 */
export function allocate(numRows: i32, numFeatures: i32, mostCandidates: i32): bool {
  const padded = (<usize>(numFeatures + 3)) & ~3;
  d = numFeatures;
  bytes32 = padded << 2;
  bytes64 = padded << 3;
  paddedRows = (numRows + 3) & ~3;
  if (<u64>paddedRows * <u64>(bytes32 + 16) + <u64>padded * <u64>(2 * bytes64) > mostBytes) return false;
  end = 64;
  const perRow = (<usize>paddedRows) << 2;
  rows = take(<usize>paddedRows * bytes32);
  signs = take(perRow);
  offsets = take(perRow);
  margins = take(perRow);
  some = take(perRow);
  direction = take(bytes32);
  end = (end + 15) & ~15;
  x = take(bytes64);
  goal = take(bytes64);
  basis = take((padded + 4) * bytes64);
  triangle = take(padded * bytes64);
  coefficients = take(bytes64 + 32);
  remainder = take(bytes64);
  combination = take(bytes64 + 32);
  removed = take(bytes64 + 32);
  multipliers = take(bytes64 + 32);
  active = take(bytes64);
  lower = take(bytes64);
  upper = take(bytes64);
  normals = take(bytes64);
  pressures = take(bytes64);
  apart = take(bytes64);
  motion = remainder;
  cosines = take(bytes64 + 32);
  sines = take(bytes64 + 32);
  shortlist = take(12 * mostListed);
  bounds = end;
  candidates = bounds + ((<usize>(mostCandidates + 4)) << 3);
  return reserve(0);
}

/** Gives `motion` a place of its own, or not. */
export function setMotionApart(is: bool): void {
  motion = is ? apart : remainder;
}

/** Makes room for `count` candidates, and says whether it could. */
export function reserve(count: i32): bool {
  const end = <u64>candidates + <u64>(count + 4) * bytes64; // they are read by fours
  if (end > mostBytes) return false;
  const pages = <i32>((end + 0xffff) >> 16);
  return pages <= memory.size() || memory.grow(pages - memory.size()) >= 0;
}
