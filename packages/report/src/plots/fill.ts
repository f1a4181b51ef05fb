import type { Verdict } from '@argmaxable/core';
import { color, type ColorName } from '../palette.js';
import { hatchFill } from '../svg.js';

/** The colours of verdicts: those of a model, or cool for reachable sets and warm for sets out of reach. */
export function verdictColors(model?: ColorName): Readonly<Record<Verdict, ColorName>> {
  return { argmaxable: model ?? 'cool1', unargmaxable: model ?? 'warm1', undecided: 'undecided' };
}

/** The fill for the area of a verdict in a chart; `hatches` must define the hatch. */
export function fillOf(verdict: Verdict, chartId: string, model?: ColorName): string {
  const name = verdictColors(model)[verdict];
  return verdict === 'unargmaxable' ? hatchFill(chartId, name) : color(name);
}
