import { multipliersUpperBound, witnessLowerBound } from './certificates.js';
import type { Classifier } from './classifier.js';
import type { RadiusSolver } from './radius-solver.js';
import type { LabelSetResult } from './report.js';

/** Asks the solver for certificates of one label set, checks them, and says what they prove. */
export function decide(
  classifier: Classifier,
  labels: Int32Array,
  solver: RadiusSolver,
  eps: number,
  deadline = Infinity,
  lowerBound = (witness: Float64Array) => witnessLowerBound(classifier, labels, witness),
): LabelSetResult {
  const started = performance.now();
  const { witness, multipliers, failure } = solver.solve(labels, deadline);
  const lower = witness ? lowerBound(witness) : -Infinity;
  const upper = multipliers ? multipliersUpperBound(classifier, labels, multipliers) : Infinity;
  return {
    labels,
    ...proof(lower, upper, eps),
    radius: { lower, upper },
    ...(witness ? { witness } : {}),
    ...(multipliers ? { multipliers } : {}),
    ...(failure === undefined ? {} : { failure }),
    milliseconds: performance.now() - started,
  };
}

/** What two solvers proved of one label set, together; the failure is that of the second. */
export function together(first: LabelSetResult, second: LabelSetResult, eps: number): LabelSetResult {
  const below = first.radius.lower > second.radius.lower ? first : second;
  const above = first.radius.upper < second.radius.upper ? first : second;
  const { lower } = below.radius;
  const { upper } = above.radius;
  const { witness } = below;
  const { multipliers } = above;
  return {
    labels: second.labels,
    ...proof(lower, upper, eps),
    radius: { lower, upper },
    ...(witness ? { witness } : {}),
    ...(multipliers ? { multipliers } : {}),
    ...(second.failure === undefined ? {} : { failure: second.failure }),
    milliseconds: first.milliseconds + second.milliseconds,
  };
}

function proof(lower: number, upper: number, eps: number) {
  if (lower > 0) return { verdict: 'argmaxable', method: 'witness' } as const;
  if (upper < eps) return { verdict: 'unargmaxable', method: 'multipliers' } as const;
  return { verdict: 'undecided', method: 'none' } as const;
}
