import { ActiveSetSolver } from '../solvers/active-set/active-set-solver.js';
import { ChebyshevSolver, type Goal } from '../solvers/active-set/chebyshev-solver.js';
import { IndependentRowsSolver } from '../solvers/active-set/independent-rows-solver.js';
import { isScaleFree } from '../certificate/domain.js';
import { WitnessCheck } from '../certificate/bounds/witness-check.js';
import { decide, together } from './verdict.js';
import type { Decider } from './chunk-decider.js';
import type { Classifier } from '../input/classifier.js';
import { HighsSolver, type LocateFile, type ProgramParts } from '../solvers/highs-solver.js';
import { PricedRows } from '../solvers/native/priced-rows.js';
import type { RadiusSolver } from '../solvers/radius-solver.js';
import type { LabelSetResult } from '../report/verify-report.js';
import { type BoundedSystem, boundedSystem } from '../solvers/system/bounded-system.js';
import { type Equilibrated, equilibrated } from '../solvers/system/equilibrated.js';
import {
  type HomogeneousSystem,
  homogeneousSystem,
  sparseSide,
} from '../solvers/system/homogeneous-system.js';
import { RankedRows } from '../solvers/system/ranked-rows.js';
import { SignRows } from '../solvers/system/sign-rows.js';

/** Decides here, in this thread, one label set at a time. */
export class LocalDecider implements Decider {
  readonly chunkSize = 1;
  readonly chunksAtOnce = 1;

  constructor(private readonly solvers: Solvers) {}

  async decide([labels]: readonly Int32Array[]): Promise<LabelSetResult[]> {
    return [await this.solvers.decide(labels)];
  }

  dispose(): void {
    this.solvers.dispose();
  }
}

/** What is asked of each label set. */
export interface Question {
  readonly mode: 'verdict' | 'radius';
  /** In mode 'radius': how far from each other the bounds of a radius may end, relative to the upper one. */
  readonly gap: number;
  /** See `decide`. */
  readonly eps: number | null;
  /** Milliseconds for one label set. */
  readonly timeLimit: number;
}

/** A solver that knows which rows decided the set before. */
type QuickSolver = RadiusSolver & { decisiveRows(): Int32Array };

/** The solvers of a run: the quick one where it serves, and the linear program where it does not. */
export class Solvers {
  private readonly check: WitnessCheck;
  private readonly units: Equilibrated | null;
  private readonly quick: QuickSolver | null;
  private readonly program: ProgramParts;
  private linearProgram: HighsSolver | null = null;

  constructor(
    private readonly classifier: Classifier,
    private readonly question: Question,
    private readonly locateFile?: LocateFile,
  ) {
    this.check = new WitnessCheck(classifier);
    // Verdicts do not hang on units; radii do.
    this.units = question.mode === 'verdict' && question.eps === null ? equilibrated(classifier) : null;
    const solved = this.units?.classifier ?? classifier;
    const bounded = boundedSystem(solved);
    // Where verdicts hang on how large features may be, only the range itself tells.
    const homogeneous = bounded === null || isScaleFree(solved) ? homogeneousSystem(solved) : null;
    const { quick, program } = solversOf(solved, question, bounded, homogeneous);
    this.quick =
      quick ??
      (question.mode === 'verdict' && question.eps === null ? IndependentRowsSolver.create(solved) : null);
    this.program = program;
  }

  async decide(labels: Int32Array): Promise<LabelSetResult> {
    const deadline = performance.now() + this.question.timeLimit;
    const quick = this.quick && this.ask(this.quick, labels, deadline);
    if (quick && this.isFinal(quick, deadline)) return quick;
    this.linearProgram ??= await HighsSolver.create(this.program, this.locateFile);
    // The rows that hold the widest margin are most of those that hold the radius.
    if (this.quick) this.linearProgram.startAlsoFrom = this.quick.decisiveRows();
    const exact = this.ask(this.linearProgram, labels, deadline);
    return quick ? together(quick, exact, this.question.eps) : exact;
  }

  private ask(solver: RadiusSolver, labels: Int32Array, deadline: number): LabelSetResult {
    const lowerBound = (witness: Float64Array) => this.check.lowerBound(labels, witness);
    const asked = this.units === null ? solver : inUnits(solver, this.units);
    const started = performance.now();
    try {
      return decide(this.classifier, labels, asked, this.question.eps, deadline, lowerBound);
    } catch (error) {
      // What goes wrong with one set does not cost the others.
      const failure = `The solver failed: ${error instanceof Error ? error.message : String(error)}`;
      const radius = { lower: -Infinity, upper: Infinity };
      const milliseconds = performance.now() - started;
      return { labels, verdict: 'undecided', method: 'none', radius, failure, milliseconds };
    }
  }

  private isFinal({ verdict, radius }: LabelSetResult, deadline: number): boolean {
    if (performance.now() > deadline) return true;
    if (this.question.mode === 'verdict') return verdict !== 'undecided';
    // Where e can be scaled, e = 0 shows that the radius is no less than 0: multipliers alone settle it then.
    if (verdict === 'unargmaxable' && radius.lower === 0) return true;
    if (radius.lower === Infinity) return true;
    return (
      radius.upper < Infinity && radius.upper - radius.lower <= this.question.gap * Math.abs(radius.upper)
    );
  }

  dispose(): void {
    this.quick?.dispose();
    this.linearProgram?.dispose();
  }
}

/** What a solver finds in units of its own, as candidates of the classifier itself. */
function inUnits(solver: RadiusSolver, { features, multipliers }: Equilibrated): Pick<RadiusSolver, 'solve'> {
  return {
    solve: (labels, deadline) => {
      const found = solver.solve(labels, deadline);
      return {
        ...found,
        witness: found.witness && features(found.witness),
        multipliers: found.multipliers && multipliers(found.multipliers),
      };
    },
  };
}

function solversOf(
  classifier: Classifier,
  { mode, gap, eps }: Question,
  bounded: BoundedSystem | null,
  homogeneous: HomogeneousSystem | null,
): { quick: QuickSolver | null; program: ProgramParts } {
  if (bounded === null) return liftedSolvers(classifier, homogeneous!);
  const { system } = bounded;
  const priced = classifier.ranked && homogeneous === null ? null : PricedRows.create(system.matrix);
  const rows = classifier.ranked
    ? new RankedRows(system, classifier.numFeatures)
    : new SignRows(system, priced);
  const program = { lower: system.lower!, upper: system.upper!, rows, sides: [], features: system.features };
  // Solvers share the float32 rows where they are the same ones.
  const shared =
    homogeneous?.system.matrix.values === system.matrix.values ? (priced ?? undefined) : undefined;
  const verdicts = homogeneous && ActiveSetSolver.create(classifier, homogeneous, shared);
  if (homogeneous !== null && verdicts === null) return { quick: null, program };
  if (mode === 'verdict' && eps === null && verdicts !== null) return { quick: verdicts, program };
  const goal: Goal = mode === 'radius' ? { kind: 'radius', gap } : { kind: 'reach', radius: eps ?? 0 };
  return { quick: ChebyshevSolver.create(bounded, rows, verdicts, goal), program };
}

/**
 * No radius is asked for: the same homogeneous question, for points of length about 1 where a linear program
 * needs bounds.
 */
function liftedSolvers(
  classifier: Classifier,
  homogeneous: HomogeneousSystem,
): { quick: QuickSolver | null; program: ProgramParts } {
  const { system, positive, sides } = homogeneous;
  const priced = PricedRows.create(system.matrix);
  const program = {
    lower: Float64Array.from({ length: system.width }, (_, j) => Math.max(-1, system.lower?.[j] ?? -1)),
    upper: Float64Array.from({ length: system.width }, (_, j) => Math.min(1, system.upper?.[j] ?? 1)),
    rows: new SignRows(system, priced, positive, classifier.ranked),
    sides: sides.map((side) => sparseSide(homogeneous, side)),
    features: system.features,
  };
  return { quick: priced && ActiveSetSolver.create(classifier, homogeneous, priced), program };
}
