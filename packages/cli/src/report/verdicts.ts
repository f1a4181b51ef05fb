import type { Verdict } from '@argmaxable/verify';
import type { ColorName } from './palette.js';

/** The page's words for the verdicts, in the order it names them. */
export const verdicts: readonly {
  readonly verdict: Verdict;
  readonly word: string;
  readonly colorName: ColorName;
}[] = [
  { verdict: 'argmaxable', word: 'reachable', colorName: 'reach' },
  { verdict: 'unargmaxable', word: 'out of reach', colorName: 'out' },
  { verdict: 'undecided', word: 'undecided', colorName: 'undecided' },
];
