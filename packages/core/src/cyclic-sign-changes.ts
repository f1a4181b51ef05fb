import { checkInteger, isArrayLike } from './checks/index.js';
import { ValueError } from './errors.js';

/**
 * How often a label set's signs change when its n labels are read around a circle: twice the number of runs
 * of neighbouring active labels, 0 for the empty and the full set.
 *
 * It decides what a truncated-DFT layer can predict (arXiv 2310.10443, Theorems 3 and 4): exactly the sets
 * with at most 2k changes.
 *
 * @param labels Active labels, each an integer from 0 to `numLabels - 1`, ascending, as `LabelSets.get` gives
 * them.
 * @param numLabels Number of labels n, 1 or more.
 * @throws ValueError for labels that are out of range, not integers, or not ascending.
 *
 * @example
 * import { cyclicSignChanges } from '@argmaxable/core';
 * cyclicSignChanges([0, 1, 4], 6); // 4: the runs 0-1 and 4
 * cyclicSignChanges([0, 5], 6); // 2: label 5 is next to label 0
 */
export function cyclicSignChanges(labels: ArrayLike<number>, numLabels: number): number {
  checkInteger('numLabels', numLabels, { min: 1 });
  if (!isArrayLike(labels)) throw new ValueError('labels', labels, 'an array of label indices, ascending');
  let runs = 0;
  for (let j = 0; j < labels.length; j++) {
    checkInteger(`labels[${j}]`, labels[j], { min: j > 0 ? labels[j - 1] + 1 : 0, max: numLabels - 1 });
    const before = j > 0 ? labels[j - 1] : labels[labels.length - 1] - numLabels;
    if (labels[j] - before !== 1) runs++;
  }
  return labels.length === numLabels ? 0 : 2 * runs;
}
