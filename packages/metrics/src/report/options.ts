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

/** Options of `multiLabelReport` for label sets. */
export interface LabelSetReportOptions extends ZeroDivisionOption {
  /** Names of the labels, [n], for tables and CSV. */
  readonly labelNames?: readonly string[];
  /**
   * Whether the text lists every label, the most frequent first. By default, of more than 20 labels it lists
   * the ten of best and the ten of worst F1.
   */
  readonly perLabel?: boolean;
  /** How int32 tensors of targets are read: 'auto' (default), 'dense' or 'sparse'. */
  readonly targets?: TargetFormat;
}

/** Options of `multiLabelReport` for scores. */
export interface MultiLabelReportOptions extends LabelSetReportOptions {
  /** The k of the metrics at k; by default 1, 3 and 5, without those above the number of labels. */
  readonly k?: number | readonly number[];
  /**
   * Labels with a score z > threshold are predicted: use 0 (default) for logits, 0.5 for probabilities; or
   * one threshold per label, [n]. Thresholds may be infinite.
   */
  readonly threshold?: number | ArrayLike<number>;
  /**
   * Thresholds to compare, each the same for all labels. `byThreshold` has the metrics of label sets for
   * each, in addition to those for `threshold`.
   */
  readonly thresholds?: ArrayLike<number>;
  /**
   * Propensity of each label, [n], for propensity-scored precision, which is left out if they are not given.
   * See `propensities`.
   */
  readonly propensities?: ArrayLike<number>;
}

const setOptionNames = ['zeroDivision', 'labelNames', 'perLabel', 'targets'];
const scoreOptionNames = ['k', 'threshold', 'thresholds', 'propensities'] as const;

/** Refuses unknown options, and for label sets also the options for scores. */
export function checkReportOptions(
  options: MultiLabelReportOptions,
  ofSets: boolean,
): MultiLabelReportOptions {
  const given = checkOptions('multiLabelReport', options, [...scoreOptionNames, ...setOptionNames]);
  if (ofSets) refuseScoreOptions(given);
  return given;
}

/** Checks the options that every report has. */
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

/** Checks the options of a report of scores, except propensities, which their metric checks. */
export function readScoreOptions(numLabels: number, options: MultiLabelReportOptions) {
  const { k, threshold: given = 0, thresholds, propensities } = options;
  const ks = checkedKs(k, numLabels);
  const threshold: CheckedThreshold = readThreshold(given);
  checkThresholdLength(threshold, numLabels);
  const compared = thresholds === undefined ? undefined : checkedThresholds(thresholds);
  return { ks, threshold, thresholds: compared, propensities };
}

/** Refuses options that are for scores only: for label sets they would have no effect. */
function refuseScoreOptions(options: MultiLabelReportOptions): void {
  for (const name of scoreOptionNames) {
    if (options[name] === undefined) continue;
    throw new ValueError(
      name,
      options[name],
      'omitted if the predictions are label sets',
      'It is for scores only.',
    );
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
