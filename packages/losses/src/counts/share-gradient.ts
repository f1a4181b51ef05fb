import { mul, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { blend, type TargetRows } from '../targets/target-rows.js';
import type { Share } from './smooth-counts.js';

/**
 * The gradient [rows, n] by the logits, from the derivatives by the shares of active and inactive labels, [n]
 * or [rows, 1] each.
 */
export function shareGradient(
  share: Share,
  targets: TargetRows,
  z: Tensor2D,
  { active, inactive }: { active: Tensor; inactive: Tensor },
): Tensor2D {
  return targets.map(
    z,
    (z, y, active, inactive) =>
      mul(
        share.slope(z),
        blend(
          y,
          () => active,
          () => inactive,
        ),
      ),
    active,
    inactive,
  );
}
