import { type LabelSets, seededRandom } from '@argmaxable/core';
import { suggestLabelOrder } from '@argmaxable/data';

/** Orders of the labels around the circle: as they come, by frequency; drawn; by which go together. */
export const labelOrders = ['frequency', 'random', 'suggested'] as const;
export type LabelOrderName = (typeof labelOrders)[number];

/**
 * The order of the labels, null for the one that they have: data sets here have the most frequent label
 * first.
 *
 * @param labelSets Of the training examples, for 'suggested'.
 */
export function labelOrder(
  name: LabelOrderName,
  labelSets: LabelSets,
  seed: number,
): ArrayLike<number> | null {
  if (name === 'frequency') return null;
  if (name === 'random') return seededRandom(`order ${seed}`).permutation(labelSets.numLabels);
  return suggestLabelOrder(labelSets, { seed });
}
