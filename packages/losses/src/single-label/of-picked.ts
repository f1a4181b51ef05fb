import { divNoNan, mul, type Tensor2D } from '@tensorflow/tfjs-core';
import type { RowLoss } from '../per-example/row-loss.js';
import type { TargetRows } from '../targets/target-rows.js';

/** The sum of a row's picked labels' losses. */
interface PickedLoss {
  /** [rows, 1] */
  readonly values: (z: Tensor2D, targets: TargetRows) => Tensor2D;
  /** Derivatives of the values by the logits, [rows, n]. */
  readonly slopes: (z: Tensor2D, targets: TargetRows) => Tensor2D;
}

/** The loss of rows from the sum over picked labels: the sum itself, or with `normalize` the mean. */
export function ofPicked(normalize: boolean, { values, slopes }: PickedLoss): RowLoss {
  const share = (x: Tensor2D, targets: TargetRows): Tensor2D =>
    normalize ? divNoNan(x, targets.counts()) : x;
  return {
    values: (z, targets) => share(values(z, targets), targets),
    gradient: (z, targets, dy) => mul(slopes(z, targets), share(dy, targets)),
  };
}
