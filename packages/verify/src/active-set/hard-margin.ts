import { dot } from '../dot.js';
import { ActiveRows } from './active-rows.js';

/** A row whose remainder beside the active rows is shorter than this (of its length 1) counts as their combination. */
const dependent = 1e-11;
/** Candidates that are picked when all are looked at. */
const atOnce = 4;
/** Margins asked for are 1; a point where all candidates have this much will do to look at the other rows. */
export const enough = 0.1;

/**
 * What a search ended with:
 * - 'margin': every candidate has its sign at `x`;
 * - 'combination': rows with multipliers whose combination is 0, up to rounding: no x gives all of them their sign;
 * - 'gave up': too many steps, or too late.
 */
export type Outcome = 'margin' | 'combination' | 'gave up';

/**
 * The hard-margin problem `min |x|^2 / 2 : a_i . x >= 1` over a growing set of candidate rows of unit length, by the dual
 * active-set method of Goldfarb and Idnani (Mathematical Programming 27, 1983): x is always the best point for the
 * active rows; the most violated candidate enters, and rows whose multiplier falls to 0 on the way leave.
 */
export class HardMargin {
  readonly x: Float64Array;
  /** Multipliers of the active rows, and last the entering row's where the outcome is 'combination'. */
  readonly multipliers: Float64Array;
  /** The row that is no non-negative combination short of its own: set where the outcome is 'combination'. */
  entering = -1;
  steps = 0;
  readonly active: ActiveRows;
  private count = 0;
  private rows: Float64Array; // signed candidate rows, one after the other
  private labels: Int32Array;
  private readonly worst = new Int32Array(atOnce);
  private readonly worstMargins = new Float64Array(atOnce);
  private worstCount = 0;

  constructor(private readonly d: number) {
    this.x = new Float64Array(d);
    this.multipliers = new Float64Array(d + 1);
    this.active = new ActiveRows(d);
    this.rows = new Float64Array(512 * d);
    this.labels = new Int32Array(512);
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** |x|. */
  get length(): number {
    return Math.hypot(...this.x);
  }

  /** Starts over without candidates. */
  reset(): void {
    this.x.fill(0);
    this.active.size = 0;
    this.count = 0;
    this.steps = 0;
    this.entering = -1;
  }

  /** Adds the row `sign * values[label]` as a candidate. */
  addCandidate(values: Float64Array, label: number, sign: number): void {
    const { d } = this;
    if (this.count === this.labels.length) this.grow();
    const to = this.count * d;
    for (let j = 0, from = label * d; j < d; j++, from++) this.rows[to + j] = sign * values[from];
    this.labels[this.count++] = label;
  }

  /** Moves x until every candidate has a margin of 0.1 or more, or it is shown that none can. */
  solve(mostSteps: number, deadline: number): Outcome {
    for (;;) {
      if (performance.now() > deadline) return 'gave up';
      this.findWorst();
      if (this.worstCount === 0) return 'margin';
      // The worst of them enter one after the other, as long as they lack margin, before all are looked at again.
      while (this.worstCount > 0) {
        const { place, margin } = this.takeWorst();
        if (margin >= enough) break;
        const outcome = this.enter(this.worst[place], margin, mostSteps);
        if (outcome !== null) return outcome;
        this.worst[place] = this.worst[--this.worstCount];
      }
    }
  }

  /** Fills `worst` with the candidates of the least margins below `enough`. */
  private findWorst(): void {
    const { d, x, rows, count, worst, worstMargins } = this;
    let found = 0;
    let limit = enough;
    for (let i = 0; i < count; i++) {
      const margin = dot(rows, i * d, x);
      if (margin >= limit) continue;
      let place = found < atOnce ? found++ : atOnce - 1;
      for (; place > 0 && worstMargins[place - 1] > margin; place--) {
        worst[place] = worst[place - 1];
        worstMargins[place] = worstMargins[place - 1];
      }
      worst[place] = i;
      worstMargins[place] = margin;
      if (found === atOnce) limit = worstMargins[atOnce - 1];
    }
    this.worstCount = found;
  }

  /** The least margin among `worst` as x is now. */
  private takeWorst(): { place: number; margin: number } {
    const { d, x, rows, worst } = this;
    let place = 0;
    let margin = Infinity;
    for (let k = 0; k < this.worstCount; k++) {
      const own = dot(rows, worst[k] * d, x);
      if (own < margin) {
        margin = own;
        place = k;
      }
    }
    return { place, margin };
  }

  /** Brings one candidate to margin 1. Null when it is active now. */
  private enter(candidate: number, margin: number, mostSteps: number): Outcome | null {
    const { d, x, rows, multipliers, active } = this;
    let own = 0; // the entering row's multiplier
    for (;;) {
      if (++this.steps > mostSteps) return 'gave up';
      const length = active.project(rows, candidate * d);
      const { combination, remainder } = active;
      let leaving = -1;
      let dualStep = Infinity;
      for (let k = 0; k < active.size; k++) {
        if (combination[k] > 0 && multipliers[k] < dualStep * combination[k]) {
          dualStep = multipliers[k] / combination[k];
          leaving = k;
        }
      }
      const primalStep = length > dependent ? (1 - margin) / (length * length) : Infinity;
      if (leaving < 0 && primalStep === Infinity) {
        for (let k = 0; k < active.size; k++) multipliers[k] = -combination[k];
        multipliers[active.size] = 1;
        this.entering = this.labels[candidate];
        return 'combination';
      }
      const step = Math.min(dualStep, primalStep);
      if (primalStep < Infinity) {
        for (let j = 0; j < d; j++) x[j] += step * remainder[j];
        margin += step * length * length;
      }
      for (let k = 0; k < active.size; k++) {
        multipliers[k] = Math.max(0, multipliers[k] - step * combination[k]);
      }
      own += step;
      if (primalStep <= dualStep) {
        multipliers[active.size] = own;
        active.add(this.labels[candidate], length);
        return null;
      }
      multipliers.copyWithin(leaving, leaving + 1, active.size);
      active.drop(leaving);
    }
  }

  private grow(): void {
    const rows = new Float64Array(2 * this.rows.length);
    rows.set(this.rows);
    this.rows = rows;
    const labels = new Int32Array(2 * this.labels.length);
    labels.set(this.labels);
    this.labels = labels;
  }
}
