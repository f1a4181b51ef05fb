/** A direction: a vector at unit length, or null where there is none. */
export type Direction = Float64Array | null;

/**
 * The sum of vectors at unit length. Null where they cancel to less than `1e-6` of their lengths: features
 * are float32, and what is left is their rounding.
 */
export function directionOfSum(vectors: readonly ArrayLike<number>[]): Direction {
  const sum = new Float64Array(vectors[0].length);
  let lengths = 0;
  for (const vector of vectors) {
    lengths += norm(vector);
    for (let j = 0; j < sum.length; j++) sum[j] += vector[j];
  }
  const length = norm(sum);
  return length === 0 || length <= 1e-6 * lengths ? null : sum.map((value) => value / length);
}

/**
 * The angle between unit vectors in degrees, from 0 to 180: `2 atan2(|u - v|, |u + v|)` (Kahan). Unlike
 * arccos(u . v) it needs no clamping, and keeps all digits of angles near 0, where collapse ends.
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
