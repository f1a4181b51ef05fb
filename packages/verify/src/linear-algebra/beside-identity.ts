/**
 * Rows of a square matrix, each followed by a row of the identity: the start of a Gauss-Jordan elimination.
 */
export function besideIdentity(matrix: Float64Array, size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(2 * size);
    row.set(matrix.subarray(i * size, (i + 1) * size));
    row[size + i] = 1;
    return row;
  });
}
