import { Matrix, QR, SVD } from 'ml-matrix';
import { greatestOf } from './long-arrays.js';

/** Singular values of a matrix in float64. `values` is row by row, [rows * columns]. */
export function singularValues(values: Float64Array, rows: number, columns: number): number[] {
  const matrix = Matrix.from1DArray(rows, columns, values);
  // The triangular matrix of a QR factorisation has the same singular values, and its decomposition has only
  // the size of the shorter side.
  const tall = rows >= columns ? matrix : matrix.transpose();
  const triangle = new QR(tall).upperTriangularMatrix;
  return new SVD(triangle, { computeLeftSingularVectors: false, computeRightSingularVectors: false })
    .diagonal;
}

/**
 * Singular values up to this count as 0: the largest one times max(rows, columns) times 2^-52, as in NumPy.
 */
export function rankThreshold(singular: readonly number[], rows: number, columns: number): number {
  return greatestOf(singular) * Math.max(rows, columns) * 2 ** -52;
}

/** Rank of a matrix in float64: how many singular values are above `rankThreshold`. */
export function rankOf(values: Float64Array, rows: number, columns: number): number {
  const singular = singularValues(values, rows, columns);
  const threshold = rankThreshold(singular, rows, columns);
  return singular.filter((value) => value > threshold).length;
}

/** An orthonormal basis of the space that the columns of a matrix span; its dimension is `rankOf`. */
export function columnBasis(values: Float64Array, rows: number, columns: number): Float64Array[] {
  const matrix = Matrix.from1DArray(rows, columns, values);
  const { diagonal, leftSingularVectors: left } = new SVD(matrix, {
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  const threshold = rankThreshold(diagonal, rows, columns);
  return diagonal.flatMap((value, j) => (value > threshold ? [Float64Array.from(left.getColumn(j))] : []));
}
