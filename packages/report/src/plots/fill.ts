import type { Verdict } from '@argmaxable/core';
import { color, type ColorName } from '../palette.js';
import { hatchFill } from '../svg.js';

/** The colours of verdicts: those of a model, or cool for what is reachable and warm for what is not. */
export function verdictColors(model?: ColorName): Readonly<Record<Verdict, ColorName>> {
  return { argmaxable: model ?? 'cool1', unargmaxable: model ?? 'warm1', undecided: 'undecided' };
}

/** What a chart fills the area of a verdict with; `hatches` has to define the hatch. */
export function fillOf(verdict: Verdict, chartId: string, model?: ColorName): string {
  const name = verdictColors(model)[verdict];
  return verdict === 'unargmaxable' ? hatchFill(chartId, name) : color(name);
}
