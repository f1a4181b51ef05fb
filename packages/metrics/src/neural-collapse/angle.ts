/** A direction: a vector of unit length, or null if the vector has no direction. */
export type Direction = Float64Array | null;

/**
 * Adds vectors and scales the sum to unit length. Null if the sum is shorter than `1e-6` times the sum of
 * their lengths: features are float32, and the rest is rounding.
 */
export function directionOfSum(vectors: readonly ArrayLike<number>[]): Direction {
  const sum = sumOf(vectors);
  const lengths = vectors.reduce((total, vector) => total + norm(vector), 0);
  const length = norm(sum);
  return length === 0 || length <= 1e-6 * lengths ? null : sum.map((value) => value / length);
}

/** Returns the length of the sum of vectors. */
export function lengthOfSum(vectors: readonly ArrayLike<number>[]): number {
  return norm(sumOf(vectors));
}

/**
 * Computes the angle between unit vectors in degrees, from 0 to 180: `2 atan2(|u - v|, |u + v|)` (Kahan).
 * Unlike arccos(u . v), this formula needs no clamping and is exact for angles near 0, which full collapse
 * gives.
 */
export function angleDegrees(u: Float64Array, v: Float64Array): number {
  let [difference, sum] = [0, 0];
  for (let j = 0; j < u.length; j++) {
    difference += (u[j] - v[j]) ** 2;
    sum += (u[j] + v[j]) ** 2;
  }
  return (2 * Math.atan2(Math.sqrt(difference), Math.sqrt(sum)) * 180) / Math.PI;
}

function norm(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < vector.length; j++) sum += vector[j] ** 2;
  return Math.sqrt(sum);
}

function sumOf(vectors: readonly ArrayLike<number>[]): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const vector of vectors) for (let j = 0; j < sum.length; j++) sum[j] += vector[j];
  return sum;
}
