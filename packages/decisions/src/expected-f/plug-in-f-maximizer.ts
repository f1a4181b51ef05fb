import { checkOptions, type LabelSets, type Scores, type Targets } from '@argmaxable/core';
import {
  type Calibration,
  type CalibrationOptions,
  checkCalibration,
  fitCalibration,
  probabilities,
} from '../calibration/calibration.js';
import { decideRows } from '../rows/decide-rows.js';
import { checkBeta } from '../f-beta.js';
import { type FitOptions, readFit } from '../fit-options.js';
import type { DecisionRule, RuleFactory, RuleJSON } from '../rule.js';
import { topLabels } from '../rows/top-labels.js';
import { bestSize } from './best-size.js';

/** Parameters of `plugInFMaximizer`. */
export interface PlugInFMaximizerOptions {
  /** Weight of recall against precision, from 0 to 1e6; 1 by default. */
  readonly beta?: number;
  /** How scores become probabilities; without one, scores must be probabilities. */
  readonly calibration?: Calibration;
}

/** Predicts the label set of highest expected F-beta for independent labels. Made by `plugInFMaximizer`. */
export class PlugInFMaximizer implements DecisionRule {
  readonly beta: number;
  readonly calibration: Calibration | undefined;

  constructor(options: PlugInFMaximizerOptions) {
    const { beta = 1, calibration } = checkOptions('plugInFMaximizer', options, ['beta', 'calibration']);
    this.beta = checkBeta(beta);
    this.calibration = calibration === undefined ? undefined : checkCalibration(calibration);
  }

  predict(scores: Scores, numLabels?: number): LabelSets {
    return decideRows(scores, numLabels, (row) => {
      const p = probabilities(row, this.calibration);
      return topLabels(p, bestSize(p.slice().sort().reverse(), this.beta, []));
    });
  }

  toJSON(): RuleJSON {
    return { rule: 'plugInFMaximizer', beta: this.beta, calibration: this.calibration };
  }
}

/**
 * Predicts the label set of highest expected F-beta when labels are independent given the example: the
 * plug-in rule, which uses estimated probabilities as if they were the true ones.
 *
 * The set is the k labels of highest probability, with k chosen for each example. Exact for any beta, in O(n
 * s) after sorting, with s a number of active labels that is exceeded with probability below 1e-16: O(n^2) at
 * worst. F is 1 if nothing is active and nothing is predicted.
 *
 * `plugInFMaximizer.fit(yTrue, yPred, { beta, calibration, scores })` learns by Platt scaling how scores
 * become probabilities. Without `fit`, scores must be probabilities. Source: Ye, Chai, Lee, Chieu,
 * "Optimizing F-measure: a tale of two approaches", ICML 2012.
 *
 * @param options See `PlugInFMaximizerOptions`.
 * @throws ValueError for a parameter out of range; `predict` without a calibration for scores outside 0 to 1;
 *   `fit` for shapes that differ, label indices out of range, NaN or infinite scores, or no example.
 *
 * @example
 * import { plugInFMaximizer } from '@argmaxable/decisions';
 * // No label has a probability above 0.5, but the best set is not empty.
 * plugInFMaximizer().predict([[0.45, 0.4, 0.05]]).get(0); // Int32Array [0, 1]
 * const rule = plugInFMaximizer.fit([[1, 0], [0, 1], [1, 0]], [[3, -1], [-2, 1], [0.5, 1]]);
 * rule.predict([[2, -2]]).get(0); // Int32Array [0]
 */
export const plugInFMaximizer: RuleFactory<
  [options?: PlugInFMaximizerOptions],
  PlugInFMaximizer,
  FitOptions & CalibrationOptions
> = Object.assign((options: PlugInFMaximizerOptions = {}) => new PlugInFMaximizer(options), { fit });

function fit(yTrue: Targets, yPred: Scores, options: FitOptions & CalibrationOptions = {}): PlugInFMaximizer {
  const { beta, ...examples } = readFit('plugInFMaximizer', yTrue, yPred, options, ['calibration', 'scores']);
  return new PlugInFMaximizer({ beta, calibration: fitCalibration(examples, options) });
}
