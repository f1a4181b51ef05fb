import { labelMetricFunction, type LabelSetMetricFunction } from '../metric/metric-function.js';
import { divide } from '../metric/zero-division.js';
import { AveragedScore } from './averaged-score.js';
import { type AveragedOptions, checkAveragedOptions } from './options.js';

/**
 * F1: `2 tp / (2 tp + fp + fn)`, the harmonic mean of precision and recall. From 0 to 1.
 *
 * Labels with a score above `threshold` are predicted, or those of given `LabelSets`. A label or example with
 * nothing active and nothing predicted counts `zeroDivision`; 0 by default; NaN leaves it out of averages.
 * Streaming form of `f1Score`; its memory does not grow. `perLabel()` is the value of each label. Source:
 * scikit-learn's `f1_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed.
 *
 * @example
 * import { F1Score } from '@argmaxable/metrics';
 * const metric = new F1Score({ average: 'micro' }); // threshold: 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export class F1Score extends AveragedScore {
  static readonly metricName: string = 'f1Score';

  constructor(options: AveragedOptions = {}) {
    super(checkAveragedOptions('F1Score', options));
  }

  protected override get shortName(): string {
    return 'F1';
  }

  protected override score(truePositives: number, predicted: number, active: number): number {
    return divide(2 * truePositives, predicted + active, this.options.zeroDivision);
  }
}

/**
 * F1, as a number or for `model.compile`; see `F1Score`.
 *
 * @example
 * import { f1Score } from '@argmaxable/metrics';
 * f1Score([[1, 1, 0]], [[2, -1, 0.5]], { average: 'micro' }); // 0.5
 * f1Score.perLabel([[1, 1, 0]], [[2, -1, 0.5]]); // [1, 0, 0]
 * const metrics = [f1Score({ average: 'micro' })]; // for model.compile({ metrics })
 */
export const f1Score: LabelSetMetricFunction<AveragedOptions> = labelMetricFunction(F1Score);
