import { checkOneOf, checkOptions } from '@argmaxable/core';
import type { MetricOptions } from '../metric/metric.js';
import { checkZeroDivision, type ZeroDivisionOption } from '../metric/zero-division.js';
import { checkThreshold, type Threshold } from '../batch/error-counts.js';

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

export interface CheckedThresholdOptions extends MetricOptions {
  /** Missing where none was given, which is 0 for scores: label sets go with none. */
  readonly threshold?: Threshold;
}

export interface CheckedAveragedOptions extends CheckedThresholdOptions {
  readonly average: Average;
  readonly zeroDivision: number;
}

export function checkThresholdOptions(owner: string, options: ThresholdOptions): CheckedThresholdOptions {
  const { threshold, targets = 'auto' } = checkOptions(owner, options, ['threshold', 'targets']);
  return { ...(threshold !== undefined && { threshold: checkThreshold(threshold) }), targets };
}

export function checkAveragedOptions(owner: string, options: AveragedOptions): CheckedAveragedOptions {
  const names = ['average', 'threshold', 'zeroDivision', 'targets'];
  const { average = 'macro', zeroDivision = 0, ...rest } = checkOptions(owner, options, names);
  return {
    average: checkOneOf('average', average, averages),
    ...checkThresholdOptions(owner, rest),
    zeroDivision: checkZeroDivision(zeroDivision),
  };
}

/** How a key tells a threshold that is not the default. */
export function thresholdSuffix({ threshold = 0 }: CheckedThresholdOptions): string {
  if (threshold === 0) return '';
  return typeof threshold === 'number' ? `>${threshold}` : '>perLabel';
}
