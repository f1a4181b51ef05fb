import type { Verdict } from '@argmaxable/core';

/** A label set in plots. */
export interface DecidedSet {
  /** Its number of active labels. */
  readonly active: number;
  readonly verdict: Verdict;
}

/** A label set with its radius. */
export interface MeasuredSet extends DecidedSet {
  /** The proved lower bound on its radius; used only if the verdict is argmaxable. */
  readonly radius: number;
}

/** The word for each verdict in reports, in the order of reports. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  argmaxable: 'reachable',
  unargmaxable: 'out of reach',
  undecided: 'undecided',
};

export const verdicts = Object.keys(verdictWords) as readonly Verdict[];
