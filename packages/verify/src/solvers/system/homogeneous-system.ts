import { greatestOf, hypotOf } from '../../linear-algebra/long-arrays.js';
import { isScaleFree } from '../../input/domain.js';
import { type Classifier, inputsOf } from '../../input/classifier.js';
import type { Sparse } from '../highs-solver.js';
import { projected } from './projected.js';
import { type RowMatrix, rowOf, withColumns } from './row-matrix.js';
import { System } from './system.js';

/** A side of the range that is not a bound of a coordinate: `height * t - v_j >= 0`. */
interface Side {
  readonly feature: number;
  readonly height: number;
}

/** A side as a row of unit length, `row . u >= 0`, given by its entries that are not 0. */
export function sparseSide({ scale }: Pick<HomogeneousSystem, 'scale'>, { feature, height }: Side): Sparse {
  const length = Math.hypot(height, 1);
  return { indices: [feature, scale], values: [-1 / length, height / length] };
}

/** The same with all its entries. */
export function sideRow(homogeneous: Pick<HomogeneousSystem, 'system' | 'scale'>, side: Side): Float64Array {
  const { indices, values } = sparseSide(homogeneous, side);
  const row = new Float64Array(homogeneous.system.width);
  indices.forEach((index, k) => (row[index] = values[k]));
  return row;
}

/**
 * A system whose points can be scaled by any factor above 0, so that only the direction of a point matters.
 */
export interface HomogeneousSystem {
  readonly system: System;
  /** The row `t > 0`, which is active in every label set; -1 if there is none. */
  readonly positive: number;
  /** The index of t in u; -1 if there is none. */
  readonly scale: number;
  readonly sides: readonly Side[];
}

/**
 * The question about a verdict, in homogeneous form.
 *
 * If scores are 0 at e = 0, u is e, in the cone that the range spans there. If not, `e = s + v / t` for u =
 * (v, t), t > 0: scores have the sign of `a_i . v + (a_i . s + c_i) t`. s is a corner of the range, so that a
 * bound on one side becomes v_j >= 0; if the other side is bounded too, it is an additional row. In a ranking
 * a set comes first if some score t' separates it from the others: t' is an additional feature without
 * bounds, with the same weight in every row.
 */
export function homogeneousSystem(classifier: Classifier): HomogeneousSystem {
  return isScaleFree(classifier) ? coneSystem(classifier) : liftedSystem(classifier);
}

function coneSystem(classifier: Classifier): HomogeneousSystem {
  const { numFeatures, projection, range } = classifier;
  const inputs = inputsOf(classifier);
  const plain = matrixOf(classifier);
  const matrix = classifier.ranked ? withThreshold(plain) : plain;
  const width = inputs + (classifier.ranked ? 1 : 0);
  const map = projection && blockMap(projection.kernel, numFeatures, inputs, matrix.width - numFeatures);
  const lower = widened(range.lower, width, (end) => (end === 0 ? 0 : -Infinity), -Infinity);
  const upper = widened(range.upper, width, (end) => (end === 0 ? 0 : Infinity), Infinity);
  const features = (u: Float64Array): Float64Array | null => scaledInto(u.subarray(0, inputs), range);
  const system = new System({ matrix, map, shift: null, ...boundsOrNull(lower, upper), width, features });
  return { system, positive: -1, scale: -1, sides: [] };
}

/**
 * The longest multiple of e within the range and within |e_j| <= 1, or within bounds that are wider than
 * this.
 */
function scaledInto(e: Float64Array, { lower, upper }: Classifier['range']): Float64Array {
  const isBounded = lower.every(Number.isFinite) && upper.every(Number.isFinite);
  const limit = (end: number): number => (isBounded ? Math.abs(end) : Math.min(1, Math.abs(end)));
  let factor = Infinity;
  for (let j = 0; j < e.length; j++) {
    if (e[j] !== 0) factor = Math.min(factor, limit(e[j] > 0 ? upper[j] : lower[j]) / Math.abs(e[j]));
  }
  if (factor === Infinity) return e.slice();
  return e.map((value, j) => Math.min(upper[j], Math.max(lower[j], value * factor)));
}

function liftedSystem(classifier: Classifier): HomogeneousSystem {
  const { numLabels, numFeatures, weights, bias, projection, range, ranked } = classifier;
  const inputs = inputsOf(classifier);
  const corner = Float64Array.from({ length: inputs }, (_, j) =>
    Number.isFinite(range.lower[j]) ? range.lower[j] : Number.isFinite(range.upper[j]) ? range.upper[j] : 0,
  );
  // x at the corner; with a projection it is a column of the map, without one it is part of each row's
  // constant.
  const atCorner = projection === null ? corner : projected(projection, corner);
  const constants = new Float64Array(numLabels);
  let offsets = 0;
  let lengths = 0;
  for (let i = 0; i < numLabels; i++) {
    let score = bias === null ? 0 : bias[i];
    let squares = 0;
    for (let k = 0, at = i * numFeatures; k < numFeatures; k++, at++) {
      score += weights[at] * atCorner[k];
      squares += weights[at] * weights[at];
    }
    constants[i] = projection === null ? score : bias === null ? 0 : bias[i];
    offsets += Math.abs(score);
    lengths += Math.sqrt(squares);
  }
  // t has a unit in which constants are about as large as rows.
  const unit = offsets > 0 && lengths > 0 ? lengths / offsets : 1;
  const threshold = ranked ? [new Float64Array(numLabels).fill(-(lengths / numLabels || 1))] : [];
  const positiveRow = new Float64Array(numFeatures + 1 + threshold.length);
  positiveRow[numFeatures] = 1;
  const matrix = withColumns(
    matrixOf(classifier),
    [constants.map((value) => value * unit), ...threshold],
    [positiveRow],
  );
  const width = inputs + 1 + threshold.length;
  const map = projection && blockMap(projection.kernel, numFeatures, inputs, 1 + threshold.length);
  if (map) for (let k = 0; k < numFeatures; k++) map[k * width + inputs] = atCorner[k] * unit;

  const lower = new Float64Array(width).fill(-Infinity);
  const upper = new Float64Array(width).fill(Infinity);
  lower[inputs] = 0;
  const sides: Side[] = [];
  for (let j = 0; j < inputs; j++) {
    const [low, high] = [range.lower[j], range.upper[j]];
    if (low === high) lower[j] = upper[j] = 0;
    else if (Number.isFinite(low)) lower[j] = 0;
    else if (Number.isFinite(high)) upper[j] = 0;
    if (Number.isFinite(low) && Number.isFinite(high) && low < high) {
      sides.push({ feature: j, height: (high - low) * unit });
    }
  }
  const features = (u: Float64Array): Float64Array | null => {
    const t = u[inputs] * unit;
    if (!(t > 0)) return null;
    return corner.map((value, j) => Math.min(range.upper[j], Math.max(range.lower[j], value + u[j] / t)));
  };
  const system = new System({ matrix, map, shift: null, lower, upper, width, features });
  return { system, positive: numLabels, scale: inputs, sides };
}

function matrixOf({ numLabels, numFeatures, weights }: Classifier): RowMatrix {
  return { numRows: numLabels, width: numFeatures, values: weights };
}

/**
 * A column -c. Any c > 0 gives the same verdicts; with the length of the longest row as c, scores and t' have
 * about the same size.
 */
function withThreshold(matrix: RowMatrix): RowMatrix {
  const longest = greatestOf(Array.from({ length: matrix.numRows }, (_, i) => hypotOf(rowOf(matrix, i))));
  return withColumns(matrix, [new Float64Array(matrix.numRows).fill(-(longest || 1))]);
}

/** P with an identity matrix of `more` rows and columns added on the diagonal, row by row. */
function blockMap(kernel: Float64Array, rows: number, inputs: number, more: number): Float64Array {
  const width = inputs + more;
  const map = new Float64Array((rows + more) * width);
  for (let k = 0; k < rows; k++) map.set(kernel.subarray(k * inputs, (k + 1) * inputs), k * width);
  for (let k = 0; k < more; k++) map[(rows + k) * width + inputs + k] = 1;
  return map;
}

function widened(ends: Float64Array, width: number, of: (end: number) => number, none: number): Float64Array {
  const result = new Float64Array(width).fill(none);
  ends.forEach((end, j) => (result[j] = of(end)));
  return result;
}

/** The bounds are null if nothing is bounded: solvers are then faster. */
export function boundsOrNull(
  lower: Float64Array,
  upper: Float64Array,
): { lower: Float64Array | null; upper: Float64Array | null } {
  const isFree = lower.every((end) => end === -Infinity) && upper.every((end) => end === Infinity);
  return isFree ? { lower: null, upper: null } : { lower, upper };
}
