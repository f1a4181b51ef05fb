import type { LabelSets } from '@argmaxable/core';
import { type DecisionRule, perLabelThresholds, threshold } from '@argmaxable/decisions';

/** A rule that was fitted, and the micro-F1 that it has on the examples that it was fitted on. */
export interface FittedRule {
  readonly rule: DecisionRule;
  readonly microF1: number;
}

/** More scores than this get one threshold: to fit one per label sorts them all, several times. */
const mostScores = 2 ** 24;

/**
 * A threshold per label, as far from one threshold for all as cross-fitting shows to be worth it; one for all
 * where that has the higher micro-F1.
 *
 * @param logits [examples, labels], by a model that was trained without the examples.
 */
export function fitRule(labelSets: LabelSets, logits: Float32Array): FittedRule {
  const common = measured(threshold.fit(labelSets, logits), labelSets, logits);
  if (logits.length > mostScores) return common;
  const own = measured(perLabelThresholds.fit(labelSets, logits), labelSets, logits);
  return own.microF1 >= common.microF1 ? own : common;
}

function measured(rule: DecisionRule, labelSets: LabelSets, logits: Float32Array): FittedRule {
  const predicted = rule.predict(logits, labelSets.numLabels);
  let right = 0;
  for (let i = 0; i < labelSets.size; i++) {
    const active = new Set(labelSets.get(i));
    for (const label of predicted.get(i)) if (active.has(label)) right++;
  }
  const all = predicted.indices.length + labelSets.indices.length;
  return { rule, microF1: all === 0 ? 0 : (2 * right) / all };
}
