/**
 * `sum_j matrix[from + j] vector[j]`, in four sums, because in a single sum each addition would wait for the
 * one before.
 */
export function rowDot(matrix: Float64Array, from: number, vector: Float64Array): number {
  const d = vector.length;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < d; j += 4) {
    s0 += matrix[from + j] * vector[j];
    s1 += matrix[from + j + 1] * vector[j + 1];
    s2 += matrix[from + j + 2] * vector[j + 2];
    s3 += matrix[from + j + 3] * vector[j + 3];
  }
  for (; j < d; j++) s0 += matrix[from + j] * vector[j];
  return s0 + s1 + (s2 + s3);
}
