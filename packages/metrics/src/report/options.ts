import {
  checkBoolean,
  checkInteger,
  checkOptions,
  checkString,
  isArrayLike,
  readNumbers,
  type TargetFormat,
  ValueError,
} from '@argmaxable/core';
import { readThreshold, type CheckedThreshold, checkThresholdLength } from '../label-sets/threshold.js';
import { checkZeroDivision, type ZeroDivisionOption } from '../metric/zero-division.js';

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

/** Refuses options that there are not, and, of label sets, those of scores. */
export function checkReportOptions(
  options: MultiLabelReportOptions,
  ofSets: boolean,
): MultiLabelReportOptions {
  const given = checkOptions('multiLabelReport', options, [...scoreOptionNames, ...setOptionNames]);
  if (ofSets) refuseScoreOptions(given);
  return given;
}

/** Checks what holds for every report. */
export function readCommonOptions(
  numLabels: number,
  { zeroDivision, labelNames, perLabel = false }: LabelSetReportOptions,
) {
  return {
    zeroDivision: checkZeroDivision(zeroDivision),
    labelNames: labelNames === undefined ? undefined : checkedNames(labelNames, numLabels),
    everyLabel: checkBoolean('perLabel', perLabel),
  };
}

/** Checks what holds for a report of scores. Propensities are checked by their metric. */
export function readScoreOptions(numLabels: number, options: MultiLabelReportOptions) {
  const { k, threshold: given = 0, thresholds, propensities } = options;
  const ks = checkedKs(k, numLabels);
  const threshold: CheckedThreshold = readThreshold(given);
  checkThresholdLength(threshold, numLabels);
  const compared = thresholds === undefined ? undefined : checkedThresholds(thresholds);
  return { ks, threshold, thresholds: compared, propensities };
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
