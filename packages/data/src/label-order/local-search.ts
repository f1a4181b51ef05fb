import type { CoOccurrence } from './co-occurrence.js';
import type { Cycle } from './cycle.js';

/** The most labels that Or-opt moves at once. */
const longestSegment = 3;

/**
 * Makes a cycle heavier by 2-opt and Or-opt moves, each of which puts a label next to one that it often
 * occurs with.
 */
export class LocalSearch {
  private readonly waiting: number[] = [];
  private readonly isWaiting: Uint8Array;
  /** Weight of the heaviest edge at each label: no move can gain more than this. */
  private readonly heaviest: Float64Array;

  constructor(
    private readonly graph: CoOccurrence,
    private readonly nearest: readonly Int32Array[],
    private readonly cycle: Cycle,
  ) {
    this.isWaiting = new Uint8Array(graph.numLabels);
    this.heaviest = Float64Array.from(nearest, (near, label) =>
      near.length > 0 ? graph.weight(label, near[0]) : 0,
    );
  }

  /** Improves the cycle at `nodes` until no move makes it heavier; returns the weight gained. */
  repair(nodes: Iterable<number>): number {
    this.wake(nodes);
    let gained = 0;
    for (let node = this.waiting.pop(); node !== undefined; node = this.waiting.pop()) {
      this.isWaiting[node] = 0;
      // Weights are integers, so each gain is an integer of at least 1 and the loop ends.
      for (let gain = this.improve(node); gain > 0; gain = this.improve(node)) gained += gain;
    }
    return gained;
  }

  /**
   * Swaps the two stretches of the given lengths that follow `a`, and repairs the cycle; returns the total
   * weight gained. There must be at least two labels outside the stretches.
   */
  kick(a: number, first: number, second: number): number {
    const b = this.cycle.next(a, true);
    const c = this.ahead(b, first - 1);
    const d = this.cycle.next(c, true);
    const e = this.ahead(d, second - 1);
    const f = this.cycle.next(e, true);
    const { graph, cycle } = this;
    const added = graph.weight(a, d) + graph.weight(e, b) + graph.weight(c, f);
    const removed = graph.weight(a, b) + graph.weight(c, d) + graph.weight(e, f);
    cycle.exchange(a, b, e, f);
    cycle.exchange(a, e, d, c);
    cycle.exchange(e, c, b, f);
    return added - removed + this.repair([a, b, c, d, e, f]);
  }

  private ahead(node: number, steps: number): number {
    for (let step = 0; step < steps; step++) node = this.cycle.next(node, true);
    return node;
  }

  private wake(nodes: Iterable<number>): void {
    for (const node of nodes) {
      if (this.isWaiting[node]) continue;
      this.isWaiting[node] = 1;
      this.waiting.push(node);
    }
  }

  /**
   * Makes the first move found that puts a near label next to `node`; returns the weight gained, or 0 if
   * there is no such move.
   */
  private improve(node: number): number {
    return (
      this.twoOpt(node, true) || this.twoOpt(node, false) || this.orOpt(node, true) || this.orOpt(node, false)
    );
  }

  /**
   * 2-opt: replaces the edge from `a` in one direction and a second edge, so that `a` and a near label are
   * next to each other.
   */
  private twoOpt(a: number, forward: boolean): number {
    const { graph, cycle } = this;
    const b = cycle.next(a, forward);
    const now = graph.weight(a, b);
    for (const c of this.nearest[a]) {
      const step = graph.weight(a, c) - now;
      if (step <= 0) break;
      const d = cycle.next(c, forward);
      const gain = step + graph.weight(b, d) - graph.weight(c, d);
      if (gain > 0) {
        cycle.exchange(a, b, c, d);
        this.wake([a, b, c, d]);
        return gain;
      }
    }
    return 0;
  }

  /**
   * Or-opt: moves the stretch of up to three labels that starts at `first` to a place between a near label
   * and a neighbour of that label.
   */
  private orOpt(first: number, forward: boolean): number {
    const { graph, cycle } = this;
    const before = cycle.next(first, !forward);
    const now = graph.weight(before, first);
    let last = first;
    const segment = [first];
    while (segment.length <= Math.min(longestSegment, cycle.size - 3)) {
      const after = cycle.next(last, forward);
      const closed = graph.weight(before, after) - graph.weight(last, after) - now;
      for (const near of this.nearest[first]) {
        const attached = graph.weight(first, near);
        if (attached <= now || closed + attached + this.heaviest[last] <= 0) break;
        if (near === before || segment.includes(near)) continue;
        for (const beyond of [cycle.next(near, forward), cycle.next(near, !forward)]) {
          if (beyond === last) continue;
          const gain = closed + attached + graph.weight(last, beyond) - graph.weight(near, beyond);
          if (gain > 0) {
            this.move(before, first, last, after, near, beyond, forward);
            this.wake([before, first, last, after, near, beyond]);
            return gain;
          }
        }
      }
      last = after;
      segment.push(last);
    }
    return 0;
  }

  /**
   * Takes the stretch first..last from between `before` and `after`, and puts it between `near` and `beyond`,
   * with `first` next to `near`.
   */
  private move(
    before: number,
    first: number,
    last: number,
    after: number,
    near: number,
    beyond: number,
    forward: boolean,
  ): void {
    const { cycle } = this;
    const keepsDirection = cycle.next(near, forward) === beyond;
    const [left, right] = keepsDirection ? [near, beyond] : [beyond, near];
    // before [first..last] [after..left] right -> before [left..after] [last..first] right
    cycle.exchange(before, first, left, right);
    // -> before [after..left] [last..first] right
    cycle.exchange(before, left, after, last);
    // -> before [after..left] [first..last] right
    if (keepsDirection) cycle.exchange(left, last, first, right);
  }
}
