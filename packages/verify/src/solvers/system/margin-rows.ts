import type { Multipliers } from '../../certificate/multipliers.js';

/**
 * The conditions of a label set on a point u of a bounded system, as rows of unit length: `row . u + offset
 * >= r`. There can be far more rows than a solver ever reads; each has a number.
 */
export interface MarginRows {
  /**
   * From now on rows are those of this label set. Returns multipliers if a single row without weights rules
   * it out.
   */
  begin(labels: Int32Array): Multipliers | null;
  /** Computes the margin of every row at u, and returns approximately the least. */
  price(u: Float64Array): number;
  /** The least margin at the last point given to `price`, in float64. */
  least(): number;
  /**
   * Multipliers of a row whose margin is the same at every u and not above 0, if the last point given to
   * `price` showed one.
   */
  hopeless(): Multipliers | null;
  /**
   * The rows with the least margins below `limit` at the last point given to `price`, worst first, without
   * those in `taken`.
   */
  worst(limit: number, count: number, taken: ReadonlySet<number>): number[];
  /**
   * The rows to begin with, at the last point given to `price`: rows that were active for earlier sets or are
   * likely to be active for this one.
   */
  likely(): number[];
  /** The rows for labels that a solver names. */
  ofLabels(labels: Iterable<number>): number[];
  /** [width], without the factor. Do not write into it. */
  row(number: number): Float64Array;
  /** The factor that gives the row unit length and its sign. */
  factor(number: number): number;
  offset(number: number): number;
  /** Multipliers of the classifier's rows from multipliers of the rows of unit length. */
  multipliers(numbers: readonly number[], values: ArrayLike<number>): Multipliers;
  /** Remembers which rows bound a radius. */
  learn(numbers: readonly number[]): void;
}

/**
 * Replaces an offset far beyond all values of `row . u` by one just beyond them: the row still holds
 * everywhere or nowhere, and solvers get numbers of moderate size.
 */
export function clampedOffset(offset: number): number {
  return Math.max(-farOff, Math.min(farOff, offset));
}

/** |u_j| <= 1 and rows have unit length, so no value reaches this with fewer than 10^12 features. */
const farOff = 1e6;
