import { add, addN, div, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { Ratio } from './confusion-metrics.js';

/** tp, fp, fn and tn: four tensors of one shape. */
export type Counts = readonly Tensor[];

/** Makes 0 / 0 a loss of 1, as the public code of sigmoidF1 does; float32 can represent it and its square. */
const epsilon = 1e-16;

/** `1 - good / all`, of the shape of the counts. */
export function lossOfCounts(ratio: Ratio, counts: Counts): Tensor {
  return div(weighted(badOf(ratio), counts), weighted(ratio.all, counts));
}

/** The derivatives of `lossOfCounts`, times dy, by the share S of an active and of an inactive label. */
export function slopesOfCounts(
  ratio: Ratio,
  counts: Counts,
  dy: Tensor,
): { active: Tensor; inactive: Tensor } {
  const { good, all } = ratio;
  const bad = badOf(ratio);
  const total = weighted(all, counts);
  const loss = div(weighted(bad, counts), total);
  const measure = div(weighted(good, counts, 0), total);
  /** Derivative by the count; a count is either good or bad, so that nothing cancels. */
  const by = (i: number): Tensor => mul(dy, div(sub(mul(bad[i], measure), mul(good[i], loss)), total));
  // S moves an active label from fn to tp, an inactive one from tn to fp.
  return { active: sub(by(0), by(2)), inactive: sub(by(1), by(3)) };
}

const badOf = ({ good, all }: Ratio): number[] => all.map((weight, i) => weight - good[i]);

/**
 * `start` plus the weighted sum of counts. The sum includes counts of weight 0, so that no NaN among the
 * logits is hidden.
 */
function weighted(weights: readonly number[], counts: Counts, start = epsilon): Tensor {
  return add(addN(counts.map((count, i) => mul(weights[i], count))), start);
}
