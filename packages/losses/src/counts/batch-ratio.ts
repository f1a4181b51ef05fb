import { LabelSets } from '@argmaxable/core';
import {
  add,
  cast,
  divNoNan,
  equal,
  mul,
  sum,
  type Tensor,
  type Tensor1D,
  tensor1d,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { blocksOf, rowsOf } from '../blocks/blocks.js';
import { mapBlocks } from '../blocks/map-blocks.js';
import { reduce } from '../define/reduce.js';
import { withGradient } from '../define/with-gradient.js';
import { readBatch, type BatchTargets, targetRows } from '../targets/read-batch.js';
import type { TargetRows } from '../targets/target-rows.js';
import type { AverageOptions } from './average.js';
import type { Ratio } from './confusion-metrics.js';
import { lossOfCounts, slopesOfCounts } from './ratio-of-counts.js';
import { shareGradient } from './share-gradient.js';
import type { Share } from './smooth-counts.js';

/** The loss `1 - good / all` of counts over the batch, of each label or of all. */
export function batchRatio(
  { reduction, targets: format, average }: AverageOptions,
  ratio: Ratio,
  share: Share,
): (yTrue: Tensor, yPred: Tensor) => Tensor {
  const isPooled = average === 'micro';
  const isWeighted = average === 'weighted';

  const op = withGradient({
    forward: (logits, targets) => {
      const counts = countsOf(logits, targets, share).map((count) => (isPooled ? sum(count) : count));
      const losses = lossOfCounts(ratio, counts);
      if (!isWeighted) return { value: losses, saved: counts };
      const weights = shareOfSupport(targets);
      // Where no label has support, all measures count as 0. NaN losses show through weights of 0.
      const none = cast(equal(sum(weights), 0), 'float32');
      const value = add(sum(mul(weights, losses)), none);
      return { value, saved: [...counts, weights] };
    },
    backward: (dy, logits, targets, saved) => {
      const [counts, [weights]] = [saved.slice(0, 4), saved.slice(4)];
      const slopes = slopesOfCounts(ratio, counts, isWeighted ? mul(dy, weights) : dy);
      return mapBlocks(logits.shape, (block) =>
        shareGradient(share, targetRows(targets, block), rowsOf(logits, block), slopes),
      );
    },
  });
  return (yTrue, yPred) =>
    tidy(() => {
      const { logits, targets } = readBatch(yTrue, yPred, format);
      return reduce(op(logits, targets), reduction);
    });
}

/** The part of each label in the active labels of the batch, [n]; all 0 where there are none. */
function shareOfSupport(targets: BatchTargets): Tensor {
  const support = supportOf(targets);
  return divNoNan(support, sum(support));
}

function supportOf(targets: BatchTargets): Tensor {
  if (!(targets instanceof LabelSets)) return sum(targets, 0);
  const support = new Float32Array(targets.numLabels);
  for (const label of targets.indices) support[label]++;
  return tensor1d(support);
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
