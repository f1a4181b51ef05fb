import { add, addN, div, mul, sub, sum, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { blocksOf, rowsOf } from '../blocks/blocks.js';
import { mapBlocks } from '../blocks/map-blocks.js';
import type { Ratio } from './confusion-metrics.js';
import type { CommonOptions } from '../define/common-options.js';
import { reduce } from '../define/reduce.js';
import type { Share } from './smooth-counts.js';
import { readBatch, type BatchTargets, targetRows } from '../targets/read-batch.js';
import { blend, type TargetRows } from '../targets/target-rows.js';
import { withGradient } from '../define/with-gradient.js';
import type { Tensor2D } from '@tensorflow/tfjs-core';

export const averages = ['macro', 'micro'] as const;

export interface AverageOptions extends CommonOptions {
  /**
   * 'macro' (default): a loss for each label from its counts; 'micro': one loss from the sums of the counts
   * over all labels.
   */
  readonly average: (typeof averages)[number];
}

/** Makes 0 / 0 a loss of 1, as the public code of sigmoidF1 does; float32 can represent it and its square. */
const epsilon = 1e-16;

/**
 * The loss `1 - good / all` of counts over the batch, `tp = sum S y, fp = sum S (1 - y), fn = sum (1 - S) y,
 * tn = sum (1 - S) (1 - y)`, as `model.compile` takes it.
 */
export function batchRatio(
  { reduction, targets: format, average }: AverageOptions,
  { good, all }: Ratio,
  share: Share,
): (yTrue: Tensor, yPred: Tensor) => Tensor {
  const bad = all.map((weight, i) => weight - good[i]);
  const pooled = average === 'micro';

  const op = withGradient({
    forward: (logits, targets) => {
      const saved = countsOf(logits, targets, share).map((count) => (pooled ? sum(count) : count));
      return { value: div(weighted(bad, saved), weighted(all, saved)), saved };
    },
    backward: (dy, logits, targets, counts) => {
      const total = weighted(all, counts);
      const loss = div(weighted(bad, counts), total);
      const measure = div(weighted(good, counts, 0), total);
      /** Derivative by the count; a count is either good or bad, so that nothing cancels. */
      const by = (i: number): Tensor => mul(dy, div(sub(mul(bad[i], measure), mul(good[i], loss)), total));
      // S moves an active label from fn to tp, an inactive one from tn to fp.
      const [active, inactive] = [sub(by(0), by(2)), sub(by(1), by(3))];
      return mapBlocks(logits.shape, (block) =>
        targetRows(targets, block).map(
          rowsOf(logits, block),
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
        ),
      );
    },
  });
  return (yTrue, yPred) =>
    tidy(() => {
      const { logits, targets } = readBatch(yTrue, yPred, format);
      return reduce(op(logits, targets), reduction);
    });
}

/** tp, fp, fn and tn of each label over the batch, [n] each. */
function countsOf(logits: Tensor2D, targets: BatchTargets, share: Share): Tensor[] {
  let totals: Tensor[] | undefined;
  for (const block of blocksOf(logits.shape)) {
    const before = totals;
    totals = tidy(() => {
      const counts = countsOfRows(rowsOf(logits, block), targetRows(targets, block), share);
      return before ? counts.map((count, i) => add(count, before[i])) : counts;
    });
    before?.forEach((total) => total.dispose());
  }
  return totals!;
}

function countsOfRows(z: Tensor2D, targets: TargetRows, share: Share): Tensor1D[] {
  const [positive, negative] = [share.positive(z), share.negative(z)] as Tensor2D[];
  return [
    targets.activeColumnSums(positive),
    targets.inactiveColumnSums(positive),
    targets.activeColumnSums(negative),
    targets.inactiveColumnSums(negative),
  ];
}

/**
 * `start` plus the weighted sum of counts. The sum includes counts of weight 0, so that no NaN among the
 * logits is hidden.
 */
function weighted(weights: readonly number[], counts: readonly Tensor[], start = epsilon): Tensor {
  return add(addN(counts.map((count, i) => mul(weights[i], count))), start);
}
