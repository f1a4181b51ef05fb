import { greatestOf } from '../../linear-algebra/long-arrays.js';
import type { Multipliers } from '../../certificate/multipliers.js';
import { leastMargins } from '../least-margins.js';
import { lengthOf } from '../native/priced-rows.js';
import { clampedOffset, type MarginRows } from './margin-rows.js';
import { OftenBinding } from './often-binding.js';
import type { RowMatrix } from './row-matrix.js';
import type { System } from './system.js';

/** Most pairs of a set's first problem: likely ones, and those with the least margins. */
const most = { oftenBinding: 100, leastMargin: 100 };

/** A label of the set compared with another label, and `a_i - a_j`. */
interface LabelPair {
  readonly row: number;
  readonly against: number;
  readonly difference: Float64Array;
  readonly norm: number;
}

/**
 * Rankings: a row for each label of the set and each other, `(a_i - a_j) . u + c_i - c_j`, divided by `||a_i
 * - a_j||`. Its number is `i * n + j`. There are too many pairs to hold: the data of a pair is computed when
 * it is first needed.
 */
export class RankedRows implements MarginRows {
  private readonly isActive: Uint8Array;
  private readonly scores: Float64Array;
  private readonly pairs = new Map<number, LabelPair>();
  private readonly often = new OftenBinding();
  private labels: Int32Array = new Int32Array(0);
  private twins: ReadonlyMap<number, readonly number[]> | null = null;
  /** Pairs at the last point given to `price`, by margin. */
  private ordered: { number: number; margin: number }[] = [];

  /** @param columns How many of the matrix's columns are weights: the later columns are constants. */
  constructor(
    private readonly system: System,
    private readonly columns: number,
  ) {
    this.isActive = new Uint8Array(system.numRows);
    this.scores = new Float64Array(system.numRows);
  }

  begin(labels: Int32Array): Multipliers | null {
    this.labels = labels;
    this.isActive.fill(0);
    for (const label of labels) this.isActive[label] = 1;
    this.pairs.clear();
    return this.equalRows(labels);
  }

  price(u: Float64Array): number {
    const { system, scores, isActive, labels } = this;
    const { numRows, norms } = system;
    const image = system.image(u);
    for (let i = 0; i < numRows; i++) scores[i] = system.score(i, image);
    // No difference is longer than the two rows together: this bound on the margin shows which pairs to
    // compute.
    const rough = new Float64Array(labels.length * numRows).fill(Infinity);
    labels.forEach((i, k) => {
      for (let j = 0; j < numRows; j++) {
        if (isActive[j] === 1) continue;
        const gap = scores[i] - scores[j];
        const longest = norms[i] + norms[j];
        rough[k * numRows + j] = gap > 0 && longest > 0 ? gap / longest : gap;
      }
    });
    const numberAt = (place: number) => labels[Math.floor(place / numRows)] * numRows + (place % numRows);
    const near = leastMargins(rough, Infinity, most.leastMargin, new Uint8Array(rough.length));
    const exact = new Map(near.map((place) => [place, this.margin(numberAt(place))]));
    const last = exact.size < most.leastMargin ? Infinity : greatestOf(exact.values());
    for (let place = 0; place < rough.length; place++) {
      if (rough[place] < last && !exact.has(place)) exact.set(place, this.margin(numberAt(place)));
    }
    this.ordered = [...exact]
      .map(([place, margin]) => ({ number: numberAt(place), margin }))
      // Pairs of equal weights with offsets in the right order hold everywhere.
      .filter(({ margin }) => margin < Infinity)
      .sort((a, b) => a.margin - b.margin)
      .slice(0, most.leastMargin);
    return this.least();
  }

  /**
   * Labels of the set that have the same weights as a label outside it, and no higher offset: they rule the
   * set out.
   */
  private equalRows(labels: Int32Array): Multipliers | null {
    const { system, isActive } = this;
    this.twins ??= twinsOf(system.matrix, this.columns);
    for (const i of labels) {
      for (const j of this.twins.get(i) ?? []) {
        if (isActive[j] === 1 || (system.offsets !== null && system.offsets[i] > system.offsets[j])) continue;
        return { rows: Int32Array.of(i), against: Int32Array.of(j), values: Float64Array.of(1) };
      }
    }
    return null;
  }

  /** At the last point given to `price`. */
  private margin(number: number): number {
    const { row, against, norm } = this.pair(number);
    const gap = this.scores[row] - this.scores[against];
    if (norm > 0) return gap / norm;
    return gap > 0 ? Infinity : -Infinity; // the same weights: their offsets decide, at every u
  }

  least(): number {
    return this.ordered.length === 0 ? Infinity : this.ordered[0].margin;
  }

  hopeless(): Multipliers | null {
    return this.least() === -Infinity ? this.multipliers([this.ordered[0].number], [1]) : null;
  }

  worst(limit: number, count: number, taken: ReadonlySet<number>): number[] {
    const worst: number[] = [];
    for (const { number, margin } of this.ordered) {
      if (margin >= limit || worst.length === count) break;
      if (!taken.has(number)) worst.push(number);
    }
    return worst;
  }

  likely(): number[] {
    const { isActive, system } = this;
    const likely = this.ordered.slice(0, most.leastMargin).map(({ number }) => number);
    let left = most.oftenBinding;
    for (const number of this.often.numbers()) {
      if (left === 0) break;
      const [row, against] = [Math.floor(number / system.numRows), number % system.numRows];
      if (isActive[row] !== 1 || isActive[against] === 1) continue;
      likely.push(number);
      left--;
    }
    return [...new Set(likely)];
  }

  ofLabels(): number[] {
    return [];
  }

  row(number: number): Float64Array {
    return this.pair(number).difference;
  }

  factor(number: number): number {
    return 1 / this.pair(number).norm;
  }

  offset(number: number): number {
    const { row, against, norm } = this.pair(number);
    const { offsets } = this.system;
    return offsets === null ? 0 : clampedOffset((offsets[row] - offsets[against]) / norm);
  }

  multipliers(numbers: readonly number[], values: ArrayLike<number>): Multipliers {
    const used = [...numbers.keys()].filter((k) => values[k] > 0);
    const pairs = used.map((k) => this.pair(numbers[k]));
    return {
      rows: Int32Array.from(pairs, ({ row }) => row),
      against: Int32Array.from(pairs, ({ against }) => against),
      values: Float64Array.from(used, (k, m) => (pairs[m].norm > 0 ? values[k] / pairs[m].norm : 1)),
    };
  }

  learn(numbers: readonly number[]): void {
    this.often.learn(numbers);
  }

  private pair(number: number): LabelPair {
    let pair = this.pairs.get(number);
    if (pair === undefined) {
      const { system } = this;
      const [row, against] = [Math.floor(number / system.numRows), number % system.numRows];
      const difference = system.row(row).slice();
      system.row(against).forEach((value, j) => (difference[j] -= value));
      pair = { row, against, difference, norm: lengthOf(difference) };
      this.pairs.set(number, pair);
    }
    return pair;
  }
}

/** For each row that has the same numbers as other rows (except for offsets), these other rows. */
function twinsOf({ values, width, numRows }: RowMatrix, columns: number): Map<number, number[]> {
  const groups = new Map<string, number[]>();
  for (let i = 0; i < numRows; i++) {
    const key = values.subarray(i * width, i * width + columns).join();
    const group = groups.get(key);
    if (group) group.push(i);
    else groups.set(key, [i]);
  }
  const twins = new Map<number, number[]>();
  for (const group of groups.values()) {
    if (group.length > 1) {
      for (const i of group) {
        twins.set(
          i,
          group.filter((j) => j !== i),
        );
      }
    }
  }
  return twins;
}
