import { checkInteger, isArrayLike, ValueError } from '@argmaxable/core';

/** The signs y of a label set, [n]: 1 for active labels, -1 for the others. */
export function readSigns(labelSet: ArrayLike<number>, numLabels: number): Int8Array {
  if (!isArrayLike(labelSet)) throw new ValueError('labelSet', labelSet, 'an array of label indices');
  const signs = new Int8Array(numLabels).fill(-1);
  for (let m = 0; m < labelSet.length; m++) {
    const label = checkInteger(`labelSet[${m}]`, labelSet[m], { min: 0, max: numLabels - 1 });
    if (signs[label] === 1) {
      throw new ValueError('labelSet', Array.from(labelSet), `without repeats (label ${label} occurs twice)`);
    }
    signs[label] = 1;
  }
  return signs;
}
