/** Rows of numbers in float64. Do not write into them. */
export interface RowMatrix {
  readonly numRows: number;
  readonly width: number;
  /** Row by row, [numRows * width]. */
  readonly values: Float64Array;
}

/** A view of a row. */
export function rowOf({ values, width }: RowMatrix, i: number): Float64Array {
  return values.subarray(i * width, (i + 1) * width);
}

/** The rows with further columns on their right, each given by its values. */
export function withColumns(
  { numRows, width, values }: RowMatrix,
  columns: readonly ArrayLike<number>[],
  moreRows: readonly ArrayLike<number>[] = [],
): RowMatrix {
  const wider = width + columns.length;
  const extended = new Float64Array((numRows + moreRows.length) * wider);
  for (let i = 0; i < numRows; i++) {
    extended.set(values.subarray(i * width, (i + 1) * width), i * wider);
    columns.forEach((column, c) => (extended[i * wider + width + c] = column[i]));
  }
  moreRows.forEach((row, r) => extended.set(row, (numRows + r) * wider));
  return { numRows: numRows + moreRows.length, width: wider, values: extended };
}
