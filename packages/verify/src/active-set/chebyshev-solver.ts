import type { Multipliers } from '../certificates.js';
import type { Classifier } from '../classifier.js';
import { dot } from '../dot.js';
import { lengthOf, type PricedRows } from '../native/priced-rows.js';
import { leastMargins } from '../normalised-rows.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';
import { ActiveSetSolver, rowOf } from './active-set-solver.js';
import { NearestPoint } from './nearest-point.js';

/** Rows beside the decisive ones that a set's first problem has, at most, and those that join in each round. */
const most = { oftenBinding: 100, leastMargin: 50, violated: 50, rounds: 100 };
/** How far the start is pushed, first and each time after, until x stays; in units of the box. */
const push = { first: 1e3, factor: 10, most: 1e10 };
/** Sums of d products within the unit box are off by less. */
const rounding = 1e-13;
/** Sorting thousands of labels for every set would show; an order a few sets old does as well. */
const setsPerOrder = 8;

/**
 * Radii of label sets of a classifier without a bias: the largest r with `y_i w_i . x / ||w_i|| >= r` and `|x_j| <= 1` (the box
 * is scaled back in the end). Sets that the verdict rules out go no further.
 *
 * This linear program is solved as nearest points: the point (x, r) of the polyhedron nearest to a start, which is pushed in
 * the direction of r. Once it stays however far the start is pushed, no point has a larger r, and the multipliers that
 * hold it show so. That is one more search of active rows, which goes on from where it was when rows join.
 */
export class ChebyshevSolver implements RadiusSolver {
  private readonly signs: Int8Array;
  /** Candidates so far: labels, then the sides `-x_j >= -1` (upper) and `x_j >= -1` of the box. */
  private readonly taken: Uint8Array;
  private readonly direction: Float64Array;
  private readonly mostSteps: number;
  /** In how many earlier sets each inactive label bound the radius. */
  private readonly timesBinding: Float64Array;
  private often: number[] = [];
  private solved = 0;

  private constructor(
    private readonly classifier: Classifier,
    private readonly rows: PricedRows,
    private readonly verdicts: ActiveSetSolver,
    /** In (x, r). */
    private readonly problem: NearestPoint,
    private readonly gap: number,
  ) {
    const { numLabels, numFeatures } = classifier;
    this.signs = new Int8Array(numLabels);
    this.taken = new Uint8Array(numLabels + 2 * numFeatures);
    this.timesBinding = new Float64Array(numLabels);
    this.direction = new Float64Array(numFeatures + 1);
    this.direction[numFeatures] = 1;
    this.mostSteps = 1000 + 40 * numFeatures;
  }

  /**
   * Null where WebAssembly lacks SIMD or memory.
   *
   * @param rows Those of the classifier.
   * @param gap How far from each other the bounds may end, relative to the upper one.
   */
  static create(classifier: Classifier, rows: PricedRows, gap: number): ChebyshevSolver | null {
    const { numLabels, numFeatures } = classifier;
    const verdicts = ActiveSetSolver.create(classifier, rows);
    const problem = NearestPoint.create(numFeatures + 1, numLabels + 2 * numFeatures);
    return verdicts && problem && new ChebyshevSolver(classifier, rows, verdicts, problem, gap);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const found = this.verdicts.solve(labels, deadline);
    const { witness, multipliers, failure } = found;
    if (!witness || multipliers || failure !== undefined) return found;
    const x = witness.map((value) => value / this.classifier.box);
    const length = lengthOf(x);
    if (length === 0) return found; // nothing but rows of zeros
    this.signs.fill(-1);
    for (const label of labels) this.signs[label] = 1;
    this.rows.setLabels(labels);
    const margin = this.rows.price(x, length) * length;
    this.start(x, margin);
    // What multipliers of the goal below this leave to gain, over the whole box, is within the gap.
    const negligible = Math.max(1e-12, (this.gap * margin) / (4 * Math.sqrt(x.length)));
    return this.widen(witness, Math.min(negligible, 1e-8), deadline);
  }

  /** See `ActiveSetSolver`. */
  decisiveRows(): Int32Array {
    return this.verdicts.decisiveRows();
  }

  dispose(): void {
    this.verdicts.dispose();
  }

  /** Lets the search begin at (x, r), with the rows that are likely to bind. */
  private start(x: Float64Array, r: number): void {
    const { problem, taken, rows } = this;
    problem.reset(Float64Array.of(...x, r));
    taken.fill(0);
    for (const label of this.verdicts.decisiveRows()) this.addRow(label);
    for (const label of leastMargins(rows.margins, Infinity, most.leastMargin, taken)) this.addRow(label);
    if (this.solved++ % setsPerOrder === 0) this.sortByBinding();
    for (const label of this.often) if (this.signs[label] < 0) this.addRow(label);
    // A widest margin lies on about as many sides as it has features to spare, mostly on those that x is near to.
    for (let j = 0; j < x.length; j++) this.addSide(j, x[j] > 0);
    problem.push(this.direction, push.first);
  }

  /** @param witness What the verdict found: it stands where nothing wider is found. */
  private widen(witness: Float64Array, negligible: number, deadline: number): Candidates {
    const { problem } = this;
    const { box, numFeatures: d } = this.classifier;
    for (let round = 1; ; round++) {
      const failure = this.settle(negligible, deadline);
      if (failure !== undefined) return { witness, multipliers: this.multipliers(), failure };
      const point = problem.x;
      const x = point.subarray(0, d).map((value) => Math.max(-1, Math.min(1, value)));
      if (round < most.rounds && this.addViolated(point, x)) continue;
      return { witness: x.map((value) => value * box), multipliers: this.multipliers() };
    }
  }

  /** Moves (x, r) to the largest r that the candidates allow. Returns why not, if it could not. */
  private settle(negligible: number, deadline: number): string | undefined {
    const { problem, mostSteps } = this;
    for (let distance = push.first; distance <= push.most; distance *= push.factor) {
      if (problem.solve(rounding * distance, mostSteps, deadline) !== 'nearest') {
        return performance.now() > deadline ? outOfTime : `No answer after ${mostSteps} steps.`;
      }
      if (problem.push(this.direction, distance, negligible)) {
        problem.refine();
        problem.rebase(push.first); // rows that join find numbers of moderate size
        return undefined;
      }
    }
    problem.refine();
    return 'Rounding kept the radius from being settled.';
  }

  /** Adds rows and sides of the box that do not hold at a point (x, r); `x` lies in the box. Whether there were any. */
  private addViolated(point: Float64Array, x: Float64Array): boolean {
    const { rows, taken, classifier, signs } = this;
    const { numFeatures: d, weights } = classifier;
    const r = point[d];
    let added = false;
    for (let j = 0; j < d; j++) {
      if (Math.abs(point[j]) > 1 + rounding) added = this.addSide(j, point[j] > 0) || added;
    }
    const length = lengthOf(x);
    rows.price(x, length);
    const enough = r - Math.max(rounding, (this.gap / 2) * r);
    for (const label of leastMargins(rows.margins, r / length + rows.error, most.violated, taken)) {
      const margin = (signs[label] * dot(weights, label * d, x)) / rows.norms[label];
      if (margin >= enough) continue;
      this.addRow(label);
      added = true;
    }
    return added;
  }

  /** Of the classifier's own rows; those of the problem have unit norm. The sides of the box need none. */
  private multipliers(): Multipliers {
    const { rows, values } = this.problem.resistance();
    const { norms } = this.rows;
    const used = [...rows.keys()].filter((k) => rows[k] < norms.length && values[k] > 0);
    for (const k of used) if (this.signs[rows[k]] < 0) this.timesBinding[rows[k]]++;
    return {
      rows: Int32Array.from(used, (k) => rows[k]),
      values: Float64Array.from(used, (k) => values[k] / norms[rows[k]]),
    };
  }

  private addRow(label: number): void {
    const { taken, problem, rows, classifier, signs } = this;
    if (taken[label] === 1 || rows.norms[label] === 0) return;
    taken[label] = 1;
    problem.add(label, rowOf(classifier, label), signs[label] / rows.norms[label], 0, -1);
  }

  /** False where it was there already. */
  private addSide(j: number, upper: boolean): boolean {
    const { numLabels, numFeatures } = this.classifier;
    const number = numLabels + 2 * j + (upper ? 1 : 0);
    if (this.taken[number] === 1) return false;
    this.taken[number] = 1;
    const row = new Float64Array(numFeatures);
    row[j] = 1;
    this.problem.add(number, row, upper ? -1 : 1, -1);
    return true;
  }

  private sortByBinding(): void {
    const { timesBinding } = this;
    const used: number[] = [];
    for (let label = 0; label < timesBinding.length; label++) if (timesBinding[label] > 0) used.push(label);
    this.often = used.sort((a, b) => timesBinding[b] - timesBinding[a]).slice(0, most.oftenBinding);
  }
}
