import type { DftSize } from './dft-size.js';
import type { Distribution } from './distribution.js';

/** What label sets look like, and which DFT layer they need. */
export interface LabelStatistics {
  /** Number of examples N. */
  readonly size: number;
  /** Number of labels n. */
  readonly numLabels: number;
  readonly maxActive: number;
  readonly meanActive: number;
  /** How many different label sets there are. */
  readonly distinctSets: number;
  /** How many labels are active in no example. */
  readonly unusedLabels: number;
  /** Over labels: the number of examples in which each is active. */
  readonly labelCounts: Distribution;
  /** Over examples: the number of runs of neighbouring active labels around the circle. */
  readonly cyclicRuns: Distribution;
  /**
   * The smallest DFT layer that reaches every example's set, and 99 % of them; null where 2k + 1 <= n does
   * not allow it.
   */
  readonly smallestLayer: { readonly all: DftSize | null; readonly ninetyNinePercent: DftSize | null };
  /** A table for people. */
  readonly toString: () => string;
}
