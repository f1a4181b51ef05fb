import { LabelSets, type Scores, type Targets } from '@argmaxable/core';
import { Batch, type Predictions } from '../batch/batch.js';
import { probabilitiesWarning } from '../label-sets/probabilities.js';
import { warnOnce } from '../metric/warn-once.js';
import { LabelRankings } from '../ranking/label-rankings.js';
import { atKValues } from './at-k-table.js';
import { labelValues, scoredLabelValues } from './label-table.js';
import {
  checkReportOptions,
  type LabelSetReportOptions,
  type MultiLabelReportOptions,
  readCommonOptions,
  readScoreOptions,
} from './options.js';
import { rankingValues, rPrecisionOf } from './overall-table.js';
import { LabelSetReport, MultiLabelReport } from './report.js';
import { setSummary } from './set-table.js';
import { thresholdValues } from './threshold-table.js';

/**
 * Computes the metrics of this package on one data set, in one object with a readable `toString()`.
 *
 * All metrics share one ranking and one count of errors, and the scores are not copied. If `yPred` is
 * `LabelSets`, such as those of a decision rule, the report has only the metrics of label sets, not those at
 * k or of rankings.
 *
 * @param yTrue Targets [size, n]: `LabelSets`, a multi-hot or sparse tensor, rows, or a flat typed array.
 * @param yPred Scores [size, n]: a tensor, rows, or a flat Float32Array or Float64Array. Tensors stay the
 *   caller's. Or `LabelSets`: the predicted sets.
 * @param options `zeroDivision` (0 by default) is for the metrics at k and of label sets; metrics of rankings
 * leave 0/0 out.
 * @throws ValueError as the metrics do: shapes that differ, labels out of range, NaN scores, no examples, k
 *   above n, another number of label names, thresholds or propensities than n; and for `k`, `threshold`,
 *   `thresholds` or `propensities` together with label sets.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { multiLabelReport } from '@argmaxable/metrics';
 * const scores = [[2, -1, 0.5], [-1, 3, 1]];
 * const report = multiLabelReport([[1, 1, 0], [0, 1, 0]], scores, { k: [1, 2], threshold: 0 });
 * report.atK[0].precision; // 1
 * report.micro.f1; // 0.571...
 * console.log(report.toString());
 * const predicted = LabelSets.from([[0, 2], [1, 2]], 3); // from a decision rule
 * multiLabelReport([[1, 1, 0], [0, 1, 0]], predicted).micro.f1; // 0.571...
 */
export function multiLabelReport(
  yTrue: Targets,
  yPred: LabelSets,
  options?: LabelSetReportOptions,
): LabelSetReport;
export function multiLabelReport(
  yTrue: Targets,
  yPred: Scores,
  options?: MultiLabelReportOptions,
): MultiLabelReport;
export function multiLabelReport(
  yTrue: Targets,
  yPred: Predictions,
  options: MultiLabelReportOptions = {},
): LabelSetReport {
  const { targets = 'auto' } = checkReportOptions(options, yPred instanceof LabelSets);
  const batch = Batch.read(yTrue, yPred, targets, { lasting: true });
  return batch.predicted ? reportOfSets(batch, options) : reportOfScores(batch, options);
}

function reportOfSets(batch: Batch, options: LabelSetReportOptions): LabelSetReport {
  const { zeroDivision, labelNames, everyLabel } = readCommonOptions(batch.numLabels, options);
  const values = {
    examples: batch.size,
    labels: batch.numLabels,
    ...setSummary(batch, { zeroDivision }),
    perLabel: labelValues(batch, { zeroDivision }, labelNames),
  };
  return new LabelSetReport(values, everyLabel);
}

function reportOfScores(batch: Batch, options: MultiLabelReportOptions): MultiLabelReport {
  const { zeroDivision, labelNames, everyLabel } = readCommonOptions(batch.numLabels, options);
  const { ks, threshold, thresholds, propensities } = readScoreOptions(batch.numLabels, options);
  if (options.threshold === undefined && batch.scoreRange() === 'between') {
    warnOnce('multiLabelReport', probabilitiesWarning);
  }
  const atK = atKValues(batch, { ks, propensities, zeroDivision });
  // Rankings take most of the time, so they are made once for all metrics that need them.
  const rankings = new LabelRankings({
    scores: Array.from({ length: batch.size }, (_, i) => batch.row(i)),
    active: [...batch.targets],
  });
  const values = {
    examples: batch.size,
    labels: batch.numLabels,
    threshold,
    atK,
    rPrecision: rPrecisionOf(batch, zeroDivision),
    ...setSummary(batch, { threshold, zeroDivision }),
    ...(thresholds && { byThreshold: thresholdValues(batch, thresholds, zeroDivision) }),
    ranking: rankingValues(batch, rankings),
    perLabel: scoredLabelValues(labelValues(batch, { threshold, zeroDivision }, labelNames), rankings),
  };
  return new MultiLabelReport(values, everyLabel);
}
