import { checkNumber, type LabelSets } from '@argmaxable/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { toBatch } from './batch.js';

/**
 * Micro-averaged F1 over a whole data set: `2 tp / (2 tp + fp + fn)` with the counts pooled over examples and labels,
 * where the labels with a score above the threshold are predicted.
 *
 * 0 when there is nothing to find and nothing was predicted, as in scikit-learn's `zero_division=0`.
 *
 * @throws ValueError for a threshold that is not a finite number.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { MicroF1 } from '@argmaxable/metrics';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const metric = new MicroF1({ threshold: 0 }); // 0 for logits, 0.5 for probabilities
 * metric.update(LabelSets.from([[0, 1]], 3), tensor2d([[2, -1, 0.5]])); // for each batch
 * metric.result(); // 0.5
 */
export class MicroF1 {
  readonly threshold: number;
  private truePositives = 0;
  private predicted = 0;
  private active = 0;

  /** @param args `threshold`, 0 by default: that of logits. */
  constructor({ threshold = 0 }: { threshold?: number } = {}) {
    this.threshold = checkNumber('threshold', threshold);
  }

  /**
   * Adds examples.
   *
   * @param yTrue Label sets, or a multi-hot tensor [batch, n].
   * @param yPred Scores [batch, n]. Stays the caller's.
   */
  update(yTrue: LabelSets | Tensor2D, yPred: Tensor2D): void {
    const { targets, scores } = toBatch(yTrue, yPred);
    for (const score of scores) if (score > this.threshold) this.predicted++;
    for (let i = 0; i < targets.size; i++) {
      const active = targets.get(i);
      for (const label of active)
        if (scores[i * targets.numLabels + label] > this.threshold) this.truePositives++;
      this.active += active.length;
    }
  }

  /** Micro-F1 of all examples since the start or the last `reset`, from 0 to 1. */
  result(): number {
    const all = this.predicted + this.active;
    return all === 0 ? 0 : (2 * this.truePositives) / all;
  }

  reset(): void {
    this.truePositives = this.predicted = this.active = 0;
  }
}
