import { withLabel } from '../../linear-algebra/long-arrays.js';
import { type NativeSolver, nativeSolver } from '../native/native-solver.js';

/** Steps between two reads of the clock. */
const stepsAtOnce = 200;

/**
 * The result of a search:
 * - 'nearest': x is the point nearest to its start at which every candidate is within `slack` of its bound;
 * - 'contradiction': rows with multipliers whose combination is 0, up to rounding: no x satisfies all of
 *   them;
 * - 'gave up': too many steps, the deadline has passed, or there are more candidates than WebAssembly's
 *   memory holds.
 */
type SearchEnd = 'nearest' | 'contradiction' | 'gave up';

const searchEnds = ['nearest', 'contradiction', 'unfinished'] as const;

/**
 * Rows with multipliers l that no x within the bounds of the coordinates satisfies: `sum l_i c_i . x < sum
 * l_i b_i` there.
 */
interface Contradiction {
  readonly rows: Int32Array;
  readonly values: Float64Array;
  /**
   * The coordinate whose bound could not be satisfied; null if the last of the rows could not be satisfied.
   */
  readonly bound: number | null;
}

/**
 * The problem of `assembly/nearest-point.ts`, in its own memory; each candidate row has a number that the
 * caller chooses.
 */
export class NearestPoint {
  private numbers: number[] = [];
  private room = 0;
  private isFull = false;
  private readonly stride: number;

  private constructor(
    private readonly native: NativeSolver,
    private readonly numFeatures: number,
  ) {
    this.stride = native.bytes64.value / 8;
  }

  /** Null if WebAssembly lacks SIMD, or memory for so many features. */
  static create(numFeatures: number, mostCandidates: number): NearestPoint | null {
    const native = nativeSolver();
    return native?.allocate(0, numFeatures, mostCandidates) ? new NearestPoint(native, numFeatures) : null;
  }

  /**
   * Sets bounds of coordinates, `lower <= x <= upper`, [d]: infinite for a side without bound, null if no
   * coordinate has bounds; `lower <= upper` must hold. Call it before `reset`. An active bound costs less
   * than an active row, and its coordinate is exactly at the bound.
   */
  setBounds(lower: Float64Array | null, upper: Float64Array | null): void {
    const { native, stride } = this;
    this.floats(native.lower.value, stride).fill(-Infinity);
    this.floats(native.upper.value, stride).fill(Infinity);
    if (lower) this.floats(native.lower.value, lower.length).set(lower);
    if (upper) this.floats(native.upper.value, upper.length).set(upper);
    native.setBounded(lower || upper ? 1 : 0);
  }

  /**
   * The place of each coordinate, [d], a copy: -1 exactly at its lower bound, 1 exactly at its upper bound, 0
   * anywhere else.
   */
  get atBound(): Int8Array {
    return Int8Array.from(this.floats(this.native.normals.value, this.numFeatures), (normal) => -normal);
  }

  get isEmpty(): boolean {
    return this.numbers.length === 0;
  }

  /** The nearest point for the active rows, [d], a copy. */
  get x(): Float64Array {
    return this.floats(this.native.x.value, this.numFeatures).slice();
  }

  /** The active rows' numbers. */
  get active(): Int32Array {
    const { memory, active, size } = this.native;
    return new Int32Array(memory.buffer, active.value, size.value).map((place) => this.numbers[place]);
  }

  /**
   * After 'contradiction': its rows and their multipliers, the entering row last. Multipliers of bounds are
   * not listed: they cancel what this combination leaves at the coordinates that `atBound` marks, and at
   * `bound`.
   */
  contradiction(): Contradiction {
    const { entering, enteringBound, multipliers, size } = this.native;
    if (enteringBound.value >= 0) {
      const values = this.floats(multipliers.value, size.value).slice();
      return { rows: this.active, values, bound: enteringBound.value };
    }
    const rows = withLabel(this.active, this.numbers[entering.value]);
    return { rows, values: this.floats(multipliers.value, size.value + 1).slice(), bound: null };
  }

  /**
   * After a `push` that did not move x: the multipliers of the active rows whose combination is the negated
   * goal; with bounds, except for what the bounds cancel at the coordinates that `atBound` marks.
   */
  resistance(): { rows: Int32Array; values: Float64Array } {
    const { combination, size } = this.native;
    return { rows: this.active, values: this.floats(combination.value, size.value).map((share) => -share) };
  }

  /** Starts again without candidates. */
  reset(start: Float64Array): void {
    this.native.clear();
    this.floats(this.native.x.value, this.numFeatures).set(start);
    this.numbers = [];
    this.isFull = false;
  }

  /**
   * Adds `factor` times `row`, [d] or shorter with `last` at the end, as a candidate: `row . x >= bound`,
   * |row| about 1.
   */
  add(number: number, row: Float64Array, factor: number, bound: number, last = 0): void {
    const { native, stride, numbers, numFeatures } = this;
    if (numbers.length === this.room) {
      const room = Math.max(512, 2 * this.room);
      if (!native.reserve(room)) {
        this.isFull = true;
        return;
      }
      this.room = room;
    }
    const to = this.floats(native.candidates.value + 8 * stride * numbers.length, stride);
    for (let j = 0; j < row.length; j++) to[j] = factor * row[j];
    if (row.length < numFeatures) to[numFeatures - 1] = last;
    this.floats(native.bounds.value, numbers.length + 1)[numbers.length] = bound;
    numbers.push(number);
  }

  /**
   * Moves x to the point nearest to the start at which no candidate is more than `slack` below its bound, and
   * no coordinate more than `boundSlack` outside its bounds.
   */
  solve(slack: number, mostSteps: number, deadline: number, boundSlack = slack): SearchEnd {
    if (this.isFull) return 'gave up';
    for (let steps = 0; steps < mostSteps; steps += stepsAtOnce) {
      if (performance.now() > deadline) return 'gave up';
      const outcome = searchEnds[this.native.solve(this.numbers.length, stepsAtOnce, slack, boundSlack)];
      if (outcome !== 'unfinished') return outcome;
    }
    return 'gave up';
  }

  /**
   * Moves the start along a direction of length 1. Returns whether x stays, however far the start goes: see
   * `resistance`.
   */
  push(direction: Float64Array, distance: number, negligible = 0): boolean {
    this.floats(this.native.goal.value, this.numFeatures).set(direction);
    return this.native.push(distance, negligible) !== 0;
  }

  /**
   * After a `push` that did not move x: puts the start at this distance from x along its direction; x stays
   * the nearest point.
   */
  rebase(distance: number): void {
    this.native.rebase(distance);
  }

  /** Moves x back to the bounds of its active rows, from which rounding errors moved it. */
  refine(): void {
    this.native.refine();
  }

  private floats(address: number, length: number): Float64Array {
    return new Float64Array(this.native.memory.buffer, address, length);
  }
}
