import type { DftSize } from './dft-size.js';
import type { Distribution } from './distribution.js';

/** Statistics of label sets, and the DFT layer that they need. */
export interface LabelStatistics {
  /** Number of examples N. */
  readonly size: number;
  /** Number of labels n. */
  readonly numLabels: number;
  readonly maxActive: number;
  readonly meanActive: number;
  /** Number of distinct label sets. */
  readonly distinctSets: number;
  /** Number of labels that are active in no example. */
  readonly unusedLabels: number;
  /** Over labels: the number of examples in which each is active. */
  readonly labelCounts: Distribution;
  /** Over examples: the number of runs of neighbouring active labels around the circle. */
  readonly cyclicRuns: Distribution;
  /**
   * The smallest DFT layer that reaches the sets of all examples, and of 99 % of the examples; null if there
   * is no such layer, because 2k + 1 must not be above n.
   */
  readonly smallestLayer: { readonly all: DftSize | null; readonly ninetyNinePercent: DftSize | null };
  /** Returns the statistics as a table. */
  readonly toString: () => string;
}
