import type { LabelSets, Scores } from '@argmaxable/core';
import { decideRows, type ScoreRow } from './rows/decide-rows.js';
import type { DecisionRule, RuleJSON } from './rule.js';
import { topLabels } from './rows/top-labels.js';

/** Predicts the labels above the largest gap between an example's scores. Made by `mcut`. */
export class MCut implements DecisionRule {
  predict(scores: Scores, numLabels?: number): LabelSets {
    return decideRows(scores, numLabels, (row) => topLabels(row, labelsAboveGap(row)));
  }

  toJSON(): RuleJSON {
    return { rule: 'mcut' };
  }
}

/**
 * Predicts for each example separately the labels above the largest gap between its sorted scores. It has no
 * parameters to learn.
 *
 * If several gaps are largest, the one at the highest scores is taken, which predicts the fewest labels.
 * Labels of equal score are never separated. Between an infinite score and another the gap is infinite. If
 * all scores are equal, or there is only one label, there is no gap, and nothing is predicted. Otherwise at
 * least one label is predicted, and at least one is not. The gaps depend on the scale: probabilities and
 * their logits may give different sets. O(n log n) per example. Source: Largeron, Moulin, Géry, "MCut: a
 * thresholding strategy for multi-label classification", IDA (2012).
 *
 * @throws ValueError from `predict`, as with every rule.
 *
 * @example
 * import { mcut } from '@argmaxable/decisions';
 * mcut().predict([[0.9, 0.1, 0.8, 0.2]]).get(0); // Int32Array [0, 2]: the gap from 0.8 to 0.2
 */
export function mcut(): MCut {
  return new MCut();
}

/** The number of scores above the largest gap; 0 if there is no gap. */
function labelsAboveGap(row: ScoreRow): number {
  const ascending = row.slice().sort();
  let [above, widest] = [0, 0];
  for (let j = ascending.length - 1; j > 0; j--) {
    const gap = gapBetween(ascending[j - 1], ascending[j]);
    if (gap > widest) [above, widest] = [ascending.length - j, gap];
  }
  return above;
}

function gapBetween(lower: number, upper: number): number {
  if (lower === upper) return 0; // infinities too
  const isFinite = Number.isFinite(lower) && Number.isFinite(upper);
  return isFinite ? Math.min(upper - lower, Number.MAX_VALUE) : Infinity; // as a difference may overflow
}
