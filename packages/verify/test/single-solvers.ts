import { ActiveSetSolver } from '../src/solvers/active-set/active-set-solver.js';
import { ChebyshevSolver } from '../src/solvers/active-set/chebyshev-solver.js';
import type { Multipliers } from '../src/certificate/multipliers.js';
import { witnessLowerBound } from '../src/certificate/bounds/witness-bound.js';
import { askSolver } from '../src/deciding/verdict.js';
import type { Classifier } from '../src/input/classifier.js';
import { HighsSolver } from '../src/solvers/highs-solver.js';
import { PricedRows } from '../src/solvers/native/priced-rows.js';
import type { RadiusSolver } from '../src/solvers/radius-solver.js';
import type { LabelSetResult } from '../src/report/result.js';
import { boundedSystem } from '../src/solvers/system/bounded-system.js';
import { homogeneousSystem } from '../src/solvers/system/homogeneous-system.js';
import { SignRows } from '../src/solvers/system/sign-rows.js';
import type { System } from '../src/solvers/system/system.js';

/** What one solver, without another to help it, proves of a label set. */
export function decideBy(solver: RadiusSolver, classifier: Classifier, labels: Int32Array): LabelSetResult {
  const lowerBound = (witness: Float64Array) => witnessLowerBound(classifier, labels, witness);
  return askSolver(classifier, labels, solver, null, Infinity, lowerBound);
}

export function activeSetSolver(classifier: Classifier): ActiveSetSolver {
  return ActiveSetSolver.create(classifier, homogeneousSystem(classifier))!;
}

/** Of classifiers that are not ranked, where features are bounded or can be scaled. */
export function linearProgram(classifier: Classifier): Promise<HighsSolver> {
  const { system } = boundedSystem(classifier)!;
  const { features } = system;
  return HighsSolver.create({
    lower: system.lower!,
    upper: system.upper!,
    rows: signRows(system),
    sides: [],
    features,
  });
}

/** Of classifiers that are not ranked, whose features can be scaled. */
export function chebyshevSolver(classifier: Classifier, gap: number): ChebyshevSolver {
  const bounded = boundedSystem(classifier)!;
  const goal = { kind: 'radius', gap } as const;
  return ChebyshevSolver.create(bounded, signRows(bounded.system), activeSetSolver(classifier), goal)!;
}

function signRows(system: System): SignRows {
  return new SignRows(system, PricedRows.create(system.matrix));
}

/** Multipliers of these rows, all 1 by default. */
export function multipliersOf(rows: readonly number[], values = rows.map(() => 1)): Multipliers {
  return { rows: Int32Array.from(rows), values: Float64Array.from(values) };
}
