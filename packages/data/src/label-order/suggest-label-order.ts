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
  /** How long to search: random changes tried per label, 0 to 1000; 5 by default. */
  kicksPerLabel?: number;
}

/** Pairs of labels looked at, over all sets; what bounds time and memory where sets are large. */
const mostPairs = 2 ** 26;

/**
 * Orders labels so that those which occur together sit side by side around the circle. That lowers the number
 * of cyclic runs, and with it the k that a DFT layer needs: it reaches the sets of at most k runs.
 *
 * A set has as many runs as labels, less its pairs of neighbours on the circle. So the sum of runs over all
 * examples is least where the sum, over neighbours, of how often they occur together is largest: the
 * travelling salesman problem on the co-occurrence graph, which greedy matching, 2-opt, Or-opt and seeded
 * kicks solve well, if not always to the optimum. It is the mean number of runs that is lowered; the largest
 * usually follows. The order has never more runs in all than the labels as given, which are returned where
 * nothing better is found. Labels that never occur with another stand together.
 *
 * Sets with more than 2^26 pairs of labels between them are sampled, by the seed.
 *
 * @param labelSets Label sets of n labels: the training examples'.
 * @param options `seed`, `kicksPerLabel`; see {@link LabelOrderOptions}.
 * @returns The labels in their order around the circle, each of 0 .. n - 1 once: for the
 *   `labelOrder` of `DFTOutput` and `labelStatistics`, and for `reorderLabels`.
 * @throws ValueError for what is no label sets, more than 100 million labels, and options out of range.
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

/** An order has a number for each label, used or not: 400 MB. */
const mostOrdered = 100_000_000;

function orderAsGiven(numLabels: number): Int32Array {
  const order = new Int32Array(numLabels);
  for (let label = 0; label < numLabels; label++) order[label] = label;
  return order;
}

/**
 * The labels that take part in the search, ascending: those that occur together with another label, and one
 * of the others, which are all alike and follow it. `lonely` is that one, the least; n where there is none.
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

/** The order with all labels that occur with no other in place of the one that stood for them. */
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

/** All sets, or in random order as many as `mostPairs` allows. */
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
