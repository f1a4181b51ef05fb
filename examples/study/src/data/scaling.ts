import { SparseRows } from '@argmaxable/data';

/** Brings features of the same columns to the scale. */
export type Scale = (features: SparseRows) => SparseRows;

/**
 * One scale for the features of all files, so that rates mean the same. Dense features, of which most are not
 * 0, get mean 0 and deviation 1 each over the rows `train`. Sparse ones stay sparse: they are multiplied by
 * one number, so that the squares of a row of `train` add up to the number of features on average, as those
 * of dense rows do.
 */
export function scaling(features: SparseRows, train: readonly number[]): Scale {
  const rows = train.map((row) => valuesOf(features, row));
  const stored = rows.reduce((sum, { length }) => sum + length, 0);
  return stored > (features.width * rows.length) / 2
    ? standardising(rows, features.width)
    : timesOne(rows, features.width);
}

/** The values of a row that are not 0, with their columns. */
function valuesOf({ indptr, indices, values }: SparseRows, row: number): { column: number; value: number }[] {
  const [from, to] = [indptr[row], indptr[row + 1]];
  return Array.from(values.subarray(from, to), (value, i) => ({ column: indices[from + i], value }));
}

type Rows = readonly ReturnType<typeof valuesOf>[];

function timesOne(train: Rows, width: number): Scale {
  const squares = train.flat().reduce((sum, { value }) => sum + value * value, 0) / train.length;
  const factor = squares === 0 ? 1 : Math.sqrt(width / squares);
  return ({ indptr, indices, values }) =>
    new SparseRows(width, indptr, indices, values.map((value) => factor * value)); // prettier-ignore
}

function standardising(train: Rows, width: number): Scale {
  const [sums, squares] = [new Float64Array(width), new Float64Array(width)];
  for (const { column, value } of train.flat()) sums[column] += value;
  const means = sums.map((sum) => sum / train.length);
  for (const row of train) {
    denseOf(row, width).forEach((value, column) => (squares[column] += (value - means[column]) ** 2));
  }
  // A feature that is the same in all rows stays 0.
  const factors = squares.map((sum) => (sum === 0 ? 0 : 1 / Math.sqrt(sum / train.length)));
  return (features) => {
    const all = Array.from({ length: features.size }, (_, row) =>
      denseOf(valuesOf(features, row), width).map((value, j) => factors[j] * (value - means[j])),
    );
    return new SparseRows(
      width,
      Int32Array.from({ length: features.size + 1 }, (_, row) => row * width),
      Int32Array.from({ length: features.size * width }, (_, i) => i % width),
      Float32Array.from(all.flatMap((row) => [...row])),
    );
  };
}

function denseOf(row: Rows[number], width: number): Float64Array {
  const dense = new Float64Array(width);
  for (const { column, value } of row) dense[column] = value;
  return dense;
}
