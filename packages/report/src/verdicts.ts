import type { Verdict } from '@argmaxable/core';

/** A label set as plots show it. */
export interface DecidedSet {
  /** How many active labels it has. */
  readonly active: number;
  readonly verdict: Verdict;
}

/** A label set with its radius. */
export interface MeasuredSet extends DecidedSet {
  /** What its radius was proved to be at least; read where the verdict is argmaxable. */
  readonly radius: number;
}

/** The word of reports for each verdict, in the order in which they name them. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  argmaxable: 'reachable',
  unargmaxable: 'out of reach',
  undecided: 'undecided',
};

export const verdicts = Object.keys(verdictWords) as readonly Verdict[];
