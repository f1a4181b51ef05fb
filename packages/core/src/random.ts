import seedrandom from 'seedrandom';
import { checkInteger } from './checks/index.js';
import { ValueError } from './errors.js';

/** A sequence of random numbers that the seed determines. */
export interface Random {
  /** A number from 0 to 1, 1 excluded; at least 2^52 different values, all equally likely. */
  readonly next: () => number;
  /** An integer from 0 to `below - 1`, all equally likely. */
  readonly integer: (below: number) => number;
  /** A number of the normal distribution of mean 0 and standard deviation 1 (Box and Muller). */
  readonly normal: () => number;
  /** The integers from 0 to `size - 1` in random order, all orders equally likely (Fisher and Yates). */
  readonly permutation: (size: number) => number[];
  /** `size` of the integers from 0 to `n - 1`, in no particular order, all sets equally likely (Floyd). */
  readonly subset: (n: number, size: number) => number[];
}

/**
 * Random numbers that are the same for the same seed, on every machine: the generator of seedrandom, which
 * tfjs uses for its own seeds. Do not use it for secrets.
 *
 * @param seed Text, or a finite number, which means the same as its text: 1 is '1'.
 * @throws ValueError for another seed; the methods throw one for sizes that are not integers in their range.
 *
 * @example
 * import { seededRandom } from '@argmaxable/core';
 * const random = seededRandom('split 1');
 * random.permutation(5); // 0 to 4 in an order that is the same in every run
 * random.next(); // the next number from 0 to 1
 */
export function seededRandom(seed: string | number): Random {
  if (typeof seed !== 'string' && !Number.isFinite(seed)) {
    throw new ValueError('seed', seed, 'a string or a finite number');
  }
  const next = seedrandom(String(seed));
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    next: () => next(),
    integer: (below) => integer(checkInteger('below', below, { min: 1 })),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    permutation(size) {
      checkInteger('size', size, { min: 0 });
      const order = Array.from({ length: size }, (_, i) => i);
      for (let i = size - 1; i > 0; i--) {
        const j = integer(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
    subset(n, size) {
      checkInteger('n', n, { min: 0 });
      checkInteger('size', size, { min: 0, max: n });
      const members = new Set<number>();
      for (let last = n - size; last < n; last++) {
        const drawn = integer(last + 1);
        members.add(members.has(drawn) ? last : drawn);
      }
      return [...members];
    },
  };
}
