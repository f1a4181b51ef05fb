import { leastMargins, type NormalisedRows } from './normalised-rows.js';

/** How many rows a set's first linear program has, at most; the others come as they are violated. */
const most = { active: 256, oftenBinding: 100, leastMargin: 50 };
/** Sorting thousands of labels for every set would show; an order a few sets old does as well. */
const setsPerOrder = 8;

/** Guesses which rows will bind: a good start saves most of the rounds. Learns from set to set of one classifier. */
export class StartRows {
  /** In how many earlier sets each inactive label bound the radius. */
  private readonly timesBinding = new Map<number, number>();
  /** The labels of `timesBinding`, most often first. */
  private order: number[] = [];
  private chosen = 0;

  constructor(private readonly rows: NormalisedRows) {}

  /** Active labels, those of `also`, the inactive ones that bound most often, and those most at odds with the active ones' mean direction. */
  choose(signs: Int8Array, labels: Int32Array, also: Int32Array): number[] {
    const taken = new Uint8Array(signs.length);
    const start: number[] = [];
    const take = (candidates: Iterable<number>, limit: number) => {
      let left = limit;
      for (const i of candidates) {
        if (left === 0) return;
        if (taken[i] === 1 || !this.rows.matters(i)) continue;
        taken[i] = 1;
        start.push(i);
        left--;
      }
    };
    take(labels, most.active);
    take(also, also.length);
    take(this.oftenBinding(signs), most.oftenBinding);
    const towards = this.rows.sum(signs, labels.length > 0 ? labels : signs.keys());
    const margins = new Float64Array(signs.length);
    this.rows.price(signs, towards, margins);
    take(leastMargins(margins, Infinity, most.leastMargin, taken), most.leastMargin);
    return start;
  }

  /** Remembers which rows bound the radius of a set. */
  learn(signs: Int8Array, binding: readonly number[]): void {
    for (const row of binding) {
      if (signs[row] < 0) this.timesBinding.set(row, (this.timesBinding.get(row) ?? 0) + 1);
    }
  }

  private *oftenBinding(signs: Int8Array): Iterable<number> {
    if (this.chosen++ % setsPerOrder === 0) {
      this.order = [...this.timesBinding].sort((a, b) => b[1] - a[1]).map(([row]) => row);
    }
    for (const row of this.order) if (signs[row] < 0) yield row;
  }
}
