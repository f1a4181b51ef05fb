import { withLabel } from '../../linear-algebra/long-arrays.js';
import type { Classifier } from '../../input/classifier.js';
import { lengthOf, PricedRows } from '../native/priced-rows.js';
import { leastMargins } from '../least-margins.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';
import { rankingMultipliers } from '../ranking-multipliers.js';
import { type HomogeneousSystem, sideRow } from '../system/homogeneous-system.js';
import { NearestPoint } from './nearest-point.js';

/**
 * Most candidate rows of a set's first problem. Other rows are added when they are violated: first rows that
 * often were candidates before, because computing their margins takes a fraction of the time of all rows.
 */
const most = { active: 256, oftenActive: 60, violated: 50, often: 1000 };
/**
 * The hard-margin problem: the u nearest to 0 with margins of 1. At a point where all candidates have this
 * margin the other rows are checked; if some row is violated, those with less than this are added.
 */
const enough = 0.1;
/**
 * A margin beyond this share of |X| is not a rounding error: the error of d products in float64 is about d
 * 1e-16 |X|.
 */
const clear = 1e-12;
/** How far outside its bounds a coordinate may end, when rows have margins of 1. */
const atBound = 1e-10;
/**
 * Sorting thousands of labels for every set would take noticeable time; an order from a few sets before works
 * as well.
 */
const setsPerOrder = 8;

/**
 * Decides label sets of a homogeneous system: it stops as soon as it has a witness of any margin, or rows
 * whose combination rules the set out. It solves no linear program.
 *
 * The set of candidate rows grows: when all of them hold, the margins of all n rows are computed, and the
 * most violated rows are added. The search starts from the active labels and the inactive ones that were
 * active rows most often in earlier sets of the same classifier.
 */
export class ActiveSetSolver implements RadiusSolver {
  private readonly zeroRows: number[];
  private readonly signs: Int8Array;
  /** The candidates so far: rows, then sides. */
  private readonly taken: Uint8Array;
  /** How often each row was active at the end, plus a tenth of how often it was a candidate. */
  private readonly useful: Float64Array;
  private often: Int32Array;
  private solved = 0;

  private constructor(
    private readonly classifier: Classifier,
    private readonly homogeneous: HomogeneousSystem,
    private readonly rows: PricedRows,
    private readonly problem: NearestPoint,
  ) {
    const { system, sides } = homogeneous;
    const { norms, numRows } = system;
    this.zeroRows = [...norms.keys()].filter((i) => norms[i] === 0);
    this.signs = new Int8Array(numRows);
    this.taken = new Uint8Array(numRows + sides.length);
    this.useful = new Float64Array(numRows);
    this.often = new Int32Array(0);
  }

  /**
   * Null if WebAssembly lacks SIMD or memory.
   *
   * @param rows The rows of the system's matrix, if they exist already: solvers can share them.
   */
  static create(
    classifier: Classifier,
    homogeneous: HomogeneousSystem,
    rows = PricedRows.create(homogeneous.system.matrix),
  ): ActiveSetSolver | null {
    const { system, sides } = homogeneous;
    const problem = NearestPoint.create(system.width, system.numRows + sides.length);
    if (system.lower && system.upper) problem?.setBounds(system.lower, system.upper);
    return rows && problem && new ActiveSetSolver(classifier, homogeneous, rows, problem);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const { signs, homogeneous, classifier } = this;
    const { positive } = homogeneous;
    const active = positive < 0 ? labels : withLabel(labels, positive);
    signs.fill(-1);
    for (const label of active) signs[label] = 1;
    // The score of a row of zeros is 0 at every u: this is right only for an inactive label without weights.
    // In a ranking, rows of zeros are compared like any others.
    const contradiction = this.zeroRows.find((label) => signs[label] > 0 || this.rows.norms[label] > 0);
    if (contradiction !== undefined && !classifier.ranked) {
      const multipliers = { rows: Int32Array.of(contradiction), values: Float64Array.of(1) };
      return { witness: null, multipliers };
    }
    this.rows.setLabels(active);
    let found = this.search(active, most.oftenActive, deadline);
    // In thin regions, rounding can make the search repeat its steps; a search with other first candidates
    // rarely does.
    if (found.failure !== undefined && performance.now() < deadline) found = this.search(active, 0, deadline);
    return found;
  }

  /** @param oftenActive How many rows that often were active are added to the active labels at the start. */
  private search(active: Int32Array, oftenActive: number, deadline: number): Candidates {
    const { problem, homogeneous } = this;
    const { system } = homogeneous;
    this.start(active, oftenActive);
    const mostSteps = 1000 + 20 * system.width;
    for (;;) {
      const outcome = problem.solve(1 - enough, mostSteps, deadline, atBound);
      if (outcome === 'gave up') {
        const failure = performance.now() > deadline ? outOfTime : `No answer after ${mostSteps} steps.`;
        return { witness: system.features(problem.x), multipliers: null, failure };
      }
      // If e can be scaled, e = 0 is a witness of margin 0 for every set.
      if (outcome === 'contradiction') {
        const witness = homogeneous.scale < 0 ? system.features(new Float64Array(system.width)) : null;
        return { witness, multipliers: this.combination() };
      }
      const u = problem.x;
      const violated = this.violated(u);
      if (violated.length === 0) {
        this.learn();
        return { witness: system.features(u), multipliers: null };
      }
      for (const row of violated) this.addCandidate(row);
    }
  }

  /** The active rows of the last set: the rows that decided it. */
  decisiveRows(): Int32Array {
    const { numLabels } = this.classifier;
    return this.problem.active.filter((row) => row < numLabels);
  }

  /**
   * Rows and sides that have the wrong sign at u, or a sign that may be a rounding error; none if u is a
   * witness.
   */
  private violated(u: Float64Array): number[] {
    return [...this.violatedRows(u), ...this.violatedSides(u)];
  }

  private violatedRows(u: Float64Array): number[] {
    const { rows, taken, often, homogeneous, useful } = this;
    const image = homogeneous.system.image(u);
    const length = lengthOf(image);
    if (length === 0) return []; // all rows are zeros
    // Rows whose sign is not certain in float32 are computed in float64.
    const unsure = clear + rows.error;
    const fails = (margin: number, row: number) => margin <= unsure && this.isViolated(row, image, length);
    const limit = enough / lengthOf(u);
    const worst = (among?: Int32Array) => {
      const found = leastMargins(rows.margins, limit, most.violated, taken, among);
      for (const row of found) useful[row] += 0.1;
      return found;
    };
    if (often.length > 0 && rows.priceSome(often, image, length) <= unsure) {
      const { margins } = rows;
      if (often.some((row) => fails(margins[row], row))) return worst(often);
    }
    return rows.price(image, length) <= unsure && rows.margins.some(fails) ? worst() : [];
  }

  /** Whether a row's sign is not certain in float64 either. */
  private isViolated(row: number, image: Float64Array, length: number): boolean {
    const score = this.homogeneous.system.score(row, image);
    return this.signs[row] * score <= clear * length * this.rows.norms[row];
  }

  private violatedSides(u: Float64Array): number[] {
    const { homogeneous, taken, signs } = this;
    const { sides, scale } = homogeneous;
    const violated: number[] = [];
    sides.forEach(({ feature, height }, s) => {
      const number = signs.length + s;
      if (taken[number] === 0 && height * u[scale] < u[feature]) violated.push(number);
    });
    return violated;
  }

  dispose(): void {
    // Memory goes with the instance.
  }

  private start(active: Int32Array, oftenActive: number): void {
    this.problem.reset(new Float64Array(this.homogeneous.system.width));
    this.taken.fill(0);
    for (const row of active.subarray(-most.active)) this.addCandidate(row);
    if (this.solved++ % setsPerOrder === 0) this.sortByUse();
    let left = oftenActive;
    for (const row of this.often) {
      if (left === 0) break;
      if (this.signs[row] > 0) continue;
      this.addCandidate(row);
      left--;
    }
    // Without candidates there is no direction for margins: any row gives one.
    for (let row = 0; this.problem.isEmpty && row < this.signs.length; row++) this.addCandidate(row);
  }

  private addCandidate(number: number): void {
    const { taken, signs, homogeneous, problem } = this;
    const { system, sides } = homogeneous;
    if (taken[number] === 1) return;
    if (number >= signs.length) {
      taken[number] = 1;
      // A set that is reachable is also reachable within the sides, and margins grow with u.
      problem.add(number, sideRow(homogeneous, sides[number - signs.length]), 1, 1);
      return;
    }
    const norm = system.norms[number];
    if (norm === 0) return;
    taken[number] = 1;
    problem.add(number, system.row(number), signs[number] / norm, 1);
  }

  private learn(): void {
    for (const row of this.decisiveRows()) {
      if (this.signs[row] < 0) this.useful[row]++;
    }
  }

  private sortByUse(): void {
    const { useful } = this;
    const count = useful.length;
    // Each row becomes one number, ordered by use and then by row: sorting numbers is faster than sorting
    // rows with a function. Uses are counted in tenths.
    const keys = new Float64Array(count);
    let used = 0;
    for (let row = 0; row < count; row++) {
      if (useful[row] > 0) keys[used++] = Math.round(10 * useful[row]) * count + (count - 1 - row);
    }
    const sorted = keys.subarray(0, used).sort();
    const last = Math.min(used, most.often);
    this.often = Int32Array.from({ length: last }, (_, k) => count - 1 - (sorted[used - 1 - k] % count));
  }

  /**
   * Multipliers of the classifier's own rows; the rows of the problem have unit length, and bounds and sides
   * need no multipliers.
   */
  private combination(): Candidates['multipliers'] {
    this.learn();
    const { classifier, homogeneous, signs } = this;
    const { norms } = homogeneous.system;
    const { rows, values } = this.problem.contradiction();
    const used = [...rows.keys()].filter((k) => values[k] > 0 && rows[k] < classifier.numLabels);
    const multipliers = {
      rows: Int32Array.from(used, (k) => rows[k]),
      values: Float64Array.from(used, (k) => values[k] / norms[rows[k]]),
    };
    return classifier.ranked ? rankingMultipliers(multipliers, signs) : multipliers;
  }
}
