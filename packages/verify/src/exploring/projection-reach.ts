import { type Classifier, inputsOf } from '../input/classifier.js';
import { hypotOf, leastOf } from '../linear-algebra/long-arrays.js';
import { rankThreshold, singularValues } from '../linear-algebra/rank.js';
import type { ProjectionReach } from '../report/report-data.js';
import { NearestPoint } from '../solvers/active-set/nearest-point.js';

/**
 * Whether every x comes from some e of the range: P has full row rank and, if features are bounded on one
 * side, there is some m with `P m = 0` whose entries for these features all point away from the bound. Adding
 * a large enough multiple of m to any solution of `P e = x - p` then puts it within the range.
 */
export function projectionReach(classifier: Classifier): ProjectionReach | null {
  const { projection, numFeatures: d, range } = classifier;
  if (projection === null) return null;
  const { kernel, numInputs: inputs } = projection;
  const singular = singularValues(kernel, d, inputs);
  const threshold = rankThreshold(singular, d, inputs);
  const rank = singular.filter((value) => value > threshold).length;
  const reach = { inputs, features: d, rank };
  const open = Array.from({ length: inputs }, (_, j) => openSide(range.lower[j], range.upper[j]));
  if (rank < d || open.includes(null)) return { ...reach, carries: false };
  const bounded = [...open.keys()].filter((j) => open[j] !== 0);
  if (bounded.length === 0) return { ...reach, carries: true };
  const m = positiveCombination(classifier, open as number[]);
  // The distance from m to a solution of P m = 0 is at most ||P m|| / sigma_min.
  const off = m === null ? Infinity : residualOf(classifier, m) / (leastOf(singular) - threshold);
  const least = m === null ? 0 : leastOf(bounded.map((j) => open[j]! * m[j]));
  return { ...reach, carries: 2 * off < least };
}

/** The open sides of the features: 0 for both, 1 upwards, -1 downwards; null if a feature has none. */
function openSide(lower: number, upper: number): number | null {
  if (lower === -Infinity && upper === Infinity) return 0;
  if (upper === Infinity) return 1;
  return lower === -Infinity ? -1 : null;
}

/** The m nearest to 0 with P m = 0 and entries of 1 or more towards the open side; null if there is none. */
function positiveCombination(classifier: Classifier, open: readonly number[]): Float64Array | null {
  const { projection, numFeatures: d } = classifier;
  const inputs = inputsOf(classifier);
  const problem = NearestPoint.create(inputs, 2 * d);
  if (problem === null) return null;
  problem.setBounds(
    Float64Array.from(open, (side) => (side > 0 ? 1 : -Infinity)),
    Float64Array.from(open, (side) => (side < 0 ? -1 : Infinity)),
  );
  problem.reset(Float64Array.from(open));
  for (let k = 0; k < d; k++) {
    const row = projection!.kernel.subarray(k * inputs, (k + 1) * inputs);
    const length = hypotOf(row);
    problem.add(2 * k, row, 1 / length, 0);
    problem.add(2 * k + 1, row, -1 / length, 0);
  }
  return problem.solve(1e-11, 1000 + 50 * inputs, Infinity) === 'nearest' ? problem.x : null;
}

/** An upper bound on ||P m||, rounding included. */
function residualOf({ projection, numFeatures: d }: Classifier, m: Float64Array): number {
  const { kernel, numInputs } = projection!;
  let squares = 0;
  for (let k = 0; k < d; k++) {
    let sum = 0;
    let magnitude = 0;
    for (let j = 0, at = k * numInputs; j < numInputs; j++, at++) {
      sum += kernel[at] * m[j];
      magnitude += Math.abs(kernel[at] * m[j]);
    }
    squares += (Math.abs(sum) + numInputs * 2 ** -51 * magnitude) ** 2;
  }
  return Math.sqrt(squares) * (1 + d * 2 ** -50);
}
