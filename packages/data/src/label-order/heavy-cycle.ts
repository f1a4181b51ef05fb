import type { Random } from '@argmaxable/core';
import type { CoOccurrence } from './co-occurrence.js';
import { Cycle } from './cycle.js';
import { greedyCycle } from './greedy-cycle.js';
import { LocalSearch } from './local-search.js';

/** Neighbours of a label that a move may bring to its side. */
const considered = 10;
/** Longest of the two stretches that a kick swaps: kicks stay local, so that repairing one is cheap. */
const longestKick = 30;

/**
 * A cycle through `nodes` of as large a total weight as local search finds (the travelling salesman problem,
 * maximised): greedy start, 2-opt and Or-opt over neighbour lists, then kicks: two neighbouring stretches, at
 * random, swap places (a double bridge), local search repairs, and what is lighter than before is taken back.
 *
 * Source: J. L. Bentley, Fast algorithms for geometric traveling salesman problems, ORSA Journal on Computing
 * 4 (1992); O. Martin, S. W. Otto, E. W. Felten, Large-step Markov chains for the TSP, Operations Research
 * Letters 11 (1992).
 *
 * @param graph Its weights are whole numbers.
 * @param nodes Four or more.
 * @param kicks How many.
 * @param random What the changes are drawn from.
 */
export function heavyCycle(
  graph: CoOccurrence,
  nodes: readonly number[],
  kicks: number,
  random: Random,
): Int32Array {
  const nearest = graph.nearest(considered);
  const cycle = new Cycle(greedyCycle(graph, nodes, nearest), graph.numLabels);
  const search = new LocalSearch(graph, nearest, cycle);
  search.repair(nodes);
  cycle.commit();
  const longest = Math.min(longestKick, Math.floor((cycle.size - 2) / 2));
  for (let kick = 0; kick < kicks; kick++) {
    const start = cycle.nodes[random.integer(cycle.size)];
    const gain = search.kick(start, 1 + random.integer(longest), 1 + random.integer(longest));
    if (gain < 0) cycle.rollback();
    else cycle.commit();
  }
  return cycle.nodes;
}
