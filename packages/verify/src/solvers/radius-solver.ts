import type { Multipliers } from '../certificate/multipliers.js';

/**
 * Finds certificates for the radius of label sets of one classifier. What it returns is believed only as far
 * as the functions in `certificate/` confirm it: a solver can be imprecise or fail, but cannot make a verdict
 * wrong.
 */
export interface RadiusSolver {
  /**
   * @param labels The active labels, ascending.
   * @param deadline When to give up, by `performance.now()`.
   */
  solve(labels: Int32Array, deadline?: number): Candidates;
  /** Frees what the solver holds; it solves no more. */
  dispose(): void;
}

/** What a solver that ran out of time says. */
export const outOfTime = 'The time limit for one label set was reached.';

export interface Candidates {
  /** A feature vector in the range; null when none was found. */
  readonly witness: Float64Array | null;
  /** Null when none were found. */
  readonly multipliers: Multipliers | null;
  /** Why the solver gave up, when it did. */
  readonly failure?: string;
}
