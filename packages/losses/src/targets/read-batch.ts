import { checkTensor, isSparse, LabelSets, type TargetFormat, ValueError } from '@argmaxable/core';
import { cast, reshape, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { type Block, rowsOf } from '../blocks/blocks.js';
import { DenseTargets } from './dense-targets.js';
import { SparseTargets } from './sparse-targets.js';
import type { TargetRows } from './target-rows.js';

/** The targets of a batch: a multi-hot float32 tensor [rows, n], or label sets. */
export type BatchTargets = Tensor2D | LabelSets;

/** The checked arguments of a loss, as rows. */
export interface LossBatch {
  /** [rows, n] */
  readonly logits: Tensor2D;
  readonly targets: BatchTargets;
  /** Shape of the batch: [rows], or more axes if the logits have more. */
  readonly batchShape: number[];
}

/**
 * Checks a loss's arguments and brings them to rows.
 *
 * Shapes and dtypes are always checked. Indices of sparse targets are few, so they are read and checked too.
 * The values of logits and of multi-hot targets are not checked, because reading them would stall a GPU at
 * every step.
 *
 * @throws ValueError for anything but a tensor, for disposed tensors, for logits that are not float32 [...,
 *   n] or have no example, for targets of another shape or dtype, and for label indices out of range or
 *   repeated in a row.
 */
export function readBatch(yTrue: Tensor, yPred: Tensor, format: TargetFormat): LossBatch {
  checkTensor('yTrue', yTrue, 'a tensor of dtype float32, bool or int32');
  checkTensor('yPred', yPred, 'a tensor of dtype float32');
  if (yPred.dtype !== 'float32') throw new ValueError('yPred', yPred.dtype, 'of dtype float32');
  if (yPred.rank < 2 || yPred.size === 0) {
    throw new ValueError(
      'yPred',
      describe(yPred),
      '[batch, numLabels] (or more axes, the last of labels) with one example or more',
    );
  }
  const batchShape = yPred.shape.slice(0, -1);
  const numLabels = yPred.shape[yPred.rank - 1];
  const logits = asRows(yPred);
  if (isSparse(yTrue, numLabels, format)) {
    if (yPred.rank !== 2 || yTrue.shape[0] !== yPred.shape[0]) {
      throw new ValueError('yTrue', describe(yTrue), `of as many rows as yPred, ${describe(yPred)}`);
    }
    return { logits, targets: LabelSets.fromPadded(yTrue as Tensor2D, numLabels), batchShape };
  }
  if (yTrue.shape.join() !== yPred.shape.join()) {
    throw new ValueError('yTrue', yTrue.shape, `of the shape of yPred, ${describe(yPred)}`);
  }
  const multiHot = asRows(yTrue);
  return { logits, targets: yTrue.dtype === 'float32' ? multiHot : cast(multiHot, 'float32'), batchShape };
}

/**
 * The label sets of targets, for losses that go through active labels one by one. Reads multi-hot targets.
 */
export function labelSetsOf(targets: BatchTargets): LabelSets {
  return targets instanceof LabelSets ? targets : LabelSets.fromMultiHot(targets);
}

/** The block's rows of targets. It makes tensors: call it in a tidy. */
export function targetRows(targets: BatchTargets, block: Block): TargetRows {
  return targets instanceof LabelSets
    ? new SparseTargets(targets, block)
    : new DenseTargets(rowsOf(targets, block));
}

/**
 * The tensor as [rows, n]; the tensor itself if it has this shape, because every operation on a tape keeps
 * its inputs in memory.
 */
function asRows(x: Tensor): Tensor2D {
  return x.rank === 2 ? (x as Tensor2D) : reshape(x, [-1, x.shape[x.rank - 1]]);
}

function describe({ shape }: Tensor): string {
  return `[${shape.join(', ')}]`;
}
