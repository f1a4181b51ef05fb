import { inversePermutation, LabelSets } from '@argmaxable/core';
import { checkLabelSets } from '../label-sets-argument.js';

/**
 * Renumbers the labels of label sets: label `order[j]` becomes label j.
 *
 * `Array.from(order, (label) => labelNames[label])` gives the names in the new order. A model that is trained
 * on the reordered sets needs no `labelOrder`; a `DFTOutput` with that `labelOrder` takes the original sets.
 *
 * @param labelSets Label sets of n labels.
 * @param order The labels in their new order, each integer from 0 to n - 1 once, as `suggestLabelOrder` gives
 * it.
 * @throws ValueError for anything other than `LabelSets`, and for an `order` that is not such a permutation.
 *
 * @example
 * import { inversePermutation, LabelSets } from '@argmaxable/core';
 * import { reorderLabels } from '@argmaxable/data';
 * reorderLabels(LabelSets.from([[0, 2]], 3), [2, 0, 1]).get(0); // Int32Array [0, 1]
 */
export function reorderLabels(labelSets: LabelSets, order: ArrayLike<number>): LabelSets {
  const { numLabels } = checkLabelSets('labelSets', labelSets);
  return renumber(labelSets, inversePermutation('order', order, numLabels));
}

/** Replaces each label by `place[label]`; `place` is a permutation. */
export function renumber(labelSets: LabelSets, place: Int32Array): LabelSets {
  const sets = function* () {
    for (const set of labelSets) yield set.map((label) => place[label]);
  };
  return LabelSets.from(sets(), labelSets.numLabels);
}
