import {
  checkInteger,
  checkOptions,
  cyclicSignChanges,
  inversePermutation,
  type LabelSets,
  ValueError,
} from '@argmaxable/core';
import { checkLabelSets } from '../label-sets-argument.js';
import { renumber } from '../label-order/reorder-labels.js';
import { countsOfUsed } from '../subsets/label-counts.js';
import { dftSize, mostColumns } from './dft-size.js';
import { distributionOf } from './distribution.js';
import type { LabelStatistics } from './statistics.js';
import { describeStatistics } from './table.js';

export interface LabelStatisticsOptions {
  /**
   * The labels in their order around the circle, each of 0 .. n - 1 once, as `suggestLabelOrder` returns
   * them; 0, 1, 2, ... by default.
   */
  labelOrder?: ArrayLike<number>;
  /**
   * Number E of features of the output layer's input, 1 to 2^31 - 1. If it is given, the parameters of the
   * layers are counted.
   */
  features?: number;
  /** Number of slack columns of the DFT layer, 0 to 2^31 - 1; 0 by default. */
  slack?: number;
}

/**
 * Computes statistics of label sets: how many there are, how often labels are active, and which k a DFT layer
 * needs for them.
 *
 * A DFT layer reaches the sets with at most 2k sign changes around the circle of labels, which means at most
 * k runs of neighbours (arXiv 2310.10443, Theorems 3 and 4). Runs depend on the order of the labels; see
 * `suggestLabelOrder`. A DFT layer of k and slack s on E features trains E(2k+1+s) + (2k+1+s) + s n
 * parameters, a BSL layer of d = 2k+1+s features without a constant column E d + d + d n.
 *
 * @param labelSets Label sets of one example or more.
 * @param options `labelOrder`, `features`, `slack`; see {@link LabelStatisticsOptions}.
 * @returns A plain object; `String(statistics)` is a table.
 * @throws ValueError for no examples and options out of range.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { labelStatistics } from '@argmaxable/data';
 * const labelSets = LabelSets.from([[0, 1, 4], [2, 3], [6]], 8);
 * const statistics = labelStatistics(labelSets, { features: 64 });
 * statistics.smallestLayer.all.k; // 2: [0, 1, 4] has the runs 0-1 and 4
 * console.log(String(statistics));
 */
export function labelStatistics(labelSets: LabelSets, options: LabelStatisticsOptions = {}): LabelStatistics {
  checkOptions('labelStatistics', options, ['labelOrder', 'features', 'slack']);
  const { labelOrder, features, slack = 0 } = options;
  if (features !== undefined) checkInteger('features', features, { min: 1, max: mostColumns });
  checkInteger('slack', slack, { min: 0, max: mostColumns });
  const { size, numLabels } = checkLabelSets('labelSets', labelSets);
  if (size === 0) throw new ValueError('labelSets', 'none', 'label sets of one example or more');
  const ordered =
    labelOrder === undefined
      ? labelSets
      : renumber(labelSets, inversePermutation('labelOrder', labelOrder, numLabels));
  const runs = Int32Array.from(ordered, (set) => cyclicSignChanges(set, numLabels) / 2);
  const withRuns = runs.filter((count) => count > 0);
  const cyclicRuns = distributionOf(withRuns, size - withRuns.length);
  const { counts: labelCounts } = countsOfUsed(labelSets);
  const unusedLabels = numLabels - labelCounts.length;
  const statistics = {
    size,
    numLabels,
    maxActive: labelSets.maxActive(),
    meanActive: labelSets.meanActive(),
    distinctSets: labelSets.distinct().sets.size,
    unusedLabels,
    labelCounts: distributionOf(labelCounts, unusedLabels),
    cyclicRuns,
    smallestLayer: {
      all: dftSize(cyclicRuns.max, numLabels, slack, features),
      ninetyNinePercent: dftSize(cyclicRuns.q99, numLabels, slack, features),
    },
  };
  return { ...statistics, toString: () => describeStatistics(statistics) };
}
