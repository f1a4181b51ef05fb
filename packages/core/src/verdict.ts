/**
 * Whether a classifier can predict a label set:
 * - 'argmaxable': a witness proves that the classifier predicts the set at some feature vector of the range.
 * - 'unargmaxable': multipliers prove that it does so at none.
 * - 'undecided': neither was proved.
 *
 * With `eps`: that the radius is at least eps, or below it.
 */
export type Verdict = 'argmaxable' | 'unargmaxable' | 'undecided';

/** How many label sets got each verdict. */
export type VerdictCounts = Readonly<Record<Verdict, number>>;
