import { ActiveSetSolver } from './active-set/active-set-solver.js';
import { ChebyshevSolver } from './active-set/chebyshev-solver.js';
import { HomogeneousSolver } from './active-set/homogeneous.js';
import type { Classifier } from './classifier.js';
import { decide, together } from './decide.js';
import type { Decider } from './decider.js';
import { HighsSolver, type LocateFile } from './highs-solver.js';
import { PricedRows } from './native/priced-rows.js';
import type { RadiusSolver } from './radius-solver.js';
import type { LabelSetResult } from './report.js';
import { WitnessCheck } from './witness-check.js';

/** Decides here, in this thread, one label set at a time. */
export class LocalDecider implements Decider {
  readonly chunkSize = 1;
  readonly chunksAtOnce = 1;

  constructor(
    private readonly solvers: Solvers,
    private readonly eps: number,
  ) {}

  async decide([labels]: readonly Int32Array[]): Promise<LabelSetResult[]> {
    return [await this.solvers.decide(labels, this.eps)];
  }

  dispose(): void {
    this.solvers.dispose();
  }
}

/** The solvers of a run: the quick one where it serves, and the linear program where it does not. */
export class Solvers {
  private readonly quick: ActiveSetSolver | HomogeneousSolver | ChebyshevSolver | null;
  private readonly check: WitnessCheck;
  private linearProgram: HighsSolver | null = null;

  constructor(
    private readonly classifier: Classifier,
    private readonly mode: 'verdict' | 'radius',
    /** Milliseconds for one label set. */
    private readonly timeLimit: number,
    private readonly locateFile?: LocateFile,
    /** How far from each other the bounds of a radius may end, relative to the upper one. */
    private readonly gap = 1e-6,
  ) {
    const rows = classifier.bias ? null : PricedRows.create(classifier);
    this.check = new WitnessCheck(classifier, rows);
    this.quick = this.quickSolver(rows);
  }

  /** Null where WebAssembly lacks SIMD or memory: the linear program decides all sets there. */
  private quickSolver(rows: PricedRows | null): ActiveSetSolver | HomogeneousSolver | ChebyshevSolver | null {
    const { classifier, mode, gap } = this;
    const { bias } = classifier;
    if (bias) return HomogeneousSolver.create({ ...classifier, bias });
    if (!rows) return null;
    return mode === 'radius'
      ? ChebyshevSolver.create(classifier, rows, gap)
      : ActiveSetSolver.create(classifier, rows);
  }

  async decide(labels: Int32Array, eps: number): Promise<LabelSetResult> {
    const deadline = performance.now() + this.timeLimit;
    const quick = this.quick && this.ask(this.quick, labels, eps, deadline);
    if (quick && this.isFinal(quick, deadline)) return quick;
    this.linearProgram ??= await HighsSolver.create(this.classifier, this.locateFile);
    // The rows that hold the widest margin are most of those that hold the radius.
    if (this.quick) this.linearProgram.startAlsoFrom = this.quick.decisiveRows();
    const exact = this.ask(this.linearProgram, labels, eps, deadline);
    return quick ? together(quick, exact, eps) : exact;
  }

  private ask(solver: RadiusSolver, labels: Int32Array, eps: number, deadline: number): LabelSetResult {
    const lowerBound = (witness: Float64Array) => this.check.lowerBound(labels, witness);
    return decide(this.classifier, labels, solver, eps, deadline, lowerBound);
  }

  private isFinal({ verdict, radius }: LabelSetResult, deadline: number): boolean {
    if (performance.now() > deadline) return true;
    if (this.mode === 'verdict') return verdict !== 'undecided';
    // Without a bias, x = 0 shows that the radius is no less than 0: multipliers alone settle it then.
    if (verdict === 'unargmaxable' && this.classifier.bias === null && radius.lower === 0) return true;
    return radius.upper < Infinity && radius.upper - radius.lower <= this.gap * Math.abs(radius.upper);
  }

  dispose(): void {
    this.quick?.dispose();
    this.linearProgram?.dispose();
  }
}
