import { checkOptions, LabelSets, type Scores, type Targets } from '@argmaxable/core';
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
import { bestSize, type CountWeights } from './best-size.js';
import { checkCountWeights, fitCountWeights } from './count-weights.js';
import { type Joint, readJoint } from './joint.js';

/** Parameters of `generalFMaximizer`. */
export interface GeneralFMaximizerOptions {
  /** Weight of recall against precision, from 0 to 1e6; 1 by default. */
  readonly beta?: number;
  /** How scores become probabilities; without one, scores must be probabilities. */
  readonly calibration?: Calibration;
  /**
   * Weights of 0, 1, 2, ... active labels, above 0; 1 beyond the array. None by default: labels are
   * independent.
   */
  readonly countWeights?: CountWeights;
}

/**
 * Predicts the label set of highest expected F-beta for labels that depend on each other. Made by
 * `generalFMaximizer`.
 */
export class GeneralFMaximizer implements DecisionRule {
  readonly beta: number;
  readonly calibration: Calibration | undefined;
  readonly countWeights: CountWeights;

  constructor(options: GeneralFMaximizerOptions) {
    const names = ['beta', 'calibration', 'countWeights'];
    const { beta = 1, calibration, countWeights = [] } = checkOptions('generalFMaximizer', options, names);
    this.beta = checkBeta(beta);
    this.calibration = calibration === undefined ? undefined : checkCalibration(calibration);
    this.countWeights = checkCountWeights(countWeights);
  }

  predict(scores: Scores, numLabels?: number): LabelSets {
    return decideRows(scores, numLabels, (row) => {
      const p = probabilities(row, this.calibration);
      return topLabels(p, bestSize(p.slice().sort().reverse(), this.beta, this.countWeights));
    });
  }

  /**
   * Predicts from a joint distribution that you give, for any dependence: the algorithm GFM of Waegeman et
   * al. (2014). It does not use `calibration` and `countWeights`.
   *
   * With `W[s][k] = (1 + beta^2) / (beta^2 s + k)` the best set of k labels are the k of highest
   * `sum over s of P[i][s] W[s][k]`, and the best of these sets and of the empty set, whose expectation is
   * P(S = 0), is predicted. O(n^2 m) per example.
   *
   * @param joint [size, n, m], m <= n: `joint[e][i][s - 1]` is the probability that label i is active and
   *   that s labels in total are active. Tensors are not disposed.
   * @param empty [size]: the probability that no label is active; by default the rest to 1,
   * `1 - sum joint[e][i][s - 1] / s`.
   * @throws ValueError for another rank, rows of unequal length, m > n, or values that are not probabilities.
   */
  predictFromJoint(joint: Joint, empty?: ArrayLike<number>): LabelSets {
    const { examples, numLabels, most } = readJoint(joint, empty);
    const sets = Array.from(examples, (example) =>
      bestSet(example.joint, example.empty, numLabels, most, this.beta),
    );
    return LabelSets.from(sets, numLabels);
  }

  toJSON(): RuleJSON {
    return {
      rule: 'generalFMaximizer',
      beta: this.beta,
      calibration: this.calibration,
      countWeights: this.countWeights,
    };
  }
}

/**
 * Predicts the label set of highest expected F-beta from P(y_i = 1, S = s), S the number of active labels:
 * the general F-maximiser, exact for any dependence between labels.
 *
 * The probabilities can come from two places. `predictFromJoint` takes those that you give. `fit` and
 * `predict` use a model: `P(y) ~ g(S) prod p_i^y_i (1 - p_i)^(1 - y_i)`, where `fit` learns by Platt scaling
 * how scores become the p_i, and then g, which is above 1 for numbers of active labels that occur more often
 * than with independent labels. If, for example, every example has one label or more, g(0) goes towards 0.
 * With no `countWeights` the labels are independent, and predictions are those of `plugInFMaximizer`. Source:
 * Waegeman, Dembczynski, Jachnik, Cheng, Hüllermeier, "On the Bayes-optimality of F-measure maximizers", JMLR
 * 15 (2014), algorithm GFM. The weights g are a cardinality potential (Tarlow et al., UAI 2012).
 *
 * @param options See `GeneralFMaximizerOptions`.
 * @throws ValueError for a parameter out of range; `predict` without a calibration for scores outside 0 to 1;
 *   `fit` for shapes that differ, label indices out of range, NaN or infinite scores, or no example.
 *
 * @example
 * import { generalFMaximizer } from '@argmaxable/decisions';
 * // Either label 0 alone, or labels 1, 2 and 3 together, with probabilities 0.4 and 0.6.
 * const joint = [[[0.4, 0, 0], [0, 0, 0.6], [0, 0, 0.6], [0, 0, 0.6]]];
 * // Worth 0.674; [1, 2, 3] is worth 0.6
 * generalFMaximizer().predictFromJoint(joint).get(0); // Int32Array [0, 1, 2, 3]
 * const rule = generalFMaximizer.fit([[1, 0], [0, 1], [1, 0]], [[3, -1], [-2, 1], [0.5, 1]]);
 * rule.predict([[2, -2]]).get(0); // Int32Array [0]
 */
export const generalFMaximizer: RuleFactory<
  [options?: GeneralFMaximizerOptions],
  GeneralFMaximizer,
  FitOptions & CalibrationOptions
> = Object.assign((options: GeneralFMaximizerOptions = {}) => new GeneralFMaximizer(options), { fit });

function fit(
  yTrue: Targets,
  yPred: Scores,
  options: FitOptions & CalibrationOptions = {},
): GeneralFMaximizer {
  const { beta, ...examples } = readFit('generalFMaximizer', yTrue, yPred, options, [
    'calibration',
    'scores',
  ]);
  const calibration = fitCalibration(examples, options);
  const { values, numLabels: n } = examples.scores;
  const countWeights = fitCountWeights(examples.targets, (i) =>
    probabilities(values.subarray(i * n, (i + 1) * n), calibration),
  );
  return new GeneralFMaximizer({ beta, calibration, countWeights });
}

/** @param joint [numLabels, most], row-major. */
function bestSet(
  joint: Float64Array,
  empty: number,
  numLabels: number,
  most: number,
  beta: number,
): Int32Array {
  const b2 = beta * beta;
  let best: Int32Array = new Int32Array(0);
  let highest = empty;
  for (let k = 1; k <= numLabels; k++) {
    const gains = new Float64Array(numLabels);
    for (let i = 0; i < numLabels; i++) {
      for (let s = 1; s <= most; s++) gains[i] += (joint[i * most + s - 1] * (1 + b2)) / (b2 * s + k);
    }
    const labels = topLabels(gains, k);
    const expected = labels.reduce((sum, label) => sum + gains[label], 0);
    if (expected > highest) [best, highest] = [labels, expected];
  }
  return best;
}
