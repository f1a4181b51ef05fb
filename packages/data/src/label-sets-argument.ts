import { LabelSets, ValueError } from '@argmaxable/core';

/** Returns `value` if it is label sets; throws a `ValueError` otherwise. */
export function checkLabelSets(argument: string, value: LabelSets): LabelSets {
  if (value instanceof LabelSets) return value;
  throw new ValueError(argument, value, 'LabelSets', 'LabelSets.from makes them of arrays.');
}
