/**
 * A cycle of nodes in an array, which local search changes by exchanging two edges. It keeps a log of its
 * changes, so that a trial can be taken back.
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

  /** The node after this one, or before it for `forward` false. */
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
    this.log.push([from, to]); // the same places undo it
  }

  /** Forgets how to take back what was done so far. */
  commit(): void {
    this.log = [];
  }

  /** Takes back everything since the last commit. */
  rollback(): void {
    for (const [from, to] of this.log.reverse()) this.reverse(from, to);
    this.log = [];
  }

  /**
   * Reverses the nodes from one place up to another, around the end if need be; or the rest, if that is
   * shorter.
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
