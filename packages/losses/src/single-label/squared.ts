import { add, mean, mul, square, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { RowLoss } from '../per-example/row-loss.js';
import type { LabelFunction } from '../targets/target-rows.js';
import { ofPicked } from './of-picked.js';

/**
 * Squared error: the mean over labels j of `(z_j - M t_j)^2` for each picked label, M the target's scale and
 * t its one-hot target, smoothed.
 */
export function squaredOfPicked(scale: number, smoothing: number, normalize: boolean): RowLoss {
  /**
   * The sum over the m picked labels of f of what is between a logit and its target: where y is 1, once as
   * the picked label itself and m - 1 times as another.
   */
  const overPicked =
    (numLabels: number, f: (error: Tensor) => Tensor): LabelFunction =>
    (z, y, m) => {
      const asOther = sub(z, (scale * smoothing) / numLabels);
      const asPicked = sub(asOther, scale * (1 - smoothing));
      return add(mul(y, f(asPicked)), mul(sub(m, y), f(asOther)));
    };
  return ofPicked(normalize, {
    values: (z, targets) => mean(targets.map(z, overPicked(z.shape[1], square), targets.counts()), 1, true),
    slopes: (z, targets) =>
      mul(
        2 / z.shape[1],
        targets.map(
          z,
          overPicked(z.shape[1], (x) => x),
          targets.counts(),
        ),
      ),
  });
}
