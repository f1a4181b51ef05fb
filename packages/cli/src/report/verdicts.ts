import type { Verdict } from '@argmaxable/verify';
import { color, type ColorName } from './palette.js';
import { hatchFill } from './svg.js';

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

export function fillOf(verdict: Verdict, chartId: string): string {
  if (verdict === 'unargmaxable') return hatchFill(chartId);
  return color(verdict === 'argmaxable' ? 'reach' : 'undecided');
}
