import type { Multipliers } from './certificates.js';
import type { Classifier } from './classifier.js';
import type { Rule } from './rule.js';

/**
 * - 'argmaxable': a witness proves that the classifier predicts the set somewhere in the box.
 * - 'unargmaxable': multipliers prove that no feature vector in the box gives all labels their sign with a margin of `eps`.
 * - 'undecided': neither was proved.
 */
export type Verdict = 'argmaxable' | 'unargmaxable' | 'undecided';

/** What was found about one label set. */
export interface LabelSetResult {
  /** Active labels, ascending. */
  readonly labels: Int32Array;
  /** About the stored numbers, and proved. */
  readonly verdict: Verdict;
  /**
   * Proved bounds on the radius: the largest r such that some x in the box has `y_i (w_i . x + b_i) >= r ||w_i||` for all
   * labels (y_i = 1 active, -1 not). In units of x. Infinite where labels have no weights (see `witnessLowerBound`).
   */
  readonly radius: { readonly lower: number; readonly upper: number };
  /** Which certificate proves the verdict; 'none' when undecided. */
  readonly method: 'witness' | 'multipliers' | 'none';
  /** x [d] that proves `radius.lower`; absent when none was found. */
  readonly witness?: Float64Array;
  /** What proves `radius.upper`; absent when none were found. */
  readonly multipliers?: Multipliers;
  /** Whether the output layer's theorem covers the set: about the ideal matrix. Only from `verify`, for our layers. */
  readonly guaranteed?: boolean;
  /** Why the solver stopped early, when it did. */
  readonly failure?: string;
}

/** How many label sets got each verdict. */
export type Counts = Readonly<Record<Verdict, number>>;

export interface Settings {
  /** R: feature vectors with |x_j| <= R were considered. */
  readonly box: number;
  /** A set whose radius is proved to be below this is 'unargmaxable'. */
  readonly eps: number;
  /** What was asked for; see `VerifyOptions`. */
  readonly mode: 'verdict' | 'radius';
  /** How scores become a label set. */
  readonly rule: Rule;
}

/** The answer of `verify` and `verifyMatrix`. `toString()` is a summary for people. */
export class VerifyReport {
  /** Results by verdict, each label set counted as often as it was given. */
  readonly counts: Counts;
  /** Results by verdict, each different label set counted once. */
  readonly distinctCounts: Counts;

  constructor(
    /** One per label set given, in that order; a repeated set has one shared object. */
    readonly results: readonly LabelSetResult[],
    /**
     * The numbers that certificates are about, for checking them again. Under the rules 'topK' and 'argmax' they have one
     * feature more, last: the score that the set's labels exceed and the others do not.
     */
    readonly classifier: Classifier,
    readonly settings: Settings,
    /** Time taken, in milliseconds. */
    readonly milliseconds: number,
    /** The layer that was verified, in words; null from `verifyMatrix`. */
    readonly outputLayer: string | null = null,
    /** What holds by construction, in words; null where nothing is known. */
    readonly guarantee: string | null = null,
  ) {
    this.counts = count(results);
    this.distinctCounts = count(new Set(results));
  }

  toString(): string {
    const { classifier, results, counts, settings } = this;
    const { numLabels, numFeatures, bias } = classifier;
    const matrix = `${numLabels} labels, ${numFeatures} features${bias ? ', bias' : ''}`;
    const distinct = new Set(results);
    const percent = (part: number) =>
      results.length === 0 ? '' : ` (${((100 * part) / results.length).toFixed(1)} %)`;
    const line = (verdict: Verdict) =>
      `  ${verdict.padEnd(12)} ${counts[verdict]}${percent(counts[verdict])}, ${this.distinctCounts[verdict]} distinct`;
    const lines = [
      `Output layer: ${this.outputLayer ?? `matrix (${matrix})`}`,
      `${results.length} label sets, ${distinct.size} distinct, in ${(this.milliseconds / 1000).toFixed(2)} s ` +
        `(box ${settings.box}, eps ${settings.eps}, rule ${settings.rule})`,
      line('argmaxable'),
      line('unargmaxable'),
      line('undecided'),
    ];
    if (this.guarantee !== null) {
      const guaranteed = results.filter((result) => result.guaranteed).length;
      lines.push(`  guaranteed   ${guaranteed}${percent(guaranteed)} in exact arithmetic. ${this.guarantee}`);
    }
    const failures = [...distinct].filter((result) => result.failure !== undefined);
    if (failures.length > 0)
      lines.push(`  solver stopped early on ${failures.length} distinct: ${failures[0].failure}`);
    return lines.join('\n');
  }
}

function count(results: Iterable<LabelSetResult>): Counts {
  const counts = { argmaxable: 0, unargmaxable: 0, undecided: 0 };
  for (const { verdict } of results) counts[verdict]++;
  return counts;
}
