import type { Verdict, VerdictCounts } from '@argmaxable/core';
import type { TheoremCertificate } from '../certificate/format.js';
import type { Multipliers } from '../certificate/multipliers.js';
import type { About } from '../input/subject.js';

/** What was found about one label set. */
export interface LabelSetResult {
  /** Active labels, ascending. */
  readonly labels: Int32Array;
  /** About the stored numbers, and proved. */
  readonly verdict: Verdict;
  /**
   * Proved bounds on the radius: the largest r such that some e of the range has `y_i z_i(e) >= r ||a_i||`
   * for all labels (y_i = 1 active, -1 not); of a ranking, `z_i - z_j >= r ||a_i - a_j||` for its pairs. In
   * units of e. Infinite where labels have no weights (see `witnessLowerBound`). Where features are unbounded
   * and scores have a constant part there is no radius, and `upper` is what `multipliersUpperBound` says of
   * that.
   */
  readonly radius: { readonly lower: number; readonly upper: number };
  /**
   * What settles the set: 'witness' and 'multipliers' prove the verdict. An undecided one has none, 'none',
   * or 'theorem': the stored numbers are undecided, and a theorem, with a certificate, says that the ideal
   * matrix reaches the set.
   */
  readonly method: 'witness' | 'multipliers' | 'theorem' | 'none';
  /**
   * e [E], or x [d] without a projection, that proves `radius.lower`; absent when none was found or
   * certificates were not asked for.
   */
  readonly witness?: Float64Array;
  /** What proves `radius.upper`; absent when none were found or certificates were not asked for. */
  readonly multipliers?: Multipliers;
  /**
   * With method 'theorem': its certificate, about the ideal matrix; absent when certificates were not asked
   * for.
   */
  readonly theorem?: TheoremCertificate;
  /**
   * Whether the output layer's theorem covers the set, in exact arithmetic. Only from `verify`, for this
   * project's layers.
   */
  readonly guaranteed?: boolean;
  /**
   * With `guaranteed`: whether that is said of the model, because the projection carries every feature vector
   * of the matrix, or of the matrix alone.
   */
  readonly guaranteedAbout?: About;
  /**
   * Whether the model itself predicts the set at the witness: its own layers, in float32, on the backend at
   * hand. Only from `verify`, for sets with a witness.
   */
  readonly confirmed?: boolean;
  /** Why the solver stopped early, when it did. */
  readonly failure?: string;
  /** Time taken, in milliseconds. */
  readonly milliseconds: number;
}

/** How many of some results have each verdict. */
export function countVerdicts(results: readonly LabelSetResult[]): VerdictCounts {
  const counts = { argmaxable: 0, unargmaxable: 0, undecided: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}

/** A result without what proves it. */
export function withoutCertificates(result: LabelSetResult): LabelSetResult {
  return { ...result, witness: undefined, multipliers: undefined, theorem: undefined };
}
