import {
  checkInteger,
  checkOptions,
  cyclicSignChanges,
  LabelSets,
  type Random,
  seededRandom,
} from '@argmaxable/core';
import { checkLabelSets } from '../label-sets-argument.js';
import { CoOccurrence } from './co-occurrence.js';
import { heavyCycle } from './heavy-cycle.js';
import { reorderLabels } from './reorder-labels.js';

export interface LabelOrderOptions {
  /** The same seed gives the same order; 0 by default. */
  seed?: number;
  /** Number of random changes that the search tries per label, 0 to 1000; 5 by default. More take longer. */
  kicksPerLabel?: number;
}

/**
 * The most pairs of labels that are counted, over all sets: a limit for time and memory if sets are large.
 */
const mostPairs = 2 ** 26;

/**
 * Finds an order of the labels in which labels that often occur together are next to each other around the
 * circle. This lowers the number of cyclic runs, and so the k that a DFT layer needs, which reaches the sets
 * of at most k runs.
 *
 * The number of runs of a set is its number of labels minus its number of pairs of neighbours on the circle.
 * So the total number of runs over all examples is smallest if the sum, over neighbours, of how often they
 * occur together is largest. This is the travelling salesman problem on the co-occurrence graph. Greedy
 * matching, 2-opt, Or-opt and seeded kicks find a good solution, but not always the optimum. The search
 * lowers the mean number of runs, and usually the largest number too. The returned order never has more runs
 * in total than the given order, which is returned if no better one is found. Labels that never occur with
 * another are placed together.
 *
 * If the sets have more than 2^26 pairs of labels in total, a random sample of the sets is used, which
 * depends on the seed.
 *
 * @param labelSets Label sets of n labels: the training examples'.
 * @param options `seed`, `kicksPerLabel`; see {@link LabelOrderOptions}.
 * @returns The labels in their order around the circle, each of 0 .. n - 1 once: for the
 *   `labelOrder` of `DFTOutput` and `labelStatistics`, and for `reorderLabels`.
 * @throws ValueError for anything other than `LabelSets`, for more than 100 million labels, and for options
 *   out of range.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { suggestLabelOrder } from '@argmaxable/data';
 * const labelSets = LabelSets.from([[0, 3], [0, 3, 5], [1, 4], [1, 2, 4], [2, 4]], 6);
 * suggestLabelOrder(labelSets); // each set is one run of neighbours
 */
export function suggestLabelOrder(labelSets: LabelSets, options: LabelOrderOptions = {}): Int32Array {
  checkOptions('suggestLabelOrder', options, ['seed', 'kicksPerLabel']);
  const { seed = 0, kicksPerLabel = 5 } = options;
  const random = seededRandom(checkInteger('seed', seed));
  checkInteger('kicksPerLabel', kicksPerLabel, { min: 0, max: 1000 });
  const { numLabels } = checkLabelSets('labelSets', labelSets);
  checkInteger('labelSets.numLabels', numLabels, { max: mostOrdered });
  const { sets, counts } = labelSets.distinct();
  const rows = affordable(sets, random).filter((row) => sets.indptr[row + 1] - sets.indptr[row] > 1);
  const { nodes, company, lonely } = labelsIn(sets, rows);
  if (nodes.length < 4) return orderAsGiven(numLabels); // three labels on a circle: every order is the same
  const numberOf = new Map(nodes.map((label, number) => [label, number]));
  const graph = CoOccurrence.of(
    LabelSets.from(
      Array.from(rows, (row) => Array.from(sets.get(row), (label) => numberOf.get(label)!)),
      nodes.length,
    ),
    rows.map((row) => counts[row]),
  );
  const places = [...company, ...(lonely < numLabels ? [lonely] : [])].map((label) => numberOf.get(label)!);
  const cycle = heavyCycle(graph, places, kicksPerLabel * places.length, random);
  const order = withAllLonely(
    Array.from(cycle, (number) => nodes[number]),
    lonely,
    numLabels,
  );
  return totalRuns(reorderLabels(labelSets, order)) < totalRuns(labelSets) ? order : orderAsGiven(numLabels);
}

/** The most labels: an order has a number for each label, used or not, so this is 400 MB. */
const mostOrdered = 100_000_000;

function orderAsGiven(numLabels: number): Int32Array {
  const order = new Int32Array(numLabels);
  for (let label = 0; label < numLabels; label++) order[label] = label;
  return order;
}

/**
 * Finds the labels for the search, ascending: those that occur together with another label, and the first of
 * the others. The others are all equivalent, and are later placed after that one. `lonely` is that label; n
 * if there is none.
 */
function labelsIn(sets: LabelSets, rows: Int32Array): { nodes: number[]; company: number[]; lonely: number } {
  const found = new Set<number>();
  for (const row of rows) for (const label of sets.get(row)) found.add(label);
  const company = Array.from(found).sort((a, b) => a - b);
  let lonely = 0;
  while (lonely < company.length && company[lonely] === lonely) lonely++;
  const nodes = company.slice();
  if (lonely < sets.numLabels) nodes.splice(lonely, 0, lonely);
  return { nodes, company, lonely };
}

/** Replaces the label that represents the labels without co-occurrence by all these labels. */
function withAllLonely(order: readonly number[], lonely: number, numLabels: number): Int32Array {
  const inOrder = new Set(order);
  const whole = new Int32Array(numLabels);
  let at = 0;
  for (const label of order) {
    whole[at++] = label;
    if (label !== lonely) continue;
    for (let other = 0; other < numLabels; other++) if (!inOrder.has(other)) whole[at++] = other;
  }
  return whole;
}

/** Chooses all sets, or as many random sets as `mostPairs` allows. */
function affordable(sets: LabelSets, random: Random): Int32Array {
  const pairsOf = (row: number): number => (sets.indptr[row + 1] - sets.indptr[row]) ** 2;
  const rows = Int32Array.from({ length: sets.size }, (_, row) => row);
  if (rows.reduce((pairs, row) => pairs + pairsOf(row), 0) <= mostPairs) return rows;
  let left = mostPairs;
  return Int32Array.from(random.permutation(sets.size)).filter((row) => {
    const fits = pairsOf(row) <= left;
    if (fits) left -= pairsOf(row);
    return fits;
  });
}

function totalRuns(labelSets: LabelSets): number {
  let changes = 0;
  for (const set of labelSets) changes += cyclicSignChanges(set, labelSets.numLabels);
  return changes / 2;
}
