import { checkInteger, seededRandom } from '@argmaxable/core';

/** `samples` random sets of k active labels of n; all sets are equally likely. */
export function* sampleLabelSets(n: number, k: number, samples: number, seed: string): Iterable<number[]> {
  checkInteger('k', k, { min: 0, max: n });
  checkInteger('samples', samples, { min: 1 });
  const random = seededRandom(`${seed} ${n} ${k}`);
  for (let sample = 0; sample < samples; sample++) yield random.subset(n, k);
}
