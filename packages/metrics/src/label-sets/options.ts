import { checkOneOf } from '@argmaxable/core';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';
import { checkZeroDivision, type ZeroDivisionOption, zeroDivisionSuffix } from '../metric/zero-division.js';
import { type CheckedThreshold, readThreshold, thresholdSuffix } from './threshold.js';

/** Options of a metric of predicted label sets. */
export interface ThresholdOptions extends MetricOptions {
  /**
   * Labels with a score z > threshold are predicted: use 0 (default) for logits, 0.5 for probabilities; or
   * one threshold per label, [n]. With `Infinity` a label is never predicted; with `-Infinity` always, except
   * for a score of `-Infinity`. Omit it if the predictions are label sets.
   */
  readonly threshold?: number | ArrayLike<number>;
}

/**
 * How the values of labels are averaged, as in scikit-learn. 'micro': the value of the counts pooled over
 * labels; 'macro': the mean over labels; 'weighted': the mean over labels, weighted by how often each is
 * active; 'samples': the mean over examples of each example's value.
 */
export type Average = (typeof averages)[number];

export const averages = ['micro', 'macro', 'weighted', 'samples'] as const;

/** Options of a metric of predicted label sets that is averaged. */
export interface AveragedOptions extends ThresholdOptions, ZeroDivisionOption {
  /** 'macro' (default), 'micro', 'weighted' or 'samples'; see `Average`. */
  readonly average?: Average;
}

export interface CheckedThresholdOptions extends Required<MetricOptions> {
  /** Absent if it was not given; then it is 0 for scores. Label sets have no threshold. */
  readonly threshold?: CheckedThreshold;
}

export interface CheckedAveragedOptions extends CheckedThresholdOptions {
  readonly average: Average;
  readonly zeroDivision: number;
}

const thresholdChecks = {
  threshold: (threshold: unknown) => (threshold === undefined ? undefined : readThreshold(threshold)),
};

export const averagedChecks = {
  average: checkAverage,
  ...thresholdChecks,
  zeroDivision: checkZeroDivision,
};

export const thresholdOptions = optionReader<ThresholdOptions, CheckedThresholdOptions>(thresholdChecks);

export const averagedOptions = optionReader<AveragedOptions, CheckedAveragedOptions>(averagedChecks);

/** Returns the name of an average, by default 'macro'; throws a ValueError for other values. */
export function checkAverage(average: unknown = 'macro'): Average {
  return checkOneOf('average', average, averages);
}

/** The key of an averaged metric, such as 'macroF1>0.5' for the name 'F1'. */
export function averagedKey(
  name: string,
  { average, threshold, zeroDivision }: CheckedAveragedOptions,
): string {
  return `${average}${name}${thresholdSuffix(threshold)}${zeroDivisionSuffix({ zeroDivision })}`;
}
