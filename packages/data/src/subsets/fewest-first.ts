/**
 * A binary heap of numbered items, each with a count and a rank. The first item is the one with the lowest
 * count; of equal counts, the one with the lower rank. Counts can only become lower.
 */
export class FewestFirst {
  private readonly heap: Int32Array;
  /** The place of each item in the heap; -1 after it was taken. */
  private readonly place: Int32Array;
  private length: number;

  constructor(
    readonly counts: Int32Array,
    /** The rank of each item; all are different. */
    private readonly ranks: ArrayLike<number>,
  ) {
    this.length = counts.length;
    this.heap = Int32Array.from(counts, (_, i) => i).sort((a, b) => (this.isBefore(a, b) ? -1 : 1));
    this.place = new Int32Array(this.length);
    this.heap.forEach((item, at) => (this.place[item] = at));
  }

  /** Removes the first item and returns it; undefined if the heap is empty. */
  take(): number | undefined {
    if (this.length === 0) return undefined;
    const first = this.heap[0];
    this.place[first] = -1;
    const last = this.heap[--this.length];
    if (this.length > 0) this.sink(last);
    return first;
  }

  /** Lowers the count of `item` by one. */
  countDown(item: number): void {
    this.counts[item]--;
    let at = this.place[item];
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(item, this.heap[parent])) break;
      this.put(this.heap[parent], at);
      at = parent;
    }
    if (at >= 0) this.put(item, at);
  }

  /** Moves `item` down from the top to its place. */
  private sink(item: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.length) break;
      if (child + 1 < this.length && this.isBefore(this.heap[child + 1], this.heap[child])) child++;
      if (!this.isBefore(this.heap[child], item)) break;
      this.put(this.heap[child], at);
      at = child;
    }
    this.put(item, at);
  }

  private put(item: number, at: number): void {
    this.heap[at] = item;
    this.place[item] = at;
  }

  private isBefore(a: number, b: number): boolean {
    const difference = this.counts[a] - this.counts[b];
    return difference < 0 || (difference === 0 && this.ranks[a] < this.ranks[b]);
  }
}
