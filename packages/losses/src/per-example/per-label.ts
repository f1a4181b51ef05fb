import { div, mean, mul, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { RowLoss } from './row-loss.js';
import type { LabelFunction, TargetRows } from '../targets/target-rows.js';

/** A loss of each label that depends only on its logit and target. */
export interface LabelLoss {
  readonly value: LabelFunction;
  /** Derivative of `value` by the logit. */
  readonly slope: LabelFunction;
  /** Whether an example's loss is the mean or the sum over labels. */
  readonly over: 'mean' | 'sum';
  /** Further arguments of `value` and `slope`; see `TargetRows.map`. */
  readonly others?: (targets: TargetRows, numLabels: number) => Tensor[];
}

export function perLabel({ value, slope, over, others = () => [] }: LabelLoss): RowLoss {
  const reduce = over === 'mean' ? mean : sum;
  return {
    values: (z, targets) => reduce(targets.map(z, value, ...others(targets, z.shape[1])), 1, true),
    gradient: (z, targets, dy) =>
      mul(targets.map(z, slope, ...others(targets, z.shape[1])), over === 'mean' ? div(dy, z.shape[1]) : dy),
  };
}
