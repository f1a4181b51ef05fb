import { provedBounds } from '../certificate/bounds/multipliers-bound.js';
import { nothingProved, type ProvedBounds, resolution } from '../certificate/bounds/proved-bounds.js';
import { type Multipliers, withoutRepeats, withoutRounding } from '../certificate/multipliers.js';
import type { Classifier } from '../input/classifier.js';
import type { Candidates, RadiusSolver } from '../solvers/radius-solver.js';
import type { LabelSetResult } from '../report/result.js';

/*
 * Here a verdict is decided. Solvers only make proposals: a witness, which is a feature vector at which the
 * label set should be predicted, and multipliers, which should show that there is no such vector.
 * `certificate/` computes from the witness a lower and from the multipliers an upper bound on the radius,
 * rounding included; it does not use how they were found. `verdictOf` derives the verdict from these two
 * bounds, here and nowhere else. `SetDecider` chooses the solvers, and `decideLabelSets` goes through the
 * label sets of a run.
 */

/**
 * The verdict that follows from proved bounds on a radius.
 *
 * @param lower A lower bound on the radius. If a set has no pair or row that limits it, every e is a witness,
 *   and the radius is infinite.
 * @param above What multipliers prove; `nothingProved` if there are none.
 * @param eps eps of arXiv 2310.10443, Definition 3: a set is argmaxable if its radius is at least eps. If it
 *   is null, a set is argmaxable if it has a radius above 0; a radius that the solvers cannot tell from 0
 *   counts as 0, see `ProvedBounds.share`.
 */
export function verdictOf(
  lower: number,
  above: ProvedBounds,
  eps: number | null,
): Pick<LabelSetResult, 'verdict' | 'method'> {
  if (lower > 0 && lower >= (eps ?? 0)) return { verdict: 'argmaxable', method: 'witness' };
  if (isBelow(above, eps)) return { verdict: 'unargmaxable', method: 'multipliers' };
  return { verdict: 'undecided', method: 'none' };
}

function isBelow({ radius, share }: ProvedBounds, eps: number | null): boolean {
  return eps === null ? share < resolution : radius < eps;
}

/** Asks a solver about one label set, checks the candidates that it finds, and returns what they prove. */
export function askSolver(
  classifier: Classifier,
  labels: Int32Array,
  solver: Pick<RadiusSolver, 'solve'>,
  eps: number | null,
  deadline: number,
  lowerBound: (witness: Float64Array) => number,
): LabelSetResult {
  const started = performance.now();
  const { witness, multipliers, failure }: Candidates = solver.solve(labels, deadline);
  const lower = witness ? lowerBound(witness) : -Infinity;
  const above = upperBound(classifier, labels, multipliers, eps);
  return {
    labels,
    ...verdictOf(lower, above.bounds, eps),
    ...shown({ lower, witness }, { upper: above.bounds.radius, multipliers: above.kept }),
    ...(failure === undefined ? {} : { failure }),
    milliseconds: performance.now() - started,
  };
}

/**
 * What multipliers prove, as they are or, if that is not enough, without those that are only rounding errors.
 */
function upperBound(
  classifier: Classifier,
  labels: Int32Array,
  found: Multipliers | null,
  eps: number | null,
): { bounds: ProvedBounds; kept: Multipliers | null } {
  if (found === null) return { bounds: nothingProved, kept: null };
  const multipliers = withoutRepeats(found);
  const bounds = provedBounds(classifier, labels, multipliers);
  if (isBelow(bounds, eps)) return { bounds, kept: multipliers };
  const cleared = withoutRounding(classifier, multipliers);
  const better = provedBounds(classifier, labels, cleared);
  return better.share < bounds.share || better.radius < bounds.radius
    ? { bounds: better, kept: cleared }
    : { bounds, kept: multipliers };
}

/** Joins what two solvers proved about one label set; the failure is that of the second. */
export function joinedResult(
  first: LabelSetResult,
  second: LabelSetResult,
  eps: number | null,
): LabelSetResult {
  const below = first.radius.lower > second.radius.lower ? first : second;
  const isOut = ({ verdict }: LabelSetResult) => verdict === 'unargmaxable';
  const isFirstLower = first.radius.upper < second.radius.upper;
  // Without eps, a bound on the radius alone does not show what it proves.
  const above =
    isOut(first) === isOut(second) ? (isFirstLower ? first : second) : isOut(first) ? first : second;
  const { lower } = below.radius;
  const { upper } = above.radius;
  const share = isOut(above) ? -Infinity : Infinity;
  return {
    labels: second.labels,
    ...verdictOf(lower, { radius: upper, share }, eps),
    ...shown({ lower, witness: below.witness }, { upper, multipliers: above.multipliers }),
    ...(second.failure === undefined ? {} : { failure: second.failure }),
    milliseconds: first.milliseconds + second.milliseconds,
  };
}

/**
 * The bounds and their proofs. If there is no radius, the value from multipliers is not a bound on a radius,
 * and can be below the value from a point: then only the one that decides is kept.
 */
function shown(
  { lower, witness }: { lower: number; witness?: Float64Array | null | undefined },
  { upper, multipliers }: { upper: number; multipliers?: Multipliers | null | undefined },
): Pick<LabelSetResult, 'radius' | 'witness' | 'multipliers'> {
  const isAtOdds = lower > upper;
  const below = isAtOdds && lower <= 0 ? { lower: -Infinity } : { lower, ...(witness ? { witness } : {}) };
  const above =
    isAtOdds && lower > 0 ? { upper: Infinity } : { upper, ...(multipliers ? { multipliers } : {}) };
  const { lower: least, ...ofWitness } = below;
  const { upper: most, ...ofMultipliers } = above;
  return { radius: { lower: least, upper: most }, ...ofWitness, ...ofMultipliers };
}
