/**
 * Sorting thousands of labels for every set would take noticeable time; an order from a few sets before works
 * as well.
 */
const setsPerOrder = 8;

/**
 * How often rows were active at the radius of a set, counted over all sets so far: a good start saves most of
 * the rounds.
 */
export class OftenBinding {
  private readonly times = new Map<number, number>();
  private order: number[] = [];
  private asked = 0;

  learn(numbers: Iterable<number>): void {
    for (const number of numbers) this.times.set(number, (this.times.get(number) ?? 0) + 1);
  }

  /** Most often first. */
  numbers(): readonly number[] {
    if (this.asked++ % setsPerOrder === 0) {
      this.order = [...this.times].sort((a, b) => b[1] - a[1]).map(([number]) => number);
    }
    return this.order;
  }
}
