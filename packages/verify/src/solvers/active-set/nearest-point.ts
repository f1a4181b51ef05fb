import { withLabel } from '../../linear-algebra/long-arrays.js';
import { type NativeSolver, nativeSolver } from '../native/native-solver.js';

/** Steps between two looks at the clock. */
const stepsAtOnce = 200;

/**
 * What a search ended with:
 * - 'nearest': x is the point nearest to its start at which every candidate is within `slack` of its bound;
 * - 'contradiction': rows with multipliers whose combination is 0, up to rounding: no x serves all of them;
 * - 'gave up': too many steps, too late, or more candidates than WebAssembly's memory holds.
 */
type SearchEnd = 'nearest' | 'contradiction' | 'gave up';

const searchEnds = ['nearest', 'contradiction', 'unfinished'] as const;

/**
 * Rows with multipliers l that no x within the bounds of the coordinates serves:
 * `sum l_i c_i . x < sum l_i b_i` there.
 */
interface Contradiction {
  readonly rows: Int32Array;
  readonly values: Float64Array;
  /** The coordinate whose bound was what could not be reached; null where that was the last of the rows. */
  readonly bound: number | null;
}

/**
 * The problem of `assembly/nearest-point.ts`, in a memory of its own; a caller's number stands for each
 * candidate row.
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

  /** Null where WebAssembly lacks SIMD, or room for so many features. */
  static create(numFeatures: number, mostCandidates: number): NearestPoint | null {
    const native = nativeSolver();
    return native?.allocate(0, numFeatures, mostCandidates) ? new NearestPoint(native, numFeatures) : null;
  }

  /**
   * Lets coordinates have bounds, `lower <= x <= upper`, [d]: infinite where there is none, null where no
   * coordinate has one; none is above the other. Before `reset`. An active bound costs less than an active
   * row, and its coordinate is exactly there.
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
   * Where each coordinate is, [d], a copy: -1 at its lower bound, 1 at its upper one, both exactly; 0
   * anywhere else.
   */
  get atBound(): Int8Array {
    return Int8Array.from(this.floats(this.native.normals.value, this.numFeatures), (normal) => -normal);
  }

  get isEmpty(): boolean {
    return this.numbers.length === 0;
  }

  /** The nearest point for the active rows, [d]: a copy. */
  get x(): Float64Array {
    return this.floats(this.native.x.value, this.numFeatures).slice();
  }

  /** The active rows' numbers. */
  get active(): Int32Array {
    const { memory, active, size } = this.native;
    return new Int32Array(memory.buffer, active.value, size.value).map((place) => this.numbers[place]);
  }

  /**
   * After 'contradiction': its rows and their multipliers, the entering row's last. Those of bounds are not
   * listed: they take up what this combination leaves at the coordinates that `atBound` says, and at `bound`.
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
   * After a `push` that x withstood: the multipliers of the active rows whose combination is the goal,
   * negated; with bounds, but for what these take up at the coordinates that `atBound` says.
   */
  resistance(): { rows: Int32Array; values: Float64Array } {
    const { combination, size } = this.native;
    return { rows: this.active, values: this.floats(combination.value, size.value).map((share) => -share) };
  }

  /** Starts over without candidates. */
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
   * Moves x to the point nearest to the start where no candidate is more than `slack` short of its bound, and
   * no coordinate more than `boundSlack` outside its own.
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
   * Moves the start along a direction of length 1. Whether x stays however far the start goes: see
   * `resistance`.
   */
  push(direction: Float64Array, distance: number, negligible = 0): boolean {
    this.floats(this.native.goal.value, this.numFeatures).set(direction);
    return this.native.push(distance, negligible) !== 0;
  }

  /**
   * After a `push` that x withstood: lets the start be this far along its direction from x, which stays the
   * nearest point.
   */
  rebase(distance: number): void {
    this.native.rebase(distance);
  }

  /** Takes from x what rounding moved it off the bounds of its active rows. */
  refine(): void {
    this.native.refine();
  }

  private floats(address: number, length: number): Float64Array {
    return new Float64Array(this.native.memory.buffer, address, length);
  }
}
