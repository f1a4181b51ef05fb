import { dot, seededRandom } from '@argmaxable/core';

/**
 * A simplex equiangular tight frame of K vectors of length 1 in d >= K - 1 dimensions, turned as the seed
 * says: row-major [K, d], `sqrt(K/(K-1)) (I - 11^T/K) U^T`, where U [d, K] maps the vectors that sum to 0
 * onto vectors of the same lengths and angles.
 *
 * The same numbers on every machine: they take no more than sums, products, quotients and square roots, which
 * are exact to the last bit. Time: 2 K^2 d.
 */
export function simplexFrame(units: number, features: number, seed: number): Float32Array {
  const basis = orthonormalRows(units - 1, features, seed);
  const scale = Math.sqrt(units / (units - 1));
  const frame = new Float32Array(units * features);
  // Helmert's basis of the vectors that sum to 0: vector j has 1 in its first j places, then -j, over its
  // length. So row i of the frame is made of the basis from j = i on, of which `later` holds the sum.
  const later = new Float64Array(features);
  for (let i = units - 1; i >= 0; i--) {
    if (i < units - 1) addMultiple(later, basis[i], 1 / Math.sqrt((i + 1) * (i + 2)));
    const row = later.slice();
    if (i > 0) addMultiple(row, basis[i - 1], -i / Math.sqrt(i * (i + 1)));
    frame.set(
      row.map((value) => scale * value),
      i * features,
    );
  }
  return frame;
}

/** Vectors of length 1 at right angles, made of uniform numbers (Gram and Schmidt). */
function orthonormalRows(count: number, width: number, seed: number): Float64Array[] {
  const { next } = seededRandom(seed);
  const rows: Float64Array[] = [];
  while (rows.length < count) {
    const row = Float64Array.from({ length: width }, () => 2 * next() - 1);
    normalize(row);
    // Twice is enough (Kahan): the second time removes what rounding left the first time.
    for (let time = 0; time < 2; time++) {
      for (const before of rows) addMultiple(row, before, -dot(before, row));
      normalize(row);
    }
    rows.push(row);
  }
  return rows;
}

function normalize(row: Float64Array): void {
  const length = Math.sqrt(dot(row, row));
  for (let j = 0; j < row.length; j++) row[j] /= length;
}

function addMultiple(row: Float64Array, other: Float64Array, factor: number): void {
  for (let j = 0; j < row.length; j++) row[j] += factor * other[j];
}
