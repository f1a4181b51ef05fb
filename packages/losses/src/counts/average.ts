import type { CommonOptions } from '../define/common-options.js';

export const averages = ['macro', 'micro', 'weighted', 'samples'] as const;

export interface AverageOptions extends CommonOptions {
  /**
   * What is counted together, in scikit-learn's words.
   *
   * - 'macro' (default): a loss for each label, from its counts over the batch.
   * - 'micro': one loss, from the sums of the counts over all labels.
   * - 'weighted': one loss, the mean of those of 'macro' weighted by the labels' support, the sum of y over
   *   the batch. A batch without any active label has loss 1 and no gradient.
   * - 'samples': a loss for each example, from its counts over the labels.
   */
  readonly average: (typeof averages)[number];
}
