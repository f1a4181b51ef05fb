import { checkInteger } from '@argmaxable/core';
import seedrandom from 'seedrandom';

/** `samples` random sets of k active labels of n, each set as likely as any other (Floyd's algorithm). */
export function* sampleLabelSets(n: number, k: number, samples: number, seed: string): Iterable<number[]> {
  checkInteger('k', k, { min: 0, max: n });
  checkInteger('samples', samples, { min: 1 });
  const random = seedrandom(`${seed} ${n} ${k}`);
  for (let sample = 0; sample < samples; sample++) {
    const set = new Set<number>();
    for (let label = n - k; label < n; label++) {
      const drawn = Math.floor(random() * (label + 1));
      set.add(set.has(drawn) ? label : drawn);
    }
    yield [...set];
  }
}
