import type { Classifier } from '../classifier.js';
import { dot } from '../dot.js';
import { lengthOf, PricedRows } from '../native/priced-rows.js';
import { leastMargins } from '../normalised-rows.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';
import { NearestPoint } from './nearest-point.js';

/**
 * Candidate rows of a set's first problem, at most; the others come as they are violated: first of the rows that often were
 * candidates before, which are few enough to price in a fraction of the time that all take.
 */
const most = { active: 256, oftenActive: 60, violated: 50, often: 1000 };
/**
 * The hard-margin problem: the x nearest to 0 with margins of 1. A point where all candidates have this much will do to look at
 * the other rows; those with less join where some row is violated.
 */
const enough = 0.1;
/** A margin beyond this share of |x| is not rounding: d products of float64 are off by about d 1e-16 |x|. */
const clear = 1e-12;
/** Sorting thousands of labels for every set would show; an order a few sets old does as well. */
const setsPerOrder = 8;

/**
 * Decides label sets of a classifier without a bias: finds a witness of whatever margin, or rows whose combination rules
 * the set out, and stops there. No linear program is solved.
 *
 * Candidate rows grow: when all of them hold, all n rows are priced, and the most violated join. The search starts from the
 * active labels and the inactive ones that were active rows most often in earlier sets of the same classifier.
 */
export class ActiveSetSolver implements RadiusSolver {
  private readonly zeroRows: number[];
  private readonly signs: Int8Array;
  private readonly taken: Uint8Array;
  /** How often each row was active in the end, and a tenth of how often it was a candidate. */
  private readonly useful: Float64Array;
  private often: Int32Array;
  private solved = 0;

  private constructor(
    private readonly classifier: Classifier,
    private readonly rows: PricedRows,
    private readonly problem: NearestPoint,
  ) {
    const { numLabels } = classifier;
    this.zeroRows = [...this.rows.norms.keys()].filter((i) => this.rows.norms[i] === 0);
    this.signs = new Int8Array(numLabels);
    this.taken = new Uint8Array(numLabels);
    this.useful = new Float64Array(numLabels);
    this.often = new Int32Array(0);
  }

  /**
   * Null where WebAssembly lacks SIMD or memory.
   *
   * @param rows Those of the classifier, if there are some already: solvers can share them.
   */
  static create(classifier: Classifier, rows = PricedRows.create(classifier)): ActiveSetSolver | null {
    const problem = NearestPoint.create(classifier.numFeatures, classifier.numLabels);
    return rows && problem && new ActiveSetSolver(classifier, rows, problem);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const { signs } = this;
    signs.fill(-1);
    for (const label of labels) signs[label] = 1;
    // No x gives an active label without weights a score above 0.
    const contradiction = this.zeroRows.find((label) => signs[label] > 0);
    if (contradiction !== undefined) {
      const multipliers = { rows: Int32Array.of(contradiction), values: Float64Array.of(1) };
      return { witness: null, multipliers };
    }
    this.rows.setLabels(labels);
    let found = this.search(labels, most.oftenActive, deadline);
    // In thin regions rounding can lead in circles; another way there rarely meets the same.
    if (found.failure !== undefined && performance.now() < deadline) found = this.search(labels, 0, deadline);
    return found;
  }

  /** @param oftenActive How many rows that often were active join the active labels at the start. */
  private search(labels: Int32Array, oftenActive: number, deadline: number): Candidates {
    const { problem } = this;
    const { numFeatures } = this.classifier;
    this.start(labels, oftenActive);
    const mostSteps = 1000 + 20 * numFeatures;
    for (;;) {
      const outcome = problem.solve(1 - enough, mostSteps, deadline);
      if (outcome === 'gave up') {
        const failure = performance.now() > deadline ? outOfTime : `No answer after ${mostSteps} steps.`;
        return { witness: this.witness(problem.x), multipliers: null, failure };
      }
      if (outcome === 'contradiction') {
        // x = 0, which no set can do worse than, is a witness of margin 0.
        return { witness: new Float64Array(numFeatures), multipliers: this.combination() };
      }
      const { x } = problem;
      const violated = this.violated(x);
      if (violated.length === 0) {
        this.learn();
        return { witness: this.witness(x), multipliers: null };
      }
      for (const label of violated) {
        this.useful[label] += 0.1;
        this.addCandidate(label);
      }
    }
  }

  /** The active rows of the set that was solved last: those that decided it. */
  decisiveRows(): Int32Array {
    return this.problem.active;
  }

  /** Rows that x gives the wrong sign, or one that rounding could have made; none where x is a witness. */
  private violated(x: Float64Array): number[] {
    const { rows, taken, often } = this;
    const length = lengthOf(x);
    if (length === 0) return []; // nothing but rows of zeros
    // What float32 does not show to be clear is looked at in float64.
    const unsure = clear + rows.error;
    const fails = (margin: number, label: number) => margin <= unsure && this.isViolated(label, x, length);
    const limit = enough / length;
    if (often.length > 0 && rows.priceSome(often, x, length) <= unsure) {
      const { margins } = rows;
      if (often.some((label) => fails(margins[label], label))) {
        return leastMargins(margins, limit, most.violated, taken, often);
      }
    }
    return rows.price(x, length) <= unsure && rows.margins.some(fails)
      ? leastMargins(rows.margins, limit, most.violated, taken)
      : [];
  }

  /** Whether a row's margin is not clear in float64 either. */
  private isViolated(label: number, x: Float64Array, length: number): boolean {
    const { weights, numFeatures } = this.classifier;
    const score = dot(weights, label * numFeatures, x);
    return this.signs[label] * score <= clear * length * this.rows.norms[label];
  }

  dispose(): void {
    // Memory goes with the instance.
  }

  private start(labels: Int32Array, oftenActive: number): void {
    this.problem.reset(new Float64Array(this.classifier.numFeatures));
    this.taken.fill(0);
    for (const label of labels.subarray(0, most.active)) this.addCandidate(label);
    if (this.solved++ % setsPerOrder === 0) this.sortByUse();
    let left = oftenActive;
    for (const label of this.often) {
      if (left === 0) break;
      if (this.signs[label] > 0) continue;
      this.addCandidate(label);
      left--;
    }
    // Without candidates there is no direction to price: any row gives one.
    for (let label = 0; this.problem.isEmpty && label < this.signs.length; label++) this.addCandidate(label);
  }

  private addCandidate(label: number): void {
    const norm = this.rows.norms[label];
    if (this.taken[label] === 1 || norm === 0) return;
    this.taken[label] = 1;
    this.problem.add(label, rowOf(this.classifier, label), this.signs[label] / norm, 1);
  }

  private learn(): void {
    for (const label of this.problem.active) {
      if (this.signs[label] < 0) this.useful[label]++;
    }
  }

  private sortByUse(): void {
    const { useful } = this;
    const used: number[] = [];
    for (let label = 0; label < useful.length; label++) if (useful[label] > 0) used.push(label);
    this.often = Int32Array.from(used.sort((a, b) => useful[b] - useful[a]).slice(0, most.often));
  }

  /** x, scaled to reach the box: its margins are then as large as they can be in this direction. */
  private witness(x: Float64Array): Float64Array {
    const { box } = this.classifier;
    const largest = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest === 0 ? x : x.map((value) => Math.max(-box, Math.min(box, (value / largest) * box)));
  }

  /** Multipliers of the classifier's own rows; those of the problem have unit norm. */
  private combination(): { rows: Int32Array; values: Float64Array } {
    this.learn();
    const { rows, values } = this.problem.contradiction();
    const used = [...rows.keys()].filter((k) => values[k] > 0);
    return {
      rows: Int32Array.from(used, (k) => rows[k]),
      values: Float64Array.from(used, (k) => values[k] / this.rows.norms[rows[k]]),
    };
  }
}

/** A label's row of weights, where it lies. */
export function rowOf({ weights, numFeatures }: Classifier, label: number): Float64Array {
  return weights.subarray(label * numFeatures, (label + 1) * numFeatures);
}
