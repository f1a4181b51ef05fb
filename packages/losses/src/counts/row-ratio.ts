import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { RowLoss } from '../per-example/row-loss.js';
import type { TargetRows } from '../targets/target-rows.js';
import type { Ratio } from './confusion-metrics.js';
import { type Counts, lossOfCounts, slopesOfCounts } from './ratio-of-counts.js';
import { shareGradient } from './share-gradient.js';
import type { Share } from './smooth-counts.js';

/** The loss `1 - good / all` of each example, from its counts over the labels. */
export function rowRatio(ratio: Ratio, share: Share): RowLoss {
  // `countsOfRows` of batch-ratio.ts sums over the columns instead.
  const countsOf = (z: Tensor2D, targets: TargetRows): Counts => {
    const [positive, negative] = [share.positive(z), share.negative(z)] as Tensor2D[];
    return [
      targets.activeRowSums(positive),
      targets.inactiveRowSums(positive),
      targets.activeRowSums(negative),
      targets.inactiveRowSums(negative),
    ];
  };
  return {
    values: (z, targets) => lossOfCounts(ratio, countsOf(z, targets)) as Tensor2D,
    gradient: (z, targets, dy) =>
      shareGradient(share, targets, z, slopesOfCounts(ratio, countsOf(z, targets), dy)),
  };
}
