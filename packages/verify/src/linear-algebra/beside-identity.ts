/** Rows of a square matrix, each followed by one of the identity: where Gauss-Jordan elimination starts. */
export function besideIdentity(matrix: Float64Array, size: number): Float64Array[] {
  return Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(2 * size);
    row.set(matrix.subarray(i * size, (i + 1) * size));
    row[size + i] = 1;
    return row;
  });
}
