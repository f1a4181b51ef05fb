import { type LabelSets, type Scores, type Targets, toJsonNumber } from '@argmaxable/core';
import { decideRows, labelsWhere } from '../rows/decide-rows.js';
import { type FitOptions, readFit } from '../fit-options.js';
import type { DecisionRule, RuleFactory, RuleJSON } from '../rule.js';
import { checkThreshold } from './check-threshold.js';
import { commonThreshold } from './shrinkage.js';

/** Predicts every label whose score is above one threshold. Made by `threshold`. */
export class Threshold implements DecisionRule {
  readonly threshold: number;

  constructor(threshold: number) {
    this.threshold = checkThreshold('threshold', threshold);
  }

  predict(scores: Scores, numLabels?: number): LabelSets {
    return decideRows(scores, numLabels, (row) => labelsWhere(row, (score) => score > this.threshold));
  }

  toJSON(): RuleJSON {
    return { rule: 'threshold', threshold: toJsonNumber(this.threshold) };
  }
}

/**
 * Predicts every label whose score is above a threshold: `score > threshold`.
 *
 * `threshold.fit(yTrue, yPred, { beta })` finds the threshold for all labels with the highest micro-averaged
 * F-beta, exactly; Infinity, which predicts nothing, if no label is active.
 *
 * @param value With 0 for logits and 0.5 for probabilities, labels of probability above 0.5 are predicted.
 *   May be infinite.
 * @throws ValueError for a threshold that is not a number.
 *
 * @example
 * import { threshold } from '@argmaxable/decisions';
 * threshold(0).predict([[0.1, 2.5, -1, 0]]).get(0); // Int32Array [0, 1]
 * threshold.fit([[1, 0, 1, 0]], [[3, -1, 2, 0]]).threshold; // 1
 */
export const threshold: RuleFactory<[value: number], Threshold, FitOptions> = Object.assign(
  (value: number) => new Threshold(value),
  { fit },
);

function fit(yTrue: Targets, yPred: Scores, options: FitOptions = {}): Threshold {
  const { beta, ...examples } = readFit('threshold', yTrue, yPred, options);
  return new Threshold(commonThreshold(examples, beta));
}
