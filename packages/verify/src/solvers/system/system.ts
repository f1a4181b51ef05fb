import { rowDot } from '../../linear-algebra/dot.js';
import { type RowMatrix, rowOf } from './row-matrix.js';

/** The parts of a `System`. */
interface SystemParts {
  /** M. */
  readonly matrix: RowMatrix;
  /**
   * F, row by row, [width of M, width of u]; null if X = u, or X = u followed by the constants of `shift`.
   */
  readonly map: Float64Array | null;
  /** q, [width of M]; null for zeros. */
  readonly shift: Float64Array | null;
  /** Bounds of u; null if there are none. */
  readonly lower: Float64Array | null;
  readonly upper: Float64Array | null;
  readonly width: number;
  /** The feature vector for a point, within the classifier's range; null if the point has none. */
  readonly features: (u: Float64Array) => Float64Array | null;
}

/** Most numbers in the rows a_i that are kept after they were computed: 32 MB. */
const mostKept = 4e6;

/**
 * A classifier in the form that solvers use: scores `M_i . X` of points u within bounds, `X = F u + q`, in
 * coordinates in which every quantity is about 1. Row i is `a_i = F^T M_i` with the offset `M_i . q`; the
 * product of M and F is never formed.
 *
 * Only what the functions in `certificate/` confirm of the solvers' results is used.
 */
export class System {
  readonly matrix: RowMatrix;
  readonly width: number;
  readonly lower: Float64Array | null;
  readonly upper: Float64Array | null;
  readonly features: SystemParts['features'];
  /** ||a_i||, 0 for a row of zeros. */
  readonly norms: Float64Array;
  /** M_i . q, or null if all are 0. */
  readonly offsets: Float64Array | null;
  private readonly map: Float64Array | null;
  private readonly shift: Float64Array | null;
  private readonly kept = new Map<number, Float64Array>();

  constructor({ matrix, map, shift, lower, upper, width, features }: SystemParts) {
    this.matrix = matrix;
    this.map = map;
    this.shift = shift;
    this.lower = lower;
    this.upper = upper;
    this.width = width;
    this.features = features;
    this.norms = map === null ? plainNorms(matrix, width) : mappedNorms(matrix, map, width);
    this.offsets =
      shift &&
      Float64Array.from({ length: matrix.numRows }, (_, i) => rowDot(matrix.values, i * matrix.width, shift));
  }

  get numRows(): number {
    return this.matrix.numRows;
  }

  /** X = F u + q, the vector that the rows of M are multiplied with. */
  image(u: Float64Array): Float64Array {
    const { map, shift, width } = this;
    if (map === null && shift === null) return u;
    const image = shift === null ? new Float64Array(this.matrix.width) : shift.slice();
    if (map === null) for (let j = 0; j < width; j++) image[j] += u[j];
    else for (let k = 0; k < image.length; k++) image[k] += rowDot(map, k * width, u);
    return image;
  }

  /** a_i, [width]. Do not write into it. */
  row(i: number): Float64Array {
    const { map, width, kept, matrix } = this;
    if (map === null) return matrix.values.subarray(i * matrix.width, i * matrix.width + width);
    let row = kept.get(i);
    if (row === undefined) {
      if ((kept.size + 1) * width > mostKept) kept.clear();
      row = timesMap(rowOf(matrix, i), map, width);
      kept.set(i, row);
    }
    return row;
  }

  /** Whether the part of a row of M that u is multiplied with is all 0. */
  isEmpty(i: number): boolean {
    const { map, matrix, width } = this;
    const row = rowOf(matrix, i);
    return (map === null ? row.subarray(0, width) : row).every((value) => value === 0);
  }

  /** `a_i . u + offset` in float64. */
  score(i: number, image: Float64Array): number {
    return rowDot(this.matrix.values, i * this.matrix.width, image);
  }
}

/** `F^T v`. */
function timesMap(v: Float64Array, map: Float64Array, width: number): Float64Array {
  const result = new Float64Array(width);
  for (let k = 0, at = 0; k < v.length; k++) {
    const factor = v[k];
    if (factor === 0) at += width;
    else for (let j = 0; j < width; j++, at++) result[j] += factor * map[at];
  }
  return result;
}

function plainNorms({ values, numRows, width: columns }: RowMatrix, width: number): Float64Array {
  return Float64Array.from({ length: numRows }, (_, i) => {
    let squares = 0;
    for (let at = i * columns; at < i * columns + width; at++) squares += values[at] * values[at];
    return Math.sqrt(squares);
  });
}

/** Lengths by `||F^T v||^2 = v^T (F F^T) v`, or from the row itself if that sum cancels. */
function mappedNorms(matrix: RowMatrix, map: Float64Array, width: number): Float64Array {
  const { numRows, width: columns } = matrix;
  const gram = new Float64Array(columns * columns);
  for (let k = 0; k < columns; k++) {
    const row = map.subarray(k * width, (k + 1) * width);
    for (let l = 0; l <= k; l++) gram[k * columns + l] = gram[l * columns + k] = rowDot(map, l * width, row);
  }
  let trace = 0;
  for (let k = 0; k < columns; k++) trace += gram[k * columns + k];
  return Float64Array.from({ length: numRows }, (_, i) => {
    const v = rowOf(matrix, i);
    let square = 0;
    let squares = 0;
    for (let k = 0; k < columns; k++) {
      square += v[k] * rowDot(gram, k * columns, v);
      squares += v[k] * v[k];
    }
    if (square > 1e-6 * trace * squares) return Math.sqrt(square);
    const row = timesMap(v, map, width);
    return Math.sqrt(rowDot(row, 0, row));
  });
}
