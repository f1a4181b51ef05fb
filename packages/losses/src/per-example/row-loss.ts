import { concat, reshape, type Tensor, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { blocksOf, rowsOf } from '../blocks/blocks.js';
import { mapBlocks } from '../blocks/map-blocks.js';
import { canRun, kernelLoss, type LossKernel } from './kernel-loss.js';
import type { CommonOptions } from '../define/common-options.js';
import { reduce } from '../define/reduce.js';
import { readBatch, type BatchTargets, targetRows } from '../targets/read-batch.js';
import type { TargetRows } from '../targets/target-rows.js';
import { withGradient } from '../define/with-gradient.js';

/**
 * A loss of each example that depends on no other example: it is computed for some rows of logits [rows, n],
 * without larger tensors.
 */
export interface RowLoss {
  /** Losses of the rows, [rows, 1]. */
  readonly values: (logits: Tensor2D, targets: TargetRows) => Tensor2D;
  /** Gradient [rows, n] of the rows' losses, each multiplied by its `dy` [rows, 1]. */
  readonly gradient: (logits: Tensor2D, targets: TargetRows, dy: Tensor2D) => Tensor2D;
  /** The same in one pass, for backends that have the kernel. */
  readonly kernel?: LossKernel;
}

/**
 * The loss as `model.compile` takes it, from the loss of rows. Without a kernel it goes through the batch in
 * blocks of rows, so that no tensor has the batch's size except the logits and the gradient.
 *
 * @param prepare A function that changes the targets before they are used.
 */
export function lossOfRows(
  { reduction, targets: format }: CommonOptions,
  loss: RowLoss,
  prepare: (targets: BatchTargets) => BatchTargets = (targets) => targets,
): (yTrue: Tensor, yPred: Tensor) => Tensor {
  const op = withGradient({
    forward: (logits, targets) => ({
      value: concat(
        blocksOf(logits.shape).map((block) =>
          tidy(() => loss.values(rowsOf(logits, block), targetRows(targets, block))),
        ),
        0,
      ),
    }),
    backward: (dy, logits, targets) =>
      mapBlocks(logits.shape, (block) =>
        loss.gradient(rowsOf(logits, block), targetRows(targets, block), rowsOf(dy, block)),
      ),
  });
  return (yTrue, yPred) =>
    tidy(() => {
      const { logits, targets, batchShape } = readBatch(yTrue, yPred, format);
      const { kernel } = loss;
      const prepared = prepare(targets);
      if (!kernel || !canRun(kernel)) return reduce(reshape(op(logits, prepared), batchShape), reduction);
      const result = kernelLoss(kernel, logits, prepared, reduction);
      return reduction === 'none' ? reshape(result, batchShape) : result;
    });
}
