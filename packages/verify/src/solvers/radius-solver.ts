import type { Multipliers } from '../certificate/multipliers.js';

/**
 * Finds certificates for the radius of label sets of one classifier. Only what the functions in
 * `certificate/` confirm of its results is used: a solver can be imprecise or fail, but it cannot make a
 * verdict wrong.
 */
export interface RadiusSolver {
  /**
   * @param labels The active labels, ascending.
   * @param deadline When to give up, as a time of `performance.now()`.
   */
  solve(labels: Int32Array, deadline?: number): Candidates;
  /** Frees the solver's memory; it cannot be used any more. */
  dispose(): void;
}

/** The failure of a solver that ran out of time. */
export const outOfTime = 'The time limit for one label set was reached.';

export interface Candidates {
  /** A feature vector in the range; null if none was found. */
  readonly witness: Float64Array | null;
  /** Null if none were found. */
  readonly multipliers: Multipliers | null;
  /** Why the solver gave up, if it did. */
  readonly failure?: string;
}
