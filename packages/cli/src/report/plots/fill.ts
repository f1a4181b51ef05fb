import type { Verdict } from '@argmaxable/verify';
import { color } from '../palette.js';
import { hatchFill } from '../svg.js';

/** What a chart fills the area of a verdict with. */
export function fillOf(verdict: Verdict, chartId: string): string {
  if (verdict === 'unargmaxable') return hatchFill(chartId);
  return color(verdict === 'argmaxable' ? 'reach' : 'undecided');
}
