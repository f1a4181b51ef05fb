import {
  argMax,
  cast,
  exp,
  expandDims,
  log1p,
  max,
  mul,
  notEqual,
  range,
  sub,
  sum,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/**
 * `-log softmax(z)`, [rows, n], with all digits of the smallest too, on backends whose log1p has them: where
 * one logit is far above the others, its value is a sum of their powers, which 1 plus that sum would round
 * away.
 */
export function negativeLogSoftmax(z: Tensor2D): Tensor2D {
  const shifted: Tensor2D = sub(z, max(z, 1, true));
  const greatest = expandDims(argMax(z, 1), 1);
  const isOther = cast(notEqual(range(0, z.shape[1], 1, 'int32'), greatest), 'float32');
  // A product, and no choice, so that a NaN among the logits shows.
  return sub(log1p(sum(mul(exp(shifted), isOther), 1, true)), shifted);
}
