import type { CoOccurrence } from './co-occurrence.js';

/**
 * Makes a heavy cycle through `nodes`, from which local search starts. It takes edges from the heaviest down,
 * each if both its ends still have a free side and it closes no circle. Then it joins the paths in the order
 * of their first nodes.
 *
 * @param nearest Neighbours of each label to consider.
 */
export function greedyCycle(
  graph: CoOccurrence,
  nodes: readonly number[],
  nearest: readonly Int32Array[],
): Int32Array {
  const edges: { a: number; b: number; weight: number }[] = [];
  for (const a of nodes) {
    // An edge may be in the list of only one end; if it is in both, the second is refused as a circle.
    for (const b of nearest[a]) edges.push({ a, b, weight: graph.weight(a, b) });
  }
  edges.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b);
  const links = new Map<number, number[]>(nodes.map((node) => [node, []]));
  const paths = new DisjointSets(graph.numLabels);
  for (const { a, b } of edges) {
    const [ofA, ofB] = [links.get(a)!, links.get(b)!];
    if (ofA.length < 2 && ofB.length < 2 && paths.union(a, b)) {
      ofA.push(b);
      ofB.push(a);
    }
  }
  return layEndToEnd(nodes, links);
}

function layEndToEnd(nodes: readonly number[], links: ReadonlyMap<number, readonly number[]>): Int32Array {
  const cycle = new Int32Array(nodes.length);
  const laid = new Set<number>();
  for (const start of nodes) {
    if (laid.has(start) || links.get(start)!.length === 2) continue; // a path starts at an end
    for (let node: number | undefined = start; node !== undefined;) {
      cycle[laid.size] = node;
      laid.add(node);
      node = links.get(node)!.find((next) => !laid.has(next));
    }
  }
  return cycle;
}

/** Union-find with path halving. */
class DisjointSets {
  private readonly parent: Int32Array;

  constructor(size: number) {
    this.parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  /** Joins two sets; returns false if they were already one set. */
  union(a: number, b: number): boolean {
    const [rootA, rootB] = [this.find(a), this.find(b)];
    this.parent[rootA] = rootB;
    return rootA !== rootB;
  }

  private find(node: number): number {
    const { parent } = this;
    while (parent[node] !== node) {
      parent[node] = parent[parent[node]];
      node = parent[node];
    }
    return node;
  }
}
