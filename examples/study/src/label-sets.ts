import { LabelSets, seededRandom } from '@argmaxable/core';

/** All 2^n label sets. */
export function allLabelSets(n: number): LabelSets {
  const labels = Array.from({ length: n }, (_, label) => label);
  const sets = Array.from({ length: 2 ** n }, (_, bits) => labels.filter((label) => (bits >> label) & 1));
  return LabelSets.from(sets, n);
}

/** Random label sets of `active` labels each, all equally likely. */
export function randomLabelSets(n: number, active: number, count: number, seed: number): LabelSets {
  const random = seededRandom(`sets ${n} ${active} ${seed}`);
  return LabelSets.from(
    Array.from({ length: count }, () => random.subset(n, active)),
    n,
  );
}
