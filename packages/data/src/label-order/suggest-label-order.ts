import { checkInteger, checkOptions, cyclicSignChanges, type LabelSets } from '@argmaxable/core';
import { seededIntegers } from '../random.js';
import { CoOccurrence } from './co-occurrence.js';
import { heavyCycle } from './heavy-cycle.js';
import { reorderLabels } from './reorder-labels.js';

export interface LabelOrderOptions {
  /** The same seed gives the same order; 0 by default. */
  seed?: number;
  /** How long to search: random changes tried per label, 0 or more; 5 by default. */
  kicksPerLabel?: number;
}

/** Pairs of labels looked at, over all sets; what bounds time and memory where sets are large. */
const mostPairs = 2 ** 26;

/**
 * Orders labels so that those which occur together sit side by side around the circle. That lowers the number of
 * cyclic runs, and with it the k that a DFT layer needs: it reaches the sets of at most k runs.
 *
 * A set has as many runs as labels, less its pairs of neighbours on the circle. So the sum of runs over all examples
 * is least where the sum, over neighbours, of how often they occur together is largest: the travelling salesman
 * problem on the co-occurrence graph, which greedy matching, 2-opt, Or-opt and seeded kicks solve well, if not always
 * to the optimum. It is the mean number of runs that is lowered; the largest usually follows. The order has never
 * more runs in all than the labels as given, which are returned where nothing better is found. Labels that never
 * occur with another stand together.
 *
 * Sets with more than 2^26 pairs of labels between them are sampled, by the seed.
 *
 * @param labelSets Label sets of n labels: the training examples'.
 * @param options `seed`, `kicksPerLabel`; see {@link LabelOrderOptions}.
 * @returns The labels in their order around the circle, each of 0 .. n - 1 once: for the
 *   `labelOrder` of `DFTOutput` and `labelStatistics`, and for `reorderLabels`.
 * @throws ValueError for options out of range.
 *
 * @example
 * import { LabelSets } from '@argmaxable/core';
 * import { suggestLabelOrder } from '@argmaxable/data';
 * const labelSets = LabelSets.from([[0, 3], [0, 3, 5], [1, 4], [1, 2, 4], [2, 4]], 6);
 * suggestLabelOrder(labelSets); // each set is one run of neighbours
 */
export function suggestLabelOrder(labelSets: LabelSets, options: LabelOrderOptions = {}): Int32Array {
  checkOptions('suggestLabelOrder', options, ['seed', 'kicksPerLabel']);
  const random = seededIntegers(checkInteger('seed', options.seed ?? 0));
  const kicksPerLabel = checkInteger('kicksPerLabel', options.kicksPerLabel ?? 5, { min: 0 });
  const given = Int32Array.from({ length: labelSets.numLabels }, (_, label) => label);
  const { sets, counts } = labelSets.distinct();
  const rows = affordable(sets, random);
  const graph = CoOccurrence.of(
    sets.select(rows),
    rows.map((row) => counts[row]),
  );
  // Labels without company are all alike: one of them takes part in the search and the others follow it.
  const lonely = given.filter((label) => graph.degree(label) === 0);
  const nodes = [...given.filter((label) => graph.degree(label) > 0), ...lonely.subarray(0, 1)];
  if (nodes.length < 4) return given; // three labels on a circle: every order is the same
  const cycle = heavyCycle(graph, nodes, kicksPerLabel * nodes.length, random);
  const order = Int32Array.from(
    Array.from(cycle).flatMap((label) => (label === lonely[0] ? Array.from(lonely) : label)),
  );
  return totalRuns(reorderLabels(labelSets, order)) < totalRuns(labelSets) ? order : given;
}

/** All sets, or in random order as many as `mostPairs` allows. */
function affordable(sets: LabelSets, random: (below: number) => number): Int32Array {
  const rows = Int32Array.from({ length: sets.size }, (_, row) => row);
  const pairsOf = (row: number): number => (sets.indptr[row + 1] - sets.indptr[row]) ** 2;
  if (rows.reduce((pairs, row) => pairs + pairsOf(row), 0) <= mostPairs) return rows;
  for (let i = rows.length - 1; i > 0; i--) {
    const j = random(i + 1);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  let left = mostPairs;
  return rows.filter((row) => {
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
