import { withLabel } from '../../linear-algebra/long-arrays.js';
import type { Classifier } from '../../input/classifier.js';
import { lengthOf, PricedRows } from '../native/priced-rows.js';
import { leastMargins } from '../least-margins.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';
import { rankingMultipliers } from '../ranking-multipliers.js';
import { type HomogeneousSystem, sideRow } from '../system/homogeneous-system.js';
import { NearestPoint } from './nearest-point.js';

/**
 * Candidate rows of a set's first problem, at most; the others come as they are violated: first of the rows
 * that often were candidates before, which are few enough to price in a fraction of the time that all take.
 */
const most = { active: 256, oftenActive: 60, violated: 50, often: 1000 };
/**
 * The hard-margin problem: the u nearest to 0 with margins of 1. A point where all candidates have this much
 * will do to look at the other rows; those with less join where some row is violated.
 */
const enough = 0.1;
/** A margin beyond this share of |X| is not rounding: d products of float64 are off by about d 1e-16 |X|. */
const clear = 1e-12;
/** How far outside of its bounds a coordinate may end, where rows have margins of 1. */
const atBound = 1e-10;
/** Sorting thousands of labels for every set would show; an order a few sets old does as well. */
const setsPerOrder = 8;

/**
 * Decides label sets of a homogeneous system: finds a witness of whatever margin, or rows whose combination
 * rules the set out, and stops there. No linear program is solved.
 *
 * Candidate rows grow: when all of them hold, all n rows are priced, and the most violated join. The search
 * starts from the active labels and the inactive ones that were active rows most often in earlier sets of the
 * same classifier.
 */
export class ActiveSetSolver implements RadiusSolver {
  private readonly zeroRows: number[];
  private readonly signs: Int8Array;
  /** Candidates so far: rows, then sides. */
  private readonly taken: Uint8Array;
  /** How often each row was active in the end, and a tenth of how often it was a candidate. */
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
   * Null where WebAssembly lacks SIMD or memory.
   *
   * @param rows Those of the system's matrix, if there are some already: solvers can share them.
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
    // No u gives a row of zeros a score: only an inactive label that has no weights is right with that. Of a
    // ranking, rows of zeros are compared like any other.
    const contradiction = this.zeroRows.find((label) => signs[label] > 0 || this.rows.norms[label] > 0);
    if (contradiction !== undefined && !classifier.ranked) {
      const multipliers = { rows: Int32Array.of(contradiction), values: Float64Array.of(1) };
      return { witness: null, multipliers };
    }
    this.rows.setLabels(active);
    let found = this.search(active, most.oftenActive, deadline);
    // In thin regions rounding can lead in circles; another way there rarely meets the same.
    if (found.failure !== undefined && performance.now() < deadline) found = this.search(active, 0, deadline);
    return found;
  }

  /** @param oftenActive How many rows that often were active join the active labels at the start. */
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
      // Where e can be scaled, e = 0, which no set can do worse than, is a witness of margin 0.
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

  /** The active rows of the set that was solved last: those that decided it. */
  decisiveRows(): Int32Array {
    const { numLabels } = this.classifier;
    return this.problem.active.filter((row) => row < numLabels);
  }

  /**
   * Rows and sides that u gives the wrong sign, or one that rounding could have made; none where u is a
   * witness.
   */
  private violated(u: Float64Array): number[] {
    return [...this.violatedRows(u), ...this.violatedSides(u)];
  }

  private violatedRows(u: Float64Array): number[] {
    const { rows, taken, often, homogeneous, useful } = this;
    const image = homogeneous.system.image(u);
    const length = lengthOf(image);
    if (length === 0) return []; // nothing but rows of zeros
    // What float32 does not show to be clear is looked at in float64.
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

  /** Whether a row's margin is not clear in float64 either. */
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
    // Without candidates there is no direction to price: any row gives one.
    for (let row = 0; this.problem.isEmpty && row < this.signs.length; row++) this.addCandidate(row);
  }

  private addCandidate(number: number): void {
    const { taken, signs, homogeneous, problem } = this;
    const { system, sides } = homogeneous;
    if (taken[number] === 1) return;
    if (number >= signs.length) {
      taken[number] = 1;
      // Where a set is within reach at all, it is within the sides, too, and margins grow with u.
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
    // One number each, by use and then by row: numbers sort faster than rows do by a function. Uses are
    // tenths.
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
   * Multipliers of the classifier's own rows; those of the problem have unit norm, and bounds and sides need
   * none.
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
