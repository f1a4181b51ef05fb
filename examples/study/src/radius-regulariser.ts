import { oneVersusAll } from '@argmaxable/losses';
import { add, mean, mul, relu, sub, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import type { SplitOutput } from './split-output.js';
import type { Loss } from './training.js';

/** What widens the regions of the training label sets while a model trains. */
export type RadiusRegulariser =
  /** `marginLoss`. */
  | { readonly kind: 'margin'; readonly margin: number; readonly weight: number }
  /** After every so many training steps, a step of `ascendRadius`. */
  | { readonly kind: 'ascent'; readonly every: number; readonly batch: number; readonly rate: number };

/**
 * Binary cross-entropy, and `weight` times the mean over examples of `max(0, margin - r)`. r is the least
 * distance from the wrong side of a label, `min_i y_i z_i / (|w_i| max_j |x_j|)`: x, scaled into the box, is
 * a witness that the radius of the example's label set is at least r. A large-margin loss of the last layer
 * (Elsayed et al. 2018, arXiv 1803.05598), with the set's hardest label.
 * Targets are multi-hot.
 */
export function marginLoss(
  output: SplitOutput,
  { margin, weight }: { margin: number; weight: number },
): Loss {
  return (yTrue, z) =>
    tidy(() => {
      const least = output.leastDistance(sub(mul(2, yTrue), 1), z as Tensor2D);
      return add(oneVersusAll(yTrue, z), mul(weight, mean(relu(sub(margin, least)))));
    });
}
