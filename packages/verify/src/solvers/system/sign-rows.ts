import { withLabel } from '../../linear-algebra/long-arrays.js';
import type { Multipliers } from '../../certificate/multipliers.js';
import { leastMargins } from '../least-margins.js';
import { rankingMultipliers } from '../ranking-multipliers.js';
import { lengthOf, type PricedRows } from '../native/priced-rows.js';
import { clampedOffset, type MarginRows } from './margin-rows.js';
import { OftenBinding } from './often-binding.js';
import type { System } from './system.js';

/** Most rows of a set's first problem in addition to its active labels. */
const most = { active: 256, oftenBinding: 100, leastMargin: 50 };

/** Rule 'sign': a row for each label, `y_i (a_i . u + c_i) / ||a_i||`; its number is the label. */
export class SignRows implements MarginRows {
  private readonly signs: Int8Array;
  private readonly zeroRows: readonly number[];
  /**
   * The factor from a margin of a unit row of the matrix to a margin of `a_i`: ||M_i|| / ||a_i||; null if it
   * is 1 for all.
   */
  private readonly scales: Float64Array | null;
  /** At the last point given to `price`, each margin is at least `unit (lower - slack)`. */
  private lower: Float32Array | Float64Array;
  private unit = 1;
  private slack = 0;
  private readonly own: Float64Array;
  private image: Float64Array = new Float64Array(0);
  private readonly taken: Uint8Array;
  private readonly often = new OftenBinding();
  private labels: Int32Array = new Int32Array(0);

  /**
   * @param rows The rows of the system's matrix in float32; null if there are none: all margins are then
   *   computed in float64.
   */
  constructor(
    private readonly system: System,
    private readonly rows: PricedRows | null,
    /** A row that is active in every label set; -1 for none. */
    private readonly positive = -1,
    /** Whether the last feature of the rows is a threshold, and multipliers are those of pairs. */
    private readonly ranked = false,
  ) {
    const { numRows, norms } = system;
    this.signs = new Int8Array(numRows);
    this.own = new Float64Array(numRows);
    this.lower = this.own;
    this.taken = new Uint8Array(numRows);
    this.zeroRows = [...norms.keys()].filter((i) => norms[i] === 0);
    const scales = Float64Array.from(norms, (norm, i) => {
      if (!rows || rows.norms[i] === 0) return 1;
      return norm === 0 ? Infinity : rows.norms[i] / norm;
    });
    this.scales = scales.every((scale) => Math.abs(scale - 1) < 1e-9) ? null : scales;
  }

  begin(labels: Int32Array): Multipliers | null {
    const { signs, positive, system } = this;
    const active = positive < 0 ? labels : withLabel(labels, positive);
    this.labels = active;
    signs.fill(-1);
    for (const label of active) signs[label] = 1;
    this.rows?.setLabels(active);
    const wrong = this.zeroRows.find((i) => {
      const score = system.offsets === null ? 0 : system.offsets[i];
      if (score !== 0) return score > 0 !== signs[i] > 0;
      // An inactive label without weights has its sign at a score of 0.
      return signs[i] > 0 || !system.isEmpty(i);
    });
    return wrong === undefined ? null : { rows: Int32Array.of(wrong), values: Float64Array.of(1) };
  }

  price(u: Float64Array): number {
    const { system, rows, own } = this;
    this.image = system.image(u);
    const length = lengthOf(this.image);
    if (rows !== null && length > 0) return this.priceRounded(rows, length);
    for (let i = 0; i < own.length; i++) own[i] = system.norms[i] === 0 ? Infinity : this.margin(i);
    this.priced(own, 1, 0);
    return own.reduce((least, margin) => Math.min(least, margin), Infinity);
  }

  /** Computes the margins in float32 with a bounded error. */
  private priceRounded(rows: PricedRows, length: number): number {
    const { scales, own } = this;
    const { error } = rows;
    const least = rows.price(this.image, length);
    if (scales === null) {
      this.priced(rows.margins, length, error);
      return least * length;
    }
    const { margins } = rows;
    let scaled = Infinity;
    for (let i = 0; i < own.length; i++) {
      own[i] = scales[i] === Infinity ? Infinity : (margins[i] - error) * length * scales[i];
      if (own[i] < scaled) scaled = own[i];
    }
    this.priced(own, 1, 0);
    return scaled;
  }

  /** Stores margins of the last point given to `price`: each is at least `unit (lower - slack)`. */
  private priced(lower: Float32Array | Float64Array, unit: number, slack: number): void {
    this.lower = lower;
    this.unit = unit;
    this.slack = slack;
  }

  /** The largest value of `lower` for a row whose margin is below a number. */
  private shown(margin: number): number {
    return margin / this.unit + this.slack;
  }

  least(): number {
    const { lower } = this;
    let least = Infinity;
    // The most likely rows first: their margins rule most others out.
    for (const i of leastMargins(lower, Infinity, 8, this.taken)) least = Math.min(least, this.margin(i));
    let limit = this.shown(least);
    for (let i = 0; i < lower.length; i++) {
      if (lower[i] >= limit) continue;
      least = Math.min(least, this.margin(i));
      limit = this.shown(least);
    }
    return least;
  }

  private margin(i: number): number {
    return (this.signs[i] * this.system.score(i, this.image)) / this.system.norms[i];
  }

  /** `begin` finds all such rows. */
  hopeless(): null {
    return null;
  }

  worst(limit: number, count: number, taken: ReadonlySet<number>): number[] {
    for (const number of taken) if (number < this.taken.length) this.taken[number] = 1;
    const shown = this.shown(limit);
    const near = leastMargins(this.lower, shown, count, this.taken);
    let worst = near.filter((i) => this.margin(i) < limit);
    // If float32 cannot tell enough of them apart, all remaining ones are computed.
    if (worst.length === 0 && near.length === count) {
      worst = leastMargins(this.lower, shown, Infinity, this.taken).filter((i) => this.margin(i) < limit);
    }
    for (const number of taken) if (number < this.taken.length) this.taken[number] = 0;
    return worst.slice(0, count);
  }

  likely(): number[] {
    const likely = new Set<number>(this.ofLabels(this.labels.subarray(-most.active)));
    for (const row of leastMargins(this.lower, Infinity, most.leastMargin, this.taken)) likely.add(row);
    let left = most.oftenBinding;
    for (const row of this.often.numbers()) {
      if (left === 0) break;
      if (this.signs[row] > 0) continue;
      likely.add(row);
      left--;
    }
    return [...likely];
  }

  ofLabels(labels: Iterable<number>): number[] {
    return [...labels].filter((label) => this.system.norms[label] > 0);
  }

  row(number: number): Float64Array {
    return this.system.row(number);
  }

  factor(number: number): number {
    return this.signs[number] / this.system.norms[number];
  }

  offset(number: number): number {
    return this.system.offsets === null
      ? 0
      : clampedOffset(this.factor(number) * this.system.offsets[number]);
  }

  multipliers(numbers: readonly number[], values: ArrayLike<number>): Multipliers {
    const used = [...numbers.keys()].filter((k) => values[k] > 0 && numbers[k] !== this.positive);
    const multipliers = {
      rows: Int32Array.from(used, (k) => numbers[k]),
      values: Float64Array.from(used, (k) => values[k] / this.system.norms[numbers[k]]),
    };
    return this.ranked ? rankingMultipliers(multipliers, this.signs) : multipliers;
  }

  learn(numbers: readonly number[]): void {
    this.often.learn(numbers.filter((number) => this.signs[number] < 0));
  }
}
