import { Matrix, QR, SVD } from 'ml-matrix';

/**
 * Rank of a matrix in float64: singular values above the largest times max(rows, columns) times 2^-52 count, as in NumPy.
 *
 * @param values Row by row, [rows * columns].
 */
export function rankOf(values: Float64Array, rows: number, columns: number): number {
  const matrix = Matrix.from1DArray(rows, columns, values);
  // The triangle of a QR factorisation has the same singular values, and the decomposition is of the shorter side only.
  const tall = rows >= columns ? matrix : matrix.transpose();
  const triangle = new QR(tall).upperTriangularMatrix;
  const { diagonal } = new SVD(triangle, {
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  const smallest = Math.max(...diagonal) * Math.max(rows, columns) * 2 ** -52;
  return diagonal.filter((value) => value > smallest).length;
}
