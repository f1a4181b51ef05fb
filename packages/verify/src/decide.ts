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
): LabelSetResult {
  const started = performance.now();
  const { witness, multipliers, failure } = solver.solve(labels, deadline);
  const lower = witness ? witnessLowerBound(classifier, labels, witness) : -Infinity;
  const upper = multipliers ? multipliersUpperBound(classifier, labels, multipliers) : Infinity;
  const proof =
    lower > 0
      ? ({ verdict: 'argmaxable', method: 'witness' } as const)
      : upper < eps
        ? ({ verdict: 'unargmaxable', method: 'multipliers' } as const)
        : ({ verdict: 'undecided', method: 'none' } as const);
  return {
    labels,
    ...proof,
    radius: { lower, upper },
    ...(witness ? { witness } : {}),
    ...(multipliers ? { multipliers } : {}),
    ...(failure === undefined ? {} : { failure }),
    milliseconds: performance.now() - started,
  };
}
