import { add, mul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LabelFunction, TargetRows } from '../targets/target-rows.js';

/**
 * `f` at every place of x [rows, n], given the target of all picked labels together there: label smoothing s
 * makes it `T = (1 - s) y + s m / n`, m the number of the row's picked labels.
 */
export function mapSmooth(
  targets: TargetRows,
  smoothing: number,
  x: Tensor2D,
  f: (x: Tensor, target: Tensor) => Tensor,
): Tensor2D {
  const numLabels = x.shape[1];
  const target: LabelFunction = (x, y, m) => f(x, add(mul(1 - smoothing, y), mul(smoothing / numLabels, m)));
  return targets.map(x, target, targets.counts());
}
