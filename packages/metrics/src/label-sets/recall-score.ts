import { labelMetricFunction, type LabelSetMetricFunction } from '../metric/metric-function.js';
import { divide } from '../metric/zero-division.js';
import { AveragedScore } from './averaged-score.js';
import { type AveragedOptions, checkAveragedOptions } from './options.js';

/**
 * Recall: `tp / (tp + fn)`, the part of the active labels that is predicted. From 0 to 1.
 *
 * Labels with a score above `threshold` are predicted, or those of given `LabelSets`. A label or example with
 * nothing active counts `zeroDivision`; 0 by default; NaN leaves it out of averages. Streaming form of
 * `recallScore`; its memory does not grow. `perLabel()` is the value of each label. Source: scikit-learn's
 * `recall_score`.
 *
 * @throws ValueError for an unknown option or a value that is not allowed.
 *
 * @example
 * import { RecallScore } from '@argmaxable/metrics';
 * const metric = new RecallScore({ average: 'micro' }); // threshold: 0.5 for probabilities
 * metric.update([[1, 1, 0]], [[2, -1, 0.5]]); // for each batch
 * metric.result(); // 0.5
 */
export class RecallScore extends AveragedScore {
  static readonly metricName: string = 'recallScore';

  constructor(options: AveragedOptions = {}) {
    super(checkAveragedOptions('RecallScore', options));
  }

  protected override get shortName(): string {
    return 'Recall';
  }

  protected override score(truePositives: number, _: number, active: number): number {
    return divide(truePositives, active, this.options.zeroDivision);
  }
}

/**
 * Recall, as a number or for `model.compile`; see `RecallScore`.
 *
 * @example
 * import { recallScore } from '@argmaxable/metrics';
 * recallScore([[1, 1, 0]], [[2, -1, 0.5]], { average: 'micro' }); // 0.5
 * recallScore.perLabel([[1, 1, 0]], [[2, -1, 0.5]]); // [1, 0, 0]
 * const metrics = [recallScore({ average: 'micro' })]; // for model.compile({ metrics })
 */
export const recallScore: LabelSetMetricFunction<AveragedOptions> = labelMetricFunction(RecallScore);
