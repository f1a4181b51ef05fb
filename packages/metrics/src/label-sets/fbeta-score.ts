import { checkNumber, ValueError } from '@argmaxable/core';
import { defineMetric } from '../metric/define-metric.js';
import { optionReader } from '../metric/option-reader.js';
import { divide } from '../metric/zero-division.js';
import { averagedOverSets } from './averaged-sets.js';
import { averagedChecks, averagedKey, type AveragedOptions, type CheckedAveragedOptions } from './options.js';

/** Options of F-beta. */
export interface FbetaOptions extends AveragedOptions {
  /**
   * Weight of recall relative to precision, above 0: 2 favours recall, 0.5 favours precision. There is no
   * default, as in scikit-learn.
   */
  readonly beta: number;
}

interface CheckedOptions extends CheckedAveragedOptions {
  readonly beta: number;
}

const metric = defineMetric({
  name: 'fbetaScore',
  options: optionReader<FbetaOptions, CheckedOptions>({ beta: checkBetaAboveZero, ...averagedChecks }),
  key: (options) => averagedKey(`F${options.beta}`, options),
  score: averagedOverSets<CheckedOptions>((truePositives, predicted, active, { beta, zeroDivision }) => {
    const weight = beta ** 2;
    return divide((1 + weight) * truePositives, weight * active + predicted, zeroDivision);
  }),
});

/**
 * F-beta: `(1 + b^2) tp / ((1 + b^2) tp + b^2 fn + fp)`, the harmonic mean of precision and recall with
 * recall weighted b^2 times as much. From 0 to 1.
 *
 * The prediction is the labels with a score above `threshold`, or the given `LabelSets`. A label or example
 * for which nothing is active and nothing is predicted counts as `zeroDivision`: 0 by default; NaN leaves it
 * out of averages. Streaming form of `fbetaScore`; its memory does not grow. `perLabel()` returns the value
 * of each label. Source: van Rijsbergen 1979; scikit-learn's `fbeta_score`.
 *
 * @throws ValueError for a beta that is not above 0, an unknown option or a value that is not allowed.
 *
 * @example
 * import { FbetaScore } from '@argmaxable/metrics';
 * const metric = new FbetaScore({ beta: 2, average: 'micro' });
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export const FbetaScore = metric.Class;
export type FbetaScore = InstanceType<typeof FbetaScore>;

/**
 * F-beta, as a number or for `model.compile`; see `FbetaScore`.
 *
 * @example
 * import { fbetaScore } from '@argmaxable/metrics';
 * fbetaScore([[1, 1, 0]], [[2, -1, 0.5]], { beta: 2, average: 'micro' }); // 0.5
 * fbetaScore.perLabel([[1, 1, 0]], [[2, -1, 0.5]], { beta: 2 }); // [1, 0, 0]
 * const metrics = [fbetaScore({ beta: 2 })]; // for model.compile({ metrics })
 */
export const fbetaScore = metric.function;

/** Checks beta; the square of the largest allowed value, times counts, is finite. */
function checkBetaAboveZero(beta: unknown): number {
  if (beta === 0) throw new ValueError('beta', beta, 'above 0', 'For beta 0 use precisionScore.');
  return checkNumber('beta', beta, { min: 0, max: 1e100 });
}
