import type { Multipliers } from '../../certificate/multipliers.js';

/**
 * What a label set asks of a point u of a bounded system, as rows of unit length: `row . u + offset >= r`.
 * There can be far more of them than a solver ever looks at; a number stands for each.
 */
export interface MarginRows {
  /**
   * From here on rows are those of this label set. Returns multipliers where one row without weights rules it
   * out.
   */
  begin(labels: Int32Array): Multipliers | null;
  /** Looks at every row at u, and returns about what the least margin is. */
  price(u: Float64Array): number;
  /** The least margin at the point priced last, in float64. */
  least(): number;
  /**
   * Multipliers of a row whose margin no u changes and that has none, if the point priced last showed one.
   */
  hopeless(): Multipliers | null;
  /**
   * Rows whose margins at the point priced last are the least and below `limit`, worst first; without `taken`
   * ones.
   */
  worst(limit: number, count: number, taken: ReadonlySet<number>): number[];
  /**
   * Rows to begin with, at the point priced last: those that bound earlier sets or are likely to bind this
   * one.
   */
  likely(): number[];
  /** Rows of which a solver knows the labels. */
  ofLabels(labels: Iterable<number>): number[];
  /** [width], up to the factor. Do not write into it. */
  row(number: number): Float64Array;
  /** Makes the row one of unit length, with its sign. */
  factor(number: number): number;
  offset(number: number): number;
  /** Multipliers of the classifier's rows from those of unit length. */
  multipliers(numbers: readonly number[], values: ArrayLike<number>): Multipliers;
  /** Remembers which rows bound a radius. */
  learn(numbers: readonly number[]): void;
}

/**
 * An offset far beyond what `row . u` can be, as one that is just beyond: the row holds everywhere or nowhere
 * all the same, and solvers meet numbers of moderate size.
 */
export function clampedOffset(offset: number): number {
  return Math.max(-farOff, Math.min(farOff, offset));
}

/** |u_j| <= 1 and rows have unit length, so nothing reaches this with fewer than 10^12 features. */
const farOff = 1e6;
