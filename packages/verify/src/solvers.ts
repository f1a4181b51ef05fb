import { ActiveSetSolver } from './active-set/active-set-solver.js';
import { HomogeneousSolver } from './active-set/homogeneous.js';
import type { Classifier } from './classifier.js';
import { decide } from './decide.js';
import type { Decider } from './decider.js';
import { HighsSolver, type LocateFile } from './highs-solver.js';
import type { LabelSetResult } from './report.js';

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
  private readonly quick: ActiveSetSolver | HomogeneousSolver;
  private linearProgram: HighsSolver | null = null;

  constructor(
    private readonly classifier: Classifier,
    private readonly mode: 'verdict' | 'radius',
    /** Milliseconds for one label set. */
    private readonly timeLimit: number,
    private readonly locateFile?: LocateFile,
  ) {
    this.quick = quickSolver(classifier);
  }

  async decide(labels: Int32Array, eps: number): Promise<LabelSetResult> {
    const started = performance.now();
    const deadline = started + this.timeLimit;
    const result = decide(this.classifier, labels, this.quick, eps, deadline);
    if (this.isFinal(result, deadline)) return result;
    this.linearProgram ??= await HighsSolver.create(this.classifier, this.locateFile);
    // The rows that hold the widest margin are most of those that hold the radius.
    this.linearProgram.startAlsoFrom = this.quick.decisiveRows();
    const exact = decide(this.classifier, labels, this.linearProgram, eps, deadline);
    return { ...exact, milliseconds: performance.now() - started };
  }

  private isFinal({ verdict, radius }: LabelSetResult, deadline: number): boolean {
    if (performance.now() > deadline) return true;
    if (this.mode === 'verdict') return verdict !== 'undecided';
    // Without a bias, x = 0 shows that the radius is no less than 0: multipliers alone settle it then.
    return verdict === 'unargmaxable' && this.classifier.bias === null && radius.lower === 0;
  }

  dispose(): void {
    this.quick.dispose();
    this.linearProgram?.dispose();
  }
}

function quickSolver(classifier: Classifier): ActiveSetSolver | HomogeneousSolver {
  const { bias } = classifier;
  return bias ? new HomogeneousSolver({ ...classifier, bias }) : new ActiveSetSolver(classifier);
}
