import { toleranceOf } from './certificate/domain.js';
import { multipliersUpperBound } from './certificate/multipliers-bound.js';
import { type Multipliers, withoutRepeats, withoutRounding } from './certificate/multipliers.js';
import type { Classifier } from './head/classifier.js';
import type { Candidates, RadiusSolver } from './radius-solver.js';
import type { LabelSetResult } from './report.js';

/**
 * What proves a verdict. With `eps` (arXiv 2310.10443, Definition 3) a set is argmaxable if its radius is at least that; without, if it
 * has any, and a radius that the solvers cannot tell from 0 is none.
 */
export interface Standard {
  readonly eps: number | null;
  /** See `toleranceOf`. */
  readonly tolerance: number;
}

export function standardOf(classifier: Classifier, eps: number | null): Standard {
  return { eps, tolerance: toleranceOf(classifier) };
}

/** Asks the solver for certificates of one label set, checks them, and says what they prove. */
export function decide(
  classifier: Classifier,
  labels: Int32Array,
  solver: RadiusSolver,
  standard: Standard,
  deadline: number,
  lowerBound: (witness: Float64Array) => number,
): LabelSetResult {
  const started = performance.now();
  const { witness, multipliers, failure }: Candidates = solver.solve(labels, deadline);
  const lower = witness ? lowerBound(witness) : -Infinity;
  const { upper, kept } = upperBound(classifier, labels, multipliers, standard);
  return {
    labels,
    ...proof(lower, upper, standard),
    radius: { lower, upper },
    ...(witness ? { witness } : {}),
    ...(kept ? { multipliers: kept } : {}),
    ...(failure === undefined ? {} : { failure }),
    milliseconds: performance.now() - started,
  };
}

/** What multipliers prove, as they are or, where that is not enough, without those that are nothing but rounding. */
function upperBound(
  classifier: Classifier,
  labels: Int32Array,
  found: Multipliers | null,
  { eps, tolerance }: Standard,
): { upper: number; kept: Multipliers | null } {
  if (found === null) return { upper: Infinity, kept: null };
  const multipliers = withoutRepeats(found);
  const upper = multipliersUpperBound(classifier, labels, multipliers);
  if (upper < (eps ?? tolerance)) return { upper, kept: multipliers };
  const cleared = withoutRounding(classifier, multipliers);
  const better = multipliersUpperBound(classifier, labels, cleared);
  return better < upper ? { upper: better, kept: cleared } : { upper, kept: multipliers };
}

/** What two solvers proved of one label set, together; the failure is that of the second. */
export function together(first: LabelSetResult, second: LabelSetResult, standard: Standard): LabelSetResult {
  const below = first.radius.lower > second.radius.lower ? first : second;
  const above = first.radius.upper < second.radius.upper ? first : second;
  const { lower } = below.radius;
  const { upper } = above.radius;
  const { witness } = below;
  const { multipliers } = above;
  return {
    labels: second.labels,
    ...proof(lower, upper, standard),
    radius: { lower, upper },
    ...(witness ? { witness } : {}),
    ...(multipliers ? { multipliers } : {}),
    ...(second.failure === undefined ? {} : { failure: second.failure }),
    milliseconds: first.milliseconds + second.milliseconds,
  };
}

/** A set without a pair or a row to bound it has no multipliers, and every e for a witness: its radius is infinite. */
export function proof(lower: number, upper: number, { eps, tolerance }: Standard) {
  if (lower > 0 && lower >= (eps ?? 0)) return { verdict: 'argmaxable', method: 'witness' } as const;
  if (upper < (eps ?? tolerance)) return { verdict: 'unargmaxable', method: 'multipliers' } as const;
  return { verdict: 'undecided', method: 'none' } as const;
}
