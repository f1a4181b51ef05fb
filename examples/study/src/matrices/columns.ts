import { seededRandom } from '@argmaxable/core';
import { Matrix, QrDecomposition } from 'ml-matrix';

/** A matrix, row by row: of a classifier, row i belongs to label i. */
export type Rows = readonly (readonly number[])[];

/** Columns of two matrices beside each other. */
export const beside = (left: Rows, right: Rows): Rows => left.map((row, i) => [...row, ...right[i]]);

/** A matrix of independent normal numbers with the standard deviation `deviation`. */
export function gaussian(rows: number, columns: number, seed: string, deviation = 1): Rows {
  const random = seededRandom(seed);
  return Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => deviation * random.normal()),
  );
}

/**
 * The columns `sqrt(1/n), sqrt(2/n) cos f t_i, sqrt(2/n) sin f t_i` for each frequency f, at the angle t_i of
 * label i. With the frequencies 1 to k and `t_i = 2 pi i / n` this is W_DFT of arXiv 2310.10443.
 */
export function trigonometric(angles: readonly number[], frequencies: readonly number[]): Rows {
  const n = angles.length;
  return angles.map((t) => [
    Math.sqrt(1 / n),
    ...frequencies.flatMap((f) => [Math.sqrt(2 / n) * Math.cos(f * t), Math.sqrt(2 / n) * Math.sin(f * t)]),
  ]);
}

/** The angles 2 pi i / n, label `order[j]` at place j. */
export function evenAngles(n: number, order?: ArrayLike<number>): number[] {
  const angles = new Array<number>(n);
  for (let place = 0; place < n; place++) angles[order?.[place] ?? place] = (2 * Math.PI * place) / n;
  return angles;
}

/** 1 to k. */
export const lowest = (k: number): number[] => Array.from({ length: k }, (_, i) => i + 1);

/**
 * Orthonormal columns that span what the columns of `rows` do: the label sets in reach are the same.
 *
 * @throws Error for columns that are not independent in float64.
 */
export function orthonormal(rows: Rows): Rows {
  const qr = new QrDecomposition(new Matrix(rows.map((row) => [...row])));
  const sizes = qr.upperTriangularMatrix.diagonal().map(Math.abs);
  if (!(Math.min(...sizes) > 1e-12 * Math.max(...sizes))) {
    throw new Error(`The ${rows[0].length} columns are not independent in float64.`);
  }
  return qr.orthogonalMatrix.to2DArray();
}

/** Orthonormal columns that span what of `columns` is orthogonal to the orthonormal columns of `basis`. */
export function orthogonalTo(basis: Rows, columns: Rows): Rows {
  const [b, c] = [basis, columns].map((rows) => new Matrix(rows.map((row) => [...row])));
  // Twice: rounding leaves a part of the first result in the basis' span.
  let rest = c;
  for (let pass = 0; pass < 2; pass++) rest = Matrix.sub(rest, b.mmul(b.transpose().mmul(rest)));
  return orthonormal(rest.to2DArray());
}
