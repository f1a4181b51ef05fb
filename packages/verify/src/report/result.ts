import type { Verdict, VerdictCounts } from '@argmaxable/core';
import type { TheoremCertificate } from '../certificate/format.js';
import type { Multipliers } from '../certificate/multipliers.js';
import type { About } from '../input/subject.js';

/**
 * - 'argmaxable': a witness proves that the classifier predicts the set at some feature vector of the range.
 * - 'unargmaxable': multipliers prove that it predicts the set at none of them.
 * - 'undecided': neither was proved.
 *
 * With `eps` the proof is that the radius is at least eps ('argmaxable'), or below eps ('unargmaxable').
 */
export interface LabelSetResult {
  /** Active labels, ascending. */
  readonly labels: Int32Array;
  /** The proved verdict about the stored numbers. */
  readonly verdict: Verdict;
  /**
   * Proved bounds on the radius, in units of e. The radius is the largest r such that some e of the range has
   * `y_i z_i(e) >= r ||a_i||` for all labels (y_i = 1 if active, -1 if not); for a ranking, `z_i - z_j >= r
   * ||a_i - a_j||` for its pairs. It is infinite if labels have no weights (see `witnessLowerBound`). If
   * features are unbounded and scores have a constant part there is no radius; `multipliersUpperBound` says
   * what `upper` means then.
   */
  readonly radius: { readonly lower: number; readonly upper: number };
  /**
   * How the set was decided: 'witness' and 'multipliers' prove the verdict. For an undecided set it is 'none'
   * or 'theorem'. 'theorem' means that the stored numbers are undecided, and that a theorem, with a
   * certificate, says that the ideal matrix reaches the set.
   */
  readonly method: 'witness' | 'multipliers' | 'theorem' | 'none';
  /**
   * e [E], or x [d] without a projection, that proves `radius.lower`; absent if none was found or
   * certificates were not requested.
   */
  readonly witness?: Float64Array;
  /**
   * The multipliers that prove `radius.upper`; absent if none were found or certificates were not requested.
   */
  readonly multipliers?: Multipliers;
  /**
   * With method 'theorem': its certificate, about the ideal matrix; absent if certificates were not
   * requested.
   */
  readonly theorem?: TheoremCertificate;
  /**
   * Whether the output layer's theorem covers the set, in exact arithmetic: at features of any sign and size,
   * which outweigh a bias on the labels. Only in reports of `verify`, for this project's layers.
   */
  readonly guaranteed?: boolean;
  /**
   * With `guaranteed`: whether the guarantee is about the model, because its projection gives every feature
   * vector of the matrix, or about the matrix alone.
   */
  readonly guaranteedAbout?: About;
  /**
   * Whether the model's own layers, in float32 on the current backend, predict the set at the witness. Only
   * in reports of `verify`, for sets with a witness.
   */
  readonly confirmed?: boolean;
  /** Why the solver stopped early, if it did. */
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

/** A result without its proofs. */
export function withoutCertificates(result: LabelSetResult): LabelSetResult {
  return { ...result, witness: undefined, multipliers: undefined, theorem: undefined };
}
