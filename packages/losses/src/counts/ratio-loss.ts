import type { Tensor } from '@tensorflow/tfjs-core';
import { lossOfRows } from '../per-example/row-loss.js';
import type { AverageOptions } from './average.js';
import { batchRatio } from './batch-ratio.js';
import type { Ratio } from './confusion-metrics.js';
import { rowRatio } from './row-ratio.js';
import type { Share } from './smooth-counts.js';

/**
 * The loss `1 - good / all` of counts, `tp = sum S y, fp = sum S (1 - y), fn = sum (1 - S) y, tn = sum (1 -
 * S) (1 - y)`, over the batch or, with `average: 'samples'`, over the labels of each example; as
 * `model.compile` takes it.
 */
export function ratioLoss(
  options: AverageOptions,
  ratio: Ratio,
  share: Share,
): (yTrue: Tensor, yPred: Tensor) => Tensor {
  return options.average === 'samples'
    ? lossOfRows(options, rowRatio(ratio, share))
    : batchRatio(options, ratio, share);
}
