import { mean, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { Reduction } from './common-options.js';

/** The losses of a batch's examples, or their mean or sum, a scalar. */
export function reduce(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === 'none') return losses;
  return reduction === 'sum' ? sum(losses) : mean(losses);
}
