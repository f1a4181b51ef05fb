import { checkOneOf } from '@argmaxable/core';
import { type MetricOptions, optionReader } from '../metric/option-reader.js';
import { checkZeroDivision, type ZeroDivisionOption, zeroDivisionSuffix } from '../metric/zero-division.js';
import { type CheckedThreshold, readThreshold, thresholdSuffix } from './threshold.js';

/** Options of a metric of predicted label sets. */
export interface ThresholdOptions extends MetricOptions {
  /**
   * Labels with a score z > threshold are predicted: 0 (default) for logits, 0.5 for probabilities; or one
   * per label, [n]. `Infinity`: never predicted; `-Infinity`: always, but for scores of `-Infinity`. Leave it
   * out where label sets are predicted.
   */
  readonly threshold?: number | ArrayLike<number>;
}

/**
 * How values of labels become one, as in scikit-learn: 'micro', of the counts pooled over labels; 'macro',
 * the mean over labels; 'weighted', that mean weighted by how often a label is active; 'samples', the mean
 * over examples of each example's value.
 */
export type Average = (typeof averages)[number];

export const averages = ['micro', 'macro', 'weighted', 'samples'] as const;

/** Options of a metric of predicted label sets that is averaged. */
export interface AveragedOptions extends ThresholdOptions, ZeroDivisionOption {
  /** 'macro' (default), 'micro', 'weighted' or 'samples'; see `Average`. */
  readonly average?: Average;
}

export interface CheckedThresholdOptions extends Required<MetricOptions> {
  /** Missing where none was given, which is 0 for scores: label sets go with none. */
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

/** Returns an average, by default 'macro'; throws a ValueError for another value. */
export function checkAverage(average: unknown = 'macro'): Average {
  return checkOneOf('average', average, averages);
}

/** The key of an averaged metric: with 'F1', 'macroF1>0.5'. */
export function averagedKey(
  name: string,
  { average, threshold, zeroDivision }: CheckedAveragedOptions,
): string {
  return `${average}${name}${thresholdSuffix(threshold)}${zeroDivisionSuffix({ zeroDivision })}`;
}
