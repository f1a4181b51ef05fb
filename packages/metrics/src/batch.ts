import { LabelSets, ValueError } from '@argmaxable/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';

/** Scores of some examples with the label sets that are true of them, as `update` of every metric takes them. */
export interface Batch {
  readonly targets: LabelSets;
  /** Row-major [targets.size, targets.numLabels]. */
  readonly scores: Float32Array;
}

/**
 * Checks and unifies what a metric's `update` was given.
 *
 * @param yTrue Label sets, or a multi-hot tensor [batch, n].
 * @param yPred Scores [batch, n]; NaN is refused.
 * @throws ValueError for shapes that differ, targets other than 0 and 1, or a NaN score.
 */
export function toBatch(yTrue: LabelSets | Tensor2D, yPred: Tensor2D): Batch {
  const targets = yTrue instanceof LabelSets ? yTrue : LabelSets.fromMultiHot(yTrue);
  const [size, numLabels] = yPred.shape;
  if (yPred.shape.length !== 2 || size !== targets.size || numLabels !== targets.numLabels) {
    throw new ValueError(
      'yPred',
      yPred.shape,
      `of the shape of yTrue, [${targets.size}, ${targets.numLabels}]`,
    );
  }
  const scores = yPred.dataSync<'float32'>();
  const bad = scores.findIndex(Number.isNaN);
  if (bad >= 0) {
    const [row, label] = [Math.floor(bad / numLabels), bad % numLabels];
    throw new ValueError(`yPred[${row}][${label}]`, NaN, 'a number', 'Did training diverge?');
  }
  return { targets, scores };
}
