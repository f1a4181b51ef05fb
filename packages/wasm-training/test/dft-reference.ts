import { seededRandom } from '@argmaxable/core';

/** Sizes of a head, and the seed of its numbers. */
export interface DftCase {
  n: number;
  k: number;
  slack: number;
  rows: number;
  /** Whether the labels stand in another order around the circle. */
  ordered: boolean;
  seed: number;
}

export interface DftNumbers {
  /** [rows, 2k + 1 + slack] */
  x: Float32Array;
  /** [slack, n] */
  s: Float32Array;
  /** [rows, n] */
  dz: Float32Array;
  /** The labels by place, or null for 0, 1, 2, ... */
  order: Int32Array | null;
}

/**
 * Normal numbers; the slack kernel's are as small as the entries of W_DFT, so that neither part of the logits
 * hides the other.
 */
export function dftNumbers({ n, k, slack, rows, ordered, seed }: DftCase): DftNumbers {
  const { normal, permutation } = seededRandom(seed);
  const normals = (length: number, scale: number) => Float32Array.from({ length }, () => scale * normal());
  const order = Int32Array.from(permutation(n));
  return {
    x: normals(rows * (2 * k + 1 + slack), 1),
    s: normals(slack * n, 1 / Math.sqrt(n)),
    dz: normals(rows * n, 1),
    order: ordered ? order : null,
  };
}

/** The logits and their gradients from the definition, in float64. */
export function dftReference({ n, k, slack, rows }: DftCase, { x, s, dz, order }: DftNumbers) {
  const d = 2 * k + 1;
  const width = d + slack;
  const z = new Float64Array(rows * n);
  const dx = new Float64Array(rows * width);
  const ds = new Float64Array(slack * n);
  const scale = Math.sqrt(2 / n);
  const cosines = Float64Array.from({ length: n }, (_, i) => scale * Math.cos((2 * Math.PI * i) / n));
  const sines = Float64Array.from({ length: n }, (_, i) => scale * Math.sin((2 * Math.PI * i) / n));
  const row = new Float64Array(width);
  for (let place = 0; place < n; place++) {
    const label = order ? order[place] : place;
    row[0] = Math.sqrt(1 / n);
    for (let j = 1; j <= k; j++) {
      row[2 * j - 1] = cosines[(place * j) % n];
      row[2 * j] = sines[(place * j) % n];
    }
    for (let j = 0; j < slack; j++) row[d + j] = s[j * n + label];
    for (let b = 0; b < rows; b++) {
      const slope = dz[b * n + label];
      let sum = 0;
      for (let j = 0; j < width; j++) {
        sum += row[j] * x[b * width + j];
        dx[b * width + j] += row[j] * slope;
      }
      z[b * n + label] = sum;
      for (let j = 0; j < slack; j++) ds[j * n + label] += slope * x[b * width + d + j];
    }
  }
  return { z, dx, ds };
}
