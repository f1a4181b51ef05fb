import { checkInteger, type LabelSets } from '@argmaxable/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { toBatch } from './batch.js';

/**
 * F1@k over a whole data set: the harmonic mean of mean precision@k and mean recall@k, where an example's k labels of
 * highest score are its prediction (of equal scores, the lower label index).
 *
 * An example without active labels counts 0 in recall. 0 when nothing is hit or nothing was seen.
 * Source: the public code of arXiv 2310.10443.
 *
 * @throws ValueError for k below 1 or not an integer; `update` for k above the number of labels.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { F1AtK } from '@argmaxable/metrics';
 * import { tensor2d } from '@tensorflow/tfjs-core';
 * const metric = new F1AtK({ k: 2 });
 * metric.update(LabelSets.from([[0, 1]], 3), tensor2d([[2, -1, 0.5]])); // for each batch
 * metric.result(); // 0.5
 */
export class F1AtK {
  readonly k: number;
  private examples = 0;
  private precision = 0; // sums over examples
  private recall = 0;

  constructor({ k }: { k: number }) {
    this.k = checkInteger('k', k, { min: 1 });
  }

  /**
   * Adds examples.
   *
   * @param yTrue Label sets, or a multi-hot tensor [batch, n].
   * @param yPred Scores [batch, n], logits or probabilities. Stays the caller's.
   */
  update(yTrue: LabelSets | Tensor2D, yPred: Tensor2D): void {
    const { targets, scores } = toBatch(yTrue, yPred);
    const n = targets.numLabels;
    checkInteger('k', this.k, { max: n }, `There are ${n} labels.`);
    for (let i = 0; i < targets.size; i++) {
      const active = targets.get(i);
      const predicted = new Set(topK(scores.subarray(i * n, (i + 1) * n), this.k));
      const hits = active.reduce((sum, label) => sum + (predicted.has(label) ? 1 : 0), 0);
      this.precision += hits / this.k;
      this.recall += active.length === 0 ? 0 : hits / active.length;
    }
    this.examples += targets.size;
  }

  /** F1@k of all examples since the start or the last `reset`, from 0 to 1. */
  result(): number {
    if (this.precision === 0) return 0;
    const [precision, recall] = [this.precision / this.examples, this.recall / this.examples];
    return (2 * precision * recall) / (precision + recall);
  }

  reset(): void {
    this.examples = this.precision = this.recall = 0;
  }
}

/** Indices of the k highest scores, highest first; of equal scores the lower index. One pass, k insertions at most each. */
function topK(scores: Float32Array, k: number): Int32Array {
  const best = new Int32Array(k);
  let found = 0;
  for (let label = 0; label < scores.length; label++) {
    if (found === k && scores[label] <= scores[best[k - 1]]) continue;
    let place = found < k ? found++ : k - 1;
    for (; place > 0 && scores[best[place - 1]] < scores[label]; place--) best[place] = best[place - 1];
    best[place] = label;
  }
  return best;
}
