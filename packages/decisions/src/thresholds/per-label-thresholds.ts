import {
  checkInteger,
  checkOneOf,
  type LabelSets,
  readNumbers,
  type Scores,
  type Targets,
  toJsonNumber,
  ValueError,
} from '@argmaxable/core';
import { decideRows, labelsWhere } from '../rows/decide-rows.js';
import { type FitOptions, readFit } from '../fit-options.js';
import type { DecisionRule, RuleFactory, RuleJSON } from '../rule.js';
import { checkThreshold } from './check-threshold.js';
import { crossFittedStrength } from './cross-fitting.js';
import { ownThresholds, scoreRanges, type ThresholdAverage, thresholdAverages } from './own-thresholds.js';
import { commonThreshold, thresholdPath, thresholdsAt } from './shrinkage.js';

/** Predicts every label whose score is above its own threshold. Made by `perLabelThresholds`. */
export class PerLabelThresholds implements DecisionRule {
  /** One per label; Infinity: never predicted; -Infinity: always (but for a score of -Infinity). */
  readonly thresholds: readonly number[];

  constructor(thresholds: ArrayLike<number>) {
    const numbers = readNumbers('thresholds', thresholds, { infinite: true });
    if (numbers.length === 0) {
      throw new ValueError('thresholds', thresholds, 'of one number or more, one per label');
    }
    this.thresholds = Object.freeze(Array.from(numbers, (t, i) => checkThreshold(`thresholds[${i}]`, t)));
  }

  predict(scores: Scores, numLabels: number = this.thresholds.length): LabelSets {
    if (numLabels !== this.thresholds.length) {
      throw new ValueError('numLabels', numLabels, `${this.thresholds.length}, one label per threshold`);
    }
    return decideRows(scores, numLabels, (row) =>
      labelsWhere(row, (score, label) => score > this.thresholds[label]),
    );
  }

  toJSON(): RuleJSON {
    return { rule: 'perLabelThresholds', thresholds: this.thresholds.map(toJsonNumber) };
  }
}

/** Options of `perLabelThresholds.fit`. */
export interface PerLabelThresholdsOptions extends FitOptions {
  /**
   * What each label's own threshold maximises. 'micro': the F-beta of the counts pooled over labels, by
   * coordinate ascent (Pillai et al. 2013). 'macro': the F-beta of the label alone, and so the mean over
   * labels. 'both' (default): the threshold halfway between these two, which keeps micro-F and raises
   * macro-F.
   */
  readonly average?: ThresholdAverage;
  /**
   * The number of folds that determine how far to go from one threshold for all labels towards each label's
   * own threshold: 2 or more; 5 by default. 0: each label's own threshold unchanged, the maximum on the given
   * examples; use it if all labels have many active examples.
   */
  readonly folds?: number;
}

/**
 * Predicts every label whose score is above that label's threshold.
 *
 * `perLabelThresholds.fit(yTrue, yPred, { average, folds, beta })` learns the thresholds on validation
 * examples. A label's best threshold on a few examples is mostly chance, and is worse on other examples. So
 * each threshold is shrunk towards the one that `threshold.fit` finds for all labels: `common + strength * a
 * / (a + 4) * (own - common)`, with a the number of the label's active examples. A label without active
 * examples keeps the common threshold: its own threshold is not known, and Infinity would be right only if it
 * is never active. The strength is 0.2, or another of 0, 0.1, ..., 1 if cross-fitting shows that it is
 * better: each fold is decided with thresholds learnt on the other folds, and micro-F-beta must be higher by
 * more than three standard errors, or with 'macro' macro-F-beta by more than two. With fewer examples than
 * folds every label has the common threshold. Thresholds are finite if the common one is. Measurements are in
 * docs/decisions.md.
 *
 * `folds: 0` gives each label its own threshold without shrinking. For 'micro' and 'macro' these are global
 * maxima on the examples; thresholds are halfway between neighbouring scores; a label that should never be
 * predicted, such as one that is never active, has threshold Infinity.
 *
 * Thresholds are averaged on the scale of the scores: logits are the natural one. O(size n log(active
 * examples of a label)) per fold, and for 'micro' also O(active labels of all examples) for each round of the
 * coordinate ascent. The folds depend on the examples' scores and labels, not on their order or on chance.
 *
 * Source: Pillai, Fumera, Roli, "Threshold optimisation for multi-label classifiers", Pattern Recognition 46
 * (2013), for the maximum of micro-F.
 *
 * @param thresholds One number per label; may be infinite.
 * @throws ValueError for a threshold that is not a number; `predict` for another number of labels; `fit` for
 *   shapes that differ, label indices out of range, NaN scores, no example, or `folds` of 1 or no integer.
 *
 * @example
 * import { perLabelThresholds } from '@argmaxable/decisions';
 * const yTrue = [[1, 0], [0, 1], [1, 0]];
 * const scores = [[0.9, -2], [0.2, -1], [0.4, -3]];
 * const rule = perLabelThresholds.fit(yTrue, scores, { average: 'micro', folds: 0 });
 * rule.thresholds; // 0.3 and -1.5, up to rounding
 * rule.predict(scores).get(1); // Int32Array [1]
 * perLabelThresholds.fit(yTrue, scores).thresholds; // -1.5 and -1.5: too few examples for 5 folds
 */
export const perLabelThresholds: RuleFactory<
  [thresholds: ArrayLike<number>],
  PerLabelThresholds,
  PerLabelThresholdsOptions
> = Object.assign((thresholds: ArrayLike<number>) => new PerLabelThresholds(thresholds), { fit });

function fit(yTrue: Targets, yPred: Scores, options: PerLabelThresholdsOptions = {}): PerLabelThresholds {
  const { beta, ...examples } = readFit('perLabelThresholds', yTrue, yPred, options, ['average', 'folds']);
  const { average = 'both', folds = 5 } = options;
  checkOneOf('average', average, thresholdAverages);
  checkFolds(folds);
  if (folds === 0) {
    return new PerLabelThresholds(ownThresholds(examples, average, beta, scoreRanges(examples)));
  }
  const common = commonThreshold(examples, beta);
  if (examples.scores.size < folds) {
    return new PerLabelThresholds(Array.from({ length: examples.scores.numLabels }, () => common));
  }
  const strength = crossFittedStrength(examples, common, average, beta, folds);
  return new PerLabelThresholds(thresholdsAt(thresholdPath(examples, common, average, beta), strength));
}

function checkFolds(folds: unknown): void {
  checkInteger('folds', folds, { min: 0 });
  if (folds === 1) throw new ValueError('folds', folds, '0, or an integer of 2 or more');
}
