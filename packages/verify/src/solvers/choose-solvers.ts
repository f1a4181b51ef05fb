import { isScaleFree } from '../input/domain.js';
import type { Classifier } from '../input/classifier.js';
import type { Question } from '../input/question.js';
import { ActiveSetSolver } from './active-set/active-set-solver.js';
import { ChebyshevSolver, type Goal } from './active-set/chebyshev-solver.js';
import { IndependentRowsSolver } from './active-set/independent-rows-solver.js';
import type { ProgramParts } from './highs-solver.js';
import { PricedRows } from './native/priced-rows.js';
import type { RadiusSolver } from './radius-solver.js';
import { type BoundedSystem, boundedSystem } from './system/bounded-system.js';
import { type HomogeneousSystem, homogeneousSystem, sparseSide } from './system/homogeneous-system.js';
import { RankedRows } from './system/ranked-rows.js';
import { SignRows } from './system/sign-rows.js';

/** A solver that knows which rows decided the last set. */
export type QuickSolver = RadiusSolver & { decisiveRows(): Int32Array };

/** The solvers for a question about a classifier's label sets. */
interface ChosenSolvers {
  /** It is asked first; null if no such solver fits the question. */
  readonly quick: QuickSolver | null;
  /** The problem of the linear program, which is asked about the sets that `quick` does not decide. */
  readonly program: ProgramParts;
}

/** The solvers that fit a question: the quick one depends on the bounds of features and on the question. */
export function chooseSolvers(classifier: Classifier, question: Question): ChosenSolvers {
  const bounded = boundedSystem(classifier);
  // If verdicts depend on how large features may be, the range itself must be used.
  const homogeneous = bounded === null || isScaleFree(classifier) ? homogeneousSystem(classifier) : null;
  const { quick, program } = solversOf(classifier, question, bounded, homogeneous);
  const needsVerdict = question.mode === 'verdict' && question.eps === null;
  return { quick: quick ?? (needsVerdict ? IndependentRowsSolver.create(classifier) : null), program };
}

function solversOf(
  classifier: Classifier,
  { mode, gap, eps }: Question,
  bounded: BoundedSystem | null,
  homogeneous: HomogeneousSystem | null,
): ChosenSolvers {
  if (bounded === null) return liftedSolvers(classifier, homogeneous!);
  const { system } = bounded;
  const priced = classifier.ranked && homogeneous === null ? null : PricedRows.create(system.matrix);
  const rows = classifier.ranked
    ? new RankedRows(system, classifier.numFeatures)
    : new SignRows(system, priced);
  const program = { lower: system.lower!, upper: system.upper!, rows, sides: [], features: system.features };
  // Solvers share the float32 rows if they are the same.
  const shared =
    homogeneous?.system.matrix.values === system.matrix.values ? (priced ?? undefined) : undefined;
  const verdicts = homogeneous && ActiveSetSolver.create(classifier, homogeneous, shared);
  if (homogeneous !== null && verdicts === null) return { quick: null, program };
  if (mode === 'verdict' && eps === null && verdicts !== null) return { quick: verdicts, program };
  const goal: Goal = mode === 'radius' ? { kind: 'radius', gap } : { kind: 'reach', radius: eps ?? 0 };
  return { quick: ChebyshevSolver.create(bounded, rows, verdicts, goal), program };
}

/**
 * If no radius is asked for: the same homogeneous question, for points of length about 1, because a linear
 * program needs bounds.
 */
function liftedSolvers(classifier: Classifier, homogeneous: HomogeneousSystem): ChosenSolvers {
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
