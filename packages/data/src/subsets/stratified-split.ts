import {
  checkNumber,
  checkOptions,
  isArrayLike,
  type LabelSets,
  type Random,
  readNumbers,
  seededRandom,
  ValueError,
} from '@argmaxable/core';
import { checkLabelSets } from '../label-sets-argument.js';
import { FewestFirst } from './fewest-first.js';
import { countsOfUsed } from './label-counts.js';

/** Options of `stratifiedSplit`. */
export interface StratifiedSplitOptions {
  /**
   * The share of the examples in each part: two or more numbers above 0 whose sum is 1; [0.8, 0.2] by
   * default.
   */
  readonly shares?: ArrayLike<number>;
  /** The seed of the random numbers, a string or a finite number; 0 by default. */
  readonly seed?: string | number;
}

/**
 * Divides examples into parts, such as training and validation, that have nearly the same share of each
 * label, by iterative stratification.
 *
 * The label with the fewest remaining examples comes first, because its shares are the hardest to correct
 * later. Each of its examples, in random order, goes to the part that lacks the most examples of this label;
 * of equal parts, to the one that lacks the most examples; of equal ones again, to a random one. Then comes
 * the next label. Examples without labels fill the parts. Unlike in the paper, the parts' sizes are exact: a
 * full part gets no more examples. Only single labels are balanced, not pairs of labels.
 *
 * The time grows with the number of active labels of all examples, not with the number of labels.
 *
 * Source: Sechidis, Tsoumakas and Vlahavas 2011, On the stratification of multi-label data, algorithm 1.
 *
 * @param labelSets Label sets of at least one example for each part.
 * @param options `shares`, `seed`; see {@link StratifiedSplitOptions}.
 * @returns For each part the numbers of its examples, ascending. Each example is in exactly one part. A part
 *   has its share of the examples, rounded down or up: the parts with the largest fractions are rounded up.
 * @throws ValueError for shares that are not two or more numbers above 0 whose sum is 1, for another kind of
 *   seed, and for too few examples to give one to each part.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { stratifiedSplit } from '@argmaxable/data';
 * const labelSets = LabelSets.from([[0], [0], [0, 1], [1], [1], [], [0], [1], [0, 1], [0]], 2);
 * const [train, test] = stratifiedSplit(labelSets, { shares: [0.5, 0.5], seed: 1 });
 * labelSets.select(train).labelCounts(); // Int32Array [3, 3] or [3, 2], as of labelSets.select(test)
 */
export function stratifiedSplit(labelSets: LabelSets, options: StratifiedSplitOptions = {}): Int32Array[] {
  const { shares: given = [0.8, 0.2], seed = 0 } = checkOptions('stratifiedSplit', options, [
    'shares',
    'seed',
  ]);
  const { size } = checkLabelSets('labelSets', labelSets);
  const shares = readShares(given);
  const random = seededRandom(seed);
  const sizes = sizesOf(shares, size);
  if (sizes.includes(0)) {
    const allowed = `of examples enough for one in each part, with shares of ${shares.join(', ')}`;
    throw new ValueError('labelSets', `${size} examples`, allowed);
  }
  const partOf = assign(labelSets, shares, sizes, random);
  const parts = sizes.map((count) => new Int32Array(count));
  const filled = sizes.map(() => 0);
  partOf.forEach((part, row) => (parts[part][filled[part]++] = row));
  return parts;
}

function readShares(given: ArrayLike<number>): number[] {
  const allowed = 'an array of two or more numbers above 0 of sum 1, such as [0.8, 0.2]';
  if (!isArrayLike(given) || given.length < 2) throw new ValueError('shares', given, allowed);
  const shares = Array.from(readNumbers('shares', given));
  shares.forEach((share, i) => checkNumber(`shares[${i}]`, share, { min: Number.MIN_VALUE, max: 1 }));
  const sum = shares.reduce((total, share) => total + share, 0);
  // The sum of decimal fractions may have such a rounding error.
  if (Math.abs(sum - 1) <= 1e-9) return shares;
  throw new ValueError('shares', `numbers of sum ${sum}`, allowed);
}

/**
 * Computes each part's number of examples: its share rounded down, and one more for the parts with the
 * largest fractions.
 */
function sizesOf(shares: readonly number[], size: number): number[] {
  const sizes = shares.map((share) => Math.floor(share * size));
  const missing = size - sizes.reduce((total, count) => total + count, 0);
  const fraction = (part: number): number => shares[part] * size - sizes[part];
  const byFraction = shares.map((_, part) => part).sort((a, b) => fraction(b) - fraction(a) || a - b);
  byFraction.slice(0, missing).forEach((part) => sizes[part]++);
  return sizes;
}

/** Finds the part of each example. */
function assign(
  labelSets: LabelSets,
  shares: readonly number[],
  sizes: readonly number[],
  random: Random,
): Int32Array {
  const { labels, counts } = countsOfUsed(labelSets);
  const numberOf = new Map(Array.from(labels, (label, number) => [label, number]));
  const sets = Array.from(labelSets, (set) => set.map((label) => numberOf.get(label)!));
  const order = random.permutation(sets.length);
  const rowsOf = rowsByLabel(sets, order, counts);
  /** The number of examples that each part lacks, for each label and in total. */
  const lacked = shares.map((share) => Float64Array.from(counts, (count) => count * share));
  const room = [...sizes];
  const partOf = new Int32Array(sets.length).fill(-1);
  const left = new FewestFirst(counts, random.permutation(counts.length));

  const put = (row: number, part: number): void => {
    partOf[row] = part;
    room[part]--;
    for (const label of sets[row]) {
      lacked[part][label]--;
      left.countDown(label);
    }
  };

  for (let label = left.take(); label !== undefined; label = left.take()) {
    for (const row of rowsOf[label]) {
      if (partOf[row] < 0) put(row, partFor(label, lacked, room, random));
    }
  }
  for (const row of order) {
    if (partOf[row] < 0) put(row, partFor(undefined, lacked, room, random));
  }
  return partOf;
}

/** Lists the examples of each label, in the order of `order`. */
function rowsByLabel(
  sets: readonly Int32Array[],
  order: readonly number[],
  counts: Int32Array,
): Int32Array[] {
  const rows = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(counts.length);
  for (const row of order) {
    for (const label of sets[row]) rows[label][filled[label]++] = row;
  }
  return rows;
}

/**
 * Chooses, among the parts that are not full, the one that lacks the most examples of the label; of equal
 * ones, the one that lacks the most examples; of equal ones again, a random one.
 */
function partFor(
  label: number | undefined,
  lacked: readonly Float64Array[],
  room: readonly number[],
  random: Random,
): number {
  let best: number[] = [];
  for (let part = 0; part < room.length; part++) {
    if (room[part] === 0) continue;
    const ofLabel =
      label === undefined || best.length === 0 ? 0 : lacked[part][label] - lacked[best[0]][label];
    const difference = best.length === 0 ? 1 : ofLabel || room[part] - room[best[0]];
    if (difference > 0) best = [part];
    else if (difference === 0) best.push(part);
  }
  return best.length === 1 ? best[0] : best[random.integer(best.length)];
}
