import { ValueError } from '@argmaxable/core';

/** Checks an option that lists label names, label 0 first. */
export function checkLabelNames(names: unknown): asserts names is readonly string[] {
  if (!Array.isArray(names) || names.length === 0) {
    throw new ValueError('labelNames', names, 'an array of one name or more');
  }
  const seen = new Set<unknown>();
  for (let i = 0; i < names.length; i++) {
    const name: unknown = names[i];
    if (typeof name !== 'string') throw new ValueError(`labelNames[${i}]`, name, 'a name');
    if (seen.has(name)) throw new ValueError(`labelNames[${i}]`, name, 'names that differ');
    seen.add(name);
  }
}
