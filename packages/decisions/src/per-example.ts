import {
  checkInteger,
  checkOptions,
  type LabelSets,
  type Scores,
  type Targets,
  toJsonNumber,
} from '@argmaxable/core';
import { decideRows } from './rows/decide-rows.js';
import { type FitOptions, readFit } from './fit-options.js';
import type { DecisionRule, RuleFactory, RuleJSON } from './rule.js';
import { bestMeanFThreshold } from './thresholds/best-mean-f-threshold.js';
import { checkThreshold } from './thresholds/check-threshold.js';
import { topLabels } from './rows/top-labels.js';

/** How many labels an example may have. */
export interface LabelCountRange {
  /** The smallest number of labels in a predicted set, an integer from 0 to n; 0 by default. */
  readonly min?: number;
  /**
   * The largest number of labels in a predicted set, an integer of 1 or more and not below `min`; no bound by
   * default.
   */
  readonly max?: number;
}

/** Parameters of `perExample`. */
export interface PerExampleOptions extends LabelCountRange {
  /**
   * Labels with a score above this are predicted. May be infinite; 0 by default, which for logits predicts
   * the labels of probability above 0.5.
   */
  readonly threshold?: number;
}

/**
 * Predicts the labels above a threshold, but at least `min` and at most `max` labels. Made by `perExample`.
 */
export class PerExample implements DecisionRule {
  readonly threshold: number;
  readonly min: number;
  /** undefined: no bound. */
  readonly max: number | undefined;

  constructor(options: PerExampleOptions) {
    const { threshold = 0, ...range } = checkOptions('perExample', options, ['threshold', 'min', 'max']);
    this.threshold = checkThreshold('threshold', threshold);
    const { min, max } = checkLabelCountRange(range);
    this.min = min;
    this.max = max;
  }

  predict(scores: Scores, numLabels?: number): LabelSets {
    return decideRows(scores, numLabels, (row) => {
      checkInteger('min', this.min, { max: row.length }, `There are ${row.length} labels.`);
      let above = 0;
      for (const score of row) if (score > this.threshold) above++;
      return topLabels(row, clamp(above, this.min, this.max ?? row.length));
    });
  }

  toJSON(): RuleJSON {
    const { threshold, min, max } = this;
    const json = { rule: 'perExample', threshold: toJsonNumber(threshold), min };
    return max === undefined ? json : { ...json, max };
  }
}

/**
 * Predicts for each example the labels whose score is above a threshold, but if there are more than `max`,
 * only the `max` labels of highest score; if there are fewer than `min`, the `min` labels of highest score,
 * also if their scores are not above the threshold. Of equal scores, the lower label index comes first.
 *
 * `perExample.fit(yTrue, yPred, { min, max, beta })` finds the threshold whose mean F-beta over the examples
 * is highest with these bounds, exactly; of equally good thresholds the highest. It is halfway between two
 * scores; Infinity if predicting more than `min` labels never helps. F is 1 if nothing is active and nothing
 * is predicted. O(size n log n).
 *
 * With `min` and `max` both k this is `topK(k)`; without bounds it is `threshold`, fitted for the mean over
 * examples.
 *
 * @param options See `PerExampleOptions`.
 * @throws ValueError for a parameter out of range; `predict` for `min` above the number of labels.
 *
 * @example
 * import { perExample } from '@argmaxable/decisions';
 * const rule = perExample({ threshold: 0.5, min: 1, max: 2 });
 * rule.predict([[0.1, 0.4, 0.2]]).get(0); // Int32Array [1]: none is above 0.5, but one is the least
 * rule.predict([[0.7, 0.6, 0.9]]).get(0); // Int32Array [0, 2]
 * perExample.fit([[1, 0, 1], [0, 1, 0]], [[3, 0, 1], [-1, -0.5, -2]], { min: 1 }).threshold; // 0.5
 */
export const perExample: RuleFactory<
  [options?: PerExampleOptions],
  PerExample,
  FitOptions & LabelCountRange
> = Object.assign((options: PerExampleOptions = {}) => new PerExample(options), { fit });

function fit(yTrue: Targets, yPred: Scores, options: FitOptions & LabelCountRange = {}): PerExample {
  const { beta, ...examples } = readFit('perExample', yTrue, yPred, options, ['min', 'max']);
  const { min, max } = checkLabelCountRange({ min: options.min, max: options.max });
  const n = examples.scores.numLabels;
  checkInteger('min', min, { max: n }, `There are ${n} labels.`);
  return new PerExample({ threshold: bestMeanFThreshold(examples, min, max ?? n, beta), min, max });
}

function checkLabelCountRange({ min = 0, max }: LabelCountRange): { min: number; max: number | undefined } {
  checkInteger('min', min, { min: 0 });
  if (max !== undefined) checkInteger('max', max, { min: Math.max(1, min) });
  return { min, max };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
