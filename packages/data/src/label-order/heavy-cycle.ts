import type { Random } from '@argmaxable/core';
import type { CoOccurrence } from './co-occurrence.js';
import { Cycle } from './cycle.js';
import { greedyCycle } from './greedy-cycle.js';
import { LocalSearch } from './local-search.js';

/** Number of neighbours of a label that a move may put next to it. */
const considered = 10;
/**
 * The longest stretch that a kick swaps: a kick changes only a short part of the cycle, so that repairing it
 * is cheap.
 */
const longestKick = 30;

/**
 * Finds a cycle through `nodes` with a large total weight by local search (the travelling salesman problem,
 * maximised). It starts with a greedy cycle, and improves it by 2-opt and Or-opt over neighbour lists. Then
 * come kicks: two random neighbouring stretches swap places (a double bridge), local search repairs the
 * cycle, and the kick is undone if the cycle is lighter than before.
 *
 * Source: J. L. Bentley, Fast algorithms for geometric traveling salesman problems, ORSA Journal on Computing
 * 4 (1992); O. Martin, S. W. Otto, E. W. Felten, Large-step Markov chains for the TSP, Operations Research
 * Letters 11 (1992).
 *
 * @param graph The co-occurrence graph; its weights are integers.
 * @param nodes The nodes, four or more.
 * @param kicks Number of kicks.
 * @param random Random numbers for the kicks.
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
