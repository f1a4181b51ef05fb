import {
  checkBoolean,
  checkInteger,
  checkOptions,
  checkString,
  isArrayLike,
  LabelSets,
  readNumbers,
  type Scores,
  type TargetFormat,
  type Targets,
  ValueError,
} from '@argmaxable/core';
import { Batch, type Predictions } from '../batch/batch.js';
import { checkThreshold, checkThresholdLength } from '../label-sets/threshold.js';
import { probabilitiesWarning } from '../label-sets/probabilities.js';
import { warnOnce } from '../metric/warn-once.js';
import { checkZeroDivision, type ZeroDivisionOption } from '../metric/zero-division.js';
import { LabelSetReport, MultiLabelReport } from './report.js';
import { atKValues, rankingValues, rPrecisionOf } from './score-values.js';
import { labelValues, setSummary } from './set-values.js';

/** Options of `multiLabelReport` of label sets. */
export interface LabelSetReportOptions extends ZeroDivisionOption {
  /** Names of the labels, [n], for tables and CSV. */
  readonly labelNames?: readonly string[];
  /**
   * Whether the text lists every label, the most frequent first; else, of more than 20, ten of best and ten
   * of worst F1.
   */
  readonly perLabel?: boolean;
  /** How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'. */
  readonly targets?: TargetFormat;
}

/** Options of `multiLabelReport` of scores. */
export interface MultiLabelReportOptions extends LabelSetReportOptions {
  /** The k of the metrics at k: by default those of 1, 3 and 5 that are not above the number of labels. */
  readonly k?: number | readonly number[];
  /**
   * Labels with a score z > threshold are predicted: 0 (default) for logits, 0.5 for probabilities; or one
   * per label, [n]. They may be infinite.
   */
  readonly threshold?: number | ArrayLike<number>;
  /**
   * Thresholds to compare, each the same for all labels: the metrics of label sets at each are in
   * `byThreshold`, beside those at `threshold`.
   */
  readonly thresholds?: ArrayLike<number>;
  /**
   * Propensity of each label, [n], for propensity-scored precision; without them it is left out. See
   * `propensities`.
   */
  readonly propensities?: ArrayLike<number>;
}

const setOptionNames = ['zeroDivision', 'labelNames', 'perLabel', 'targets'];
const scoreOptionNames = ['k', 'threshold', 'thresholds', 'propensities'] as const;

/**
 * The metrics of this package on one data set, in one object with a readable `toString()`.
 *
 * Scores come first, as decisions do, then targets. Everything is derived from one ranking and one count of
 * the errors. It holds no copy of the scores. Of `LabelSets` in place of scores, as decision rules predict
 * them, it has the metrics of label sets, and none at k or of rankings.
 *
 * @param scores Scores [size, n]: a tensor, rows, or a flat Float32Array or Float64Array. Tensors stay the
 *   caller's. Or `LabelSets`: what is predicted.
 * @param targets Targets [size, n]: `LabelSets`, a multi-hot or sparse tensor, rows, or a flat typed array.
 * @param options `zeroDivision` (0) holds for the metrics at k and of label sets; in rankings 0/0 is left
 * out.
 * @throws ValueError as the metrics do: shapes that differ, labels out of range, NaN scores, no examples, k
 *   above n, another number of label names, thresholds or propensities than n; `k`, `threshold`, `thresholds`
 *   or `propensities` beside label sets.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { multiLabelReport } from '@argmaxable/metrics';
 * const scores = [[2, -1, 0.5], [-1, 3, 1]];
 * const report = multiLabelReport(scores, [[1, 1, 0], [0, 1, 0]], { k: [1, 2], threshold: 0 });
 * report.atK[0].precision; // 1
 * report.micro.f1; // 0.571...
 * console.log(report.toString());
 * const predicted = LabelSets.from([[0, 2], [1, 2]], 3); // from a decision rule
 * multiLabelReport(predicted, [[1, 1, 0], [0, 1, 0]]).micro.f1; // 0.571...
 */
export function multiLabelReport(
  predicted: LabelSets,
  targets: Targets,
  options?: LabelSetReportOptions,
): LabelSetReport;
export function multiLabelReport(
  scores: Scores,
  targets: Targets,
  options?: MultiLabelReportOptions,
): MultiLabelReport;
export function multiLabelReport(
  predictions: Predictions,
  targets: Targets,
  options: MultiLabelReportOptions = {},
): LabelSetReport {
  const names = [...scoreOptionNames, ...setOptionNames];
  const { targets: format = 'auto' } = checkOptions('multiLabelReport', options, names);
  if (predictions instanceof LabelSets) refuseScoreOptions(options);
  const argumentNames = { yTrue: 'targets', yPred: 'scores' };
  const batch = Batch.read(targets, predictions, format, { lasting: true, names: argumentNames });
  return batch.predicted ? reportOfSets(batch, options) : reportOfScores(batch, options);
}

function reportOfSets(batch: Batch, options: LabelSetReportOptions): LabelSetReport {
  const { zeroDivision, labelNames, perLabel } = commonSettings(batch.numLabels, options);
  const values = {
    examples: batch.size,
    labels: batch.numLabels,
    ...setSummary(batch, { zeroDivision }),
    perLabel: labelValues(batch, { zeroDivision }, labelNames),
  };
  return new LabelSetReport(values, perLabel);
}

function reportOfScores(batch: Batch, options: MultiLabelReportOptions): MultiLabelReport {
  const n = batch.numLabels;
  const { zeroDivision, labelNames, perLabel } = commonSettings(n, options);
  const { k, threshold: given, thresholds, propensities } = options;
  const ks = checkedKs(k, n);
  const threshold = checkThreshold(given === undefined ? 0 : given);
  checkThresholdLength(threshold, n);
  const compared = thresholds === undefined ? undefined : checkedThresholds(thresholds);
  if (given === undefined && batch.scoreRange() === 'between') {
    warnOnce('multiLabelReport', probabilitiesWarning);
  }

  const atK = atKValues(batch, { ks, propensities, zeroDivision });
  const { ranking, averagePrecision, rocAuc } = rankingValues(batch);
  const values = {
    examples: batch.size,
    labels: n,
    threshold,
    atK,
    rPrecision: rPrecisionOf(batch, zeroDivision),
    ...setSummary(batch, { threshold, zeroDivision }),
    ...(compared && {
      byThreshold: compared.map((threshold) => ({
        threshold,
        ...setSummary(batch, { threshold, zeroDivision }),
      })),
    }),
    ranking,
    perLabel: labelValues(batch, { threshold, zeroDivision }, labelNames).map((values, label) => ({
      ...values,
      averagePrecision: averagePrecision[label],
      rocAuc: rocAuc[label],
    })),
  };
  return new MultiLabelReport(values, perLabel);
}

function commonSettings(
  numLabels: number,
  { zeroDivision = 0, labelNames, perLabel = false }: LabelSetReportOptions,
) {
  return {
    zeroDivision: checkZeroDivision(zeroDivision),
    labelNames: labelNames === undefined ? undefined : checkedNames(labelNames, numLabels),
    perLabel: checkBoolean('perLabel', perLabel),
  };
}

/** What is said of scores has no meaning for label sets, and would be silently ignored. */
function refuseScoreOptions(options: MultiLabelReportOptions): void {
  for (const name of scoreOptionNames) {
    if (options[name] === undefined) continue;
    throw new ValueError(name, options[name], 'left out where label sets are predicted', 'It is for scores.');
  }
}

function checkedNames(labelNames: unknown, numLabels: number): readonly string[] {
  if (!Array.isArray(labelNames) || labelNames.length !== numLabels) {
    throw new ValueError('labelNames', labelNames, `${numLabels} names, one per label`);
  }
  return Array.from(labelNames as unknown[], (name, label) => checkString(`labelNames[${label}]`, name));
}

function checkedThresholds(thresholds: unknown): readonly number[] {
  if (!isArrayLike(thresholds) || thresholds.length === 0) {
    throw new ValueError(
      'thresholds',
      thresholds,
      'an array of one number or more, each a threshold for all labels',
      'One threshold, or one per label, is the option threshold.',
    );
  }
  return Array.from(readNumbers('thresholds', thresholds, { infinite: true }));
}

function checkedKs(k: unknown, numLabels: number): readonly number[] {
  if (k === undefined) return [1, 3, 5].filter((usual) => usual <= numLabels);
  const given = Array.isArray(k) ? Array.from(k as unknown[]) : [k];
  if (given.length === 0) throw new ValueError('k', k, 'an integer, or an array of one or more');
  return given.map((value) => checkInteger('k', value, { min: 1, max: numLabels }));
}
