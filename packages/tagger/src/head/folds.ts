import { type LabelSets, seededRandom } from '@argmaxable/core';
import { stratifiedSplit } from '@argmaxable/data';

/** The most scores of held-out examples that are kept in memory: 256 MiB. */
const mostScores = 2 ** 26;

/** The parts of the examples that are held out in turn, each with nearly its share of every label. */
export interface Folds {
  /** The examples of each part that is held out. */
  readonly held: readonly Int32Array[];
  /** All examples in one array: those of the first part, of the second, and so on. */
  readonly examples: Int32Array;
}

/**
 * Divides the examples into `count` parts. Where the scores of all examples are too many to keep, into more,
 * of which only some are held out.
 */
export function foldsOf(labelSets: LabelSets, count: number, seed: string | number): Folds {
  const scores = labelSets.size * labelSets.numLabels;
  const parts = Math.min(labelSets.size, Math.max(count, Math.ceil(scores / mostScores)));
  const shares = new Array<number>(parts).fill(1 / parts);
  const split = stratifiedSplit(labelSets, { shares, seed });
  const held = split.slice(0, Math.max(1, Math.floor((parts * mostScores) / scores)));
  return { held, examples: Int32Array.from(held.flatMap((part) => [...part])) };
}

/** Orders in which to go through the examples: one after the other, and again from the first. */
export function ordersOf(size: number, seed: string | number): Int32Array[] {
  const random = seededRandom(`order ${seed}`);
  return Array.from({ length: orderCount }, () => Int32Array.from(random.permutation(size)));
}

/** Enough that no example stands always before another. */
const orderCount = 8;

/** The orders without some of the examples. */
export function ordersWithout(orders: readonly Int32Array[], left: Int32Array, size: number): Int32Array[] {
  const isLeft = new Uint8Array(size);
  for (const example of left) isLeft[example] = 1;
  return orders.map((order) => order.filter((example) => isLeft[example] === 0));
}
