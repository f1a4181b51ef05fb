import { WitnessCheck } from '../certificate/bounds/witness-check.js';
import type { Classifier } from '../input/classifier.js';
import { measureOf } from '../input/domain.js';
import type { Question } from '../input/question.js';
import type { LabelSetResult } from '../report/result.js';
import { chooseSolvers, type QuickSolver } from '../solvers/choose-solvers.js';
import { HighsSolver, type LocateFile, type ProgramParts } from '../solvers/highs-solver.js';
import { Preimages } from '../solvers/preimages.js';
import type { RadiusSolver } from '../solvers/radius-solver.js';
import { type Equilibrated, equilibrated } from '../solvers/system/equilibrated.js';
import { askSolver, joinedResult } from './verdict.js';

/**
 * Decides label sets one after the other, for one classifier and one question. It asks the quick solver, if
 * there is one, and the linear program about sets that the quick solver did not decide. A set that both leave
 * undecided it asks in another way: for the widest ball, and about the matrix alone where every feature
 * vector of the matrix comes out of the projection. `verdict.ts` computes what they proved.
 */
export class SetDecider {
  private readonly check: WitnessCheck;
  private readonly units: Equilibrated | null;
  private readonly quick: QuickSolver | null;
  private readonly program: ProgramParts;
  private linearProgram: HighsSolver | null = null;
  /** Made when it is needed; null where there is none. */
  private second: SecondWay | null | undefined;

  constructor(
    private readonly classifier: Classifier,
    private readonly question: Question,
    private readonly locateFile?: LocateFile,
  ) {
    this.check = new WitnessCheck(classifier);
    // Verdicts do not depend on units; radii do.
    this.units = question.mode === 'verdict' && question.eps === null ? equilibrated(classifier) : null;
    const { quick, program } = chooseSolvers(this.units?.classifier ?? classifier, question);
    this.quick = quick;
    this.program = program;
  }

  async decide(labels: Int32Array): Promise<LabelSetResult> {
    const deadline = performance.now() + this.question.timeLimit;
    const quick = this.quick && this.ask(this.quick, labels, deadline);
    if (quick && this.isFinal(quick, deadline)) return quick;
    this.linearProgram ??= await HighsSolver.create(this.program, this.locateFile);
    // Most of the rows that determine the widest margin also determine the radius.
    if (this.quick) this.linearProgram.startAlsoFrom = this.quick.decisiveRows();
    const exact = this.ask(this.linearProgram, labels, deadline);
    const joined = quick ? joinedResult(quick, exact, this.question.eps) : exact;
    return joined.verdict === 'undecided' && performance.now() < deadline
      ? this.askOtherwise(joined, labels, deadline)
      : joined;
  }

  private async askOtherwise(
    undecided: LabelSetResult,
    labels: Int32Array,
    deadline: number,
  ): Promise<LabelSetResult> {
    if (this.second === undefined) this.second = this.secondWay();
    if (this.second === null) return undecided;
    const { decider, preimages } = this.second;
    const found = await decider.decide(labels);
    if (preimages === null) return joinedResult(undecided, found, this.question.eps);
    const { witness } = found;
    if (!witness) return undecided;
    const carried = { solve: () => ({ witness: preimages.of(witness), multipliers: null }) };
    return joinedResult(undecided, this.askAsIs(carried, labels, deadline), this.question.eps);
  }

  /** Null where there is none: no radius to ask for, or it was asked for already. */
  private secondWay(): SecondWay | null {
    const preimages = Preimages.of(this.classifier);
    const classifier = preimages?.matrixAlone ?? this.classifier;
    const mode = measureOf(classifier) === 'relative' ? 'verdict' : 'radius';
    if (preimages === null && mode === this.question.mode) return null;
    // The center of the widest ball is furthest from the rounding of the check, and of the way back.
    const question = { ...this.question, mode, gap: 0.5, eps: null } as const;
    return { preimages, decider: new SetDecider(classifier, question, this.locateFile) };
  }

  private ask(solver: RadiusSolver, labels: Int32Array, deadline: number): LabelSetResult {
    return this.askAsIs(this.units === null ? solver : inUnits(solver, this.units), labels, deadline);
  }

  private askAsIs(asked: Pick<RadiusSolver, 'solve'>, labels: Int32Array, deadline: number): LabelSetResult {
    const lowerBound = (witness: Float64Array) => this.check.lowerBound(labels, witness);
    const started = performance.now();
    try {
      return askSolver(this.classifier, labels, asked, this.question.eps, deadline, lowerBound);
    } catch (error) {
      // An error at one set does not affect the others.
      const failure = `The solver failed: ${error instanceof Error ? error.message : String(error)}`;
      const radius = { lower: -Infinity, upper: Infinity };
      const milliseconds = performance.now() - started;
      return { labels, verdict: 'undecided', method: 'none', radius, failure, milliseconds };
    }
  }

  private isFinal({ verdict, radius }: LabelSetResult, deadline: number): boolean {
    if (performance.now() > deadline) return true;
    if (this.question.mode === 'verdict') return verdict !== 'undecided';
    // If e can be scaled, e = 0 shows that the radius is at least 0: multipliers alone then decide the
    // radius.
    if (verdict === 'unargmaxable' && radius.lower === 0) return true;
    if (radius.lower === Infinity) return true;
    return (
      radius.upper < Infinity && radius.upper - radius.lower <= this.question.gap * Math.abs(radius.upper)
    );
  }

  dispose(): void {
    this.quick?.dispose();
    this.linearProgram?.dispose();
    this.second?.decider.dispose();
  }
}

/** Another question whose answer is one to the first. */
interface SecondWay {
  readonly decider: SetDecider;
  /** Carries witnesses of the matrix alone back; null where the question is about the same classifier. */
  readonly preimages: Preimages | null;
}

/** What a solver finds in its own units, as candidates of the classifier itself. */
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
