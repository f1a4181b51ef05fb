import { withLast } from '../../linear-algebra/long-arrays.js';
import { type Candidates, outOfTime, type RadiusSolver } from '../radius-solver.js';
import type { BoundedSystem } from '../system/bounded-system.js';
import type { MarginRows } from '../system/margin-rows.js';
import type { ActiveSetSolver } from './active-set-solver.js';
import { NearestPoint } from './nearest-point.js';

/** Most rows that are added in each round, and most rounds. */
const most = { violated: 50, rounds: 100 };
/** How far the start is pushed, the first time and each further time, until u no longer moves. */
const push = { first: 1e3, factor: 10, most: 1e10 };
/** An upper bound on the error of sums of d products within the unit box. */
const rounding = 1e-13;

/**
 * When a search may end: when the radius is known up to a share of it, or when it is known to be above or
 * below a number.
 */
export type Goal =
  | { readonly kind: 'radius'; readonly gap: number }
  /** In feature space: a margin of this much, or the proof that there is none. */
  | { readonly kind: 'reach'; readonly radius: number };

/**
 * Radii of label sets of a bounded system: the largest r with `row . u + offset >= r` for all its rows, u
 * within its bounds.
 *
 * This linear program is solved by finding nearest points: the point (u, r) of the polyhedron that is nearest
 * to a start, while the start is pushed in the direction of r. When the point no longer moves, however far
 * the start is pushed, no point has a larger r, and the multipliers that hold it prove this. This is a search
 * for active rows too, and it continues from its last state when rows are added.
 */
export class ChebyshevSolver implements RadiusSolver {
  private readonly taken = new Set<number>();
  private readonly direction: Float64Array;
  private readonly mostSteps: number;

  private constructor(
    private readonly bounded: BoundedSystem,
    private readonly rows: MarginRows,
    /**
     * Finds sets that have no radius sooner, if verdicts do not depend on the size of features; null if they
     * do.
     */
    private readonly verdicts: ActiveSetSolver | null,
    /** The direction of r in (u, r). */
    private readonly problem: NearestPoint,
    private readonly goal: Goal,
  ) {
    const { width } = bounded.system;
    this.direction = new Float64Array(width + 1);
    this.direction[width] = 1;
    this.mostSteps = 1000 + 40 * width;
  }

  /** Null if WebAssembly lacks SIMD or memory. */
  static create(
    bounded: BoundedSystem,
    rows: MarginRows,
    verdicts: ActiveSetSolver | null,
    goal: Goal,
  ): ChebyshevSolver | null {
    const { width, numRows, lower, upper } = bounded.system;
    const problem = NearestPoint.create(width + 1, numRows);
    problem?.setBounds(withLast(lower!, -Infinity), withLast(upper!, Infinity));
    return problem && new ChebyshevSolver(bounded, rows, verdicts, problem, goal);
  }

  solve(labels: Int32Array, deadline = Infinity): Candidates {
    const { bounded, rows, verdicts, goal } = this;
    const { system } = bounded;
    let decisive: Int32Array | null = null;
    let u: Float64Array = new Float64Array(system.width);
    if (verdicts) {
      const found = verdicts.solve(labels, deadline);
      const { witness, multipliers, failure } = found;
      if (!witness || multipliers || failure !== undefined) return found;
      decisive = verdicts.decisiveRows();
      u = bounded.point(witness);
    }
    const alone = rows.begin(labels);
    if (alone) return { witness: system.features(u), multipliers: alone };
    const margin = rows.price(u);
    const hopeless = rows.hopeless();
    if (hopeless) return { witness: system.features(u), multipliers: hopeless };
    if (margin === Infinity) return { witness: system.features(u), multipliers: null }; // nothing to compare
    if (goal.kind === 'reach' && rows.least() * bounded.unit >= this.comfortable(goal.radius)) {
      return { witness: system.features(u), multipliers: null };
    }
    this.start(u, margin, decisive);
    // Multipliers of the goal below this can improve r, over all bounds, only by less than the gap.
    const gap = goal.kind === 'radius' ? goal.gap : 1e-6;
    const negligible = Math.max(1e-12, (gap * Math.abs(margin)) / (4 * Math.sqrt(system.width)));
    return this.widen(u, margin, Math.min(negligible, 1e-8), deadline);
  }

  /** See `ActiveSetSolver`. */
  decisiveRows(): Int32Array {
    return this.verdicts?.decisiveRows() ?? new Int32Array(0);
  }

  dispose(): void {
    this.verdicts?.dispose();
  }

  /** A margin that is above the radius asked for by more than rounding errors. */
  private comfortable(radius: number): number {
    return radius + 1e-9 * Math.abs(radius) + rounding * this.bounded.unit;
  }

  /** Starts the search at (u, r), with the rows that are likely to be active. */
  private start(u: Float64Array, r: number, decisive: Int32Array | null): void {
    const { problem, taken, rows } = this;
    problem.reset(withLast(u, r));
    taken.clear();
    if (decisive) for (const row of rows.ofLabels(decisive)) this.addRow(row);
    for (const row of rows.likely()) this.addRow(row);
    problem.push(this.direction, push.first);
  }

  /** @param u Where the search begins; it is the result if no point with a wider margin is found. */
  private widen(start: Float64Array, margin: number, negligible: number, deadline: number): Candidates {
    const { problem, bounded, rows, goal } = this;
    const { system, unit } = bounded;
    const { width } = system;
    let best = { u: start, margin };
    for (let round = 1; ; round++) {
      const failure = this.settle(negligible, deadline);
      const point = problem.x;
      const u = point
        .slice(0, width)
        .map((value, j) => Math.min(system.upper![j], Math.max(system.lower![j], value)));
      rows.price(u);
      const r = point[width];
      // The last u has the widest margin, unless the search ends early or a smaller margin is enough.
      const isLast = failure === undefined && goal.kind === 'radius';
      if (!isLast && rows.least() > best.margin) best = { u, margin: rows.least() };
      const witness = system.features(isLast ? u : best.u);
      if (failure !== undefined) return { witness, multipliers: this.multipliers(), failure };
      if (goal.kind === 'reach') {
        // The margin is above what was asked for, or the largest r of the rows so far is below it.
        if (best.margin * unit >= this.comfortable(goal.radius)) return { witness, multipliers: null };
        if (r * unit < goal.radius) return { witness, multipliers: this.multipliers() };
      }
      const gap = goal.kind === 'radius' ? goal.gap : 1e-6;
      const enough = r - Math.max(rounding, (gap / 2) * Math.abs(r));
      const violated = rows.worst(enough, most.violated, this.taken);
      if (violated.length === 0 || round === most.rounds) return { witness, multipliers: this.multipliers() };
      for (const row of violated) this.addRow(row);
    }
  }

  /** Moves (u, r) to the largest r that the candidates allow. Returns the reason if it could not. */
  private settle(negligible: number, deadline: number): string | undefined {
    const { problem, mostSteps } = this;
    for (let distance = push.first; distance <= push.most; distance *= push.factor) {
      if (problem.solve(rounding * distance, mostSteps, deadline) !== 'nearest') {
        return performance.now() > deadline ? outOfTime : `No answer after ${mostSteps} steps.`;
      }
      if (problem.push(this.direction, distance, negligible)) {
        problem.refine();
        problem.rebase(push.first); // so that rows that are added later meet numbers of moderate size
        return undefined;
      }
    }
    problem.refine();
    return 'Rounding errors made it impossible to decide the radius.';
  }

  /**
   * Multipliers of the classifier's own rows; the rows of the problem have unit length. Bounds need no
   * multipliers.
   */
  private multipliers(): Candidates['multipliers'] {
    const { rows, values } = this.problem.resistance();
    const numbers = Array.from(rows);
    this.rows.learn(numbers.filter((_, k) => values[k] > 0));
    return this.rows.multipliers(numbers, values);
  }

  private addRow(number: number): void {
    const { taken, problem, rows } = this;
    if (taken.has(number)) return;
    taken.add(number);
    problem.add(number, rows.row(number), rows.factor(number), -rows.offset(number), -1);
  }
}
