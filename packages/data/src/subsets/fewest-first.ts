/**
 * Numbered things, each with a count and a rank, in a binary heap: the one of the fewest first, at equal
 * counts the one of the lower rank. Counts only go down.
 */
export class FewestFirst {
  private readonly heap: Int32Array;
  /** The place of each in the heap; -1 once it was taken. */
  private readonly place: Int32Array;
  private length: number;

  constructor(
    readonly counts: Int32Array,
    /** Different for each. */
    private readonly ranks: ArrayLike<number>,
  ) {
    this.length = counts.length;
    this.heap = Int32Array.from(counts, (_, i) => i).sort((a, b) => (this.isBefore(a, b) ? -1 : 1));
    this.place = new Int32Array(this.length);
    this.heap.forEach((item, at) => (this.place[item] = at));
  }

  /** Takes the first out; undefined where there is none. */
  take(): number | undefined {
    if (this.length === 0) return undefined;
    const first = this.heap[0];
    this.place[first] = -1;
    const last = this.heap[--this.length];
    if (this.length > 0) this.sink(last);
    return first;
  }

  /** One less of `item`. */
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

  /** Puts `item` where it belongs, from the top. */
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
