import { type LabelSets, ValueError } from '@argmaxable/core';
import { checkLabelSets } from '../label-sets-argument.js';

/**
 * The share of examples that have each label, smoothed: (count + 1) / (examples + 2), which is above 0 and
 * below 1 for labels that no example or every one has (Laplace's rule of succession). It is what the argument
 * `labelFrequencies` of `BSLOutput` and `DFTOutput` takes.
 *
 * @param labelSets The training examples, one or more.
 * @returns [n], float64.
 * @throws ValueError for no examples.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { labelFrequencies } from '@argmaxable/data';
 * import { BSLOutput } from '@argmaxable/layers';
 * const labelSets = LabelSets.from([[0, 1], [1]], 3);
 * console.log(labelFrequencies(labelSets)); // Float64Array [0.5, 0.75, 0.25]
 * new BSLOutput({ units: 3, features: 2, labelFrequencies: labelFrequencies(labelSets) });
 */
export function labelFrequencies(labelSets: LabelSets): Float64Array {
  const { size } = checkLabelSets('labelSets', labelSets);
  if (size === 0) throw new ValueError('labelSets', 'none', 'label sets of one example or more');
  return Float64Array.from(labelSets.labelCounts(), (count) => (count + 1) / (size + 2));
}
