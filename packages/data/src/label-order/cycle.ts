/**
 * A cycle of nodes in an array, which local search changes by exchanging two edges. It keeps a log of its
 * changes, so that they can be undone.
 */
export class Cycle {
  private readonly place: Int32Array;
  private log: [from: number, to: number][] = [];

  /**
   * @param nodes The nodes around the cycle; this object owns and changes the array.
   * @param numNodes One more than the largest node.
   */
  constructor(
    readonly nodes: Int32Array,
    numNodes: number,
  ) {
    this.place = new Int32Array(numNodes);
    nodes.forEach((node, place) => (this.place[node] = place));
  }

  get size(): number {
    return this.nodes.length;
  }

  /** Returns the node after this one, or the node before it if `forward` is false. */
  next(node: number, forward: boolean): number {
    const place = this.place[node] + (forward ? 1 : -1);
    return this.nodes[place < 0 ? this.size - 1 : place === this.size ? 0 : place];
  }

  /**
   * Replaces the edges a-b and c-d, where b comes after a and d after c in one of the two directions, by a-c
   * and b-d.
   */
  exchange(a: number, b: number, c: number, d: number): void {
    const forward = this.next(a, true) === b && this.next(c, true) === d;
    const [from, to] = forward ? [this.place[b], this.place[c]] : [this.place[c], this.place[b]];
    this.reverse(from, to);
    this.log.push([from, to]); // the same reversal undoes it
  }

  /** Keeps the changes so far: they can no longer be undone. */
  commit(): void {
    this.log = [];
  }

  /** Undoes all changes since the last commit. */
  rollback(): void {
    for (const [from, to] of this.log.reverse()) this.reverse(from, to);
    this.log = [];
  }

  /**
   * Reverses the nodes from one place up to another, across the end of the array if necessary; or reverses
   * the other nodes, if they are fewer, which gives the same cycle.
   */
  private reverse(from: number, to: number): void {
    const { nodes, place, size } = this;
    let [i, j] = [from, to];
    let length = ((to - from + size) % size) + 1;
    if (2 * length > size) {
      [i, j] = [(to + 1) % size, (from + size - 1) % size];
      length = size - length;
    }
    for (let swaps = length >> 1; swaps > 0; swaps--) {
      const [a, b] = [nodes[i], nodes[j]];
      nodes[i] = b;
      nodes[j] = a;
      place[b] = i;
      place[a] = j;
      if (++i === size) i = 0;
      if (--j < 0) j = size - 1;
    }
  }
}
