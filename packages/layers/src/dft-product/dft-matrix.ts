import { checkInteger } from '@argmaxable/core';
import { type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import { checkTensorSize } from '../base/size-limit.js';

/**
 * The truncated discrete Fourier matrix W_DFT whose sign patterns are known in closed form (arXiv 2310.10443,
 * section 4).
 *
 * Row i is `[sqrt(1/n), sqrt(2/n) cos t, sqrt(2/n) sin t, ..., sqrt(2/n) cos kt, sqrt(2/n) sin kt]` at
 * `t = 2 pi i / n`. Its columns are orthonormal. All its maximal minors have one sign and none is 0, so the
 * label sets `{i : (W x)_i > 0}` over all x are exactly those with at most 2k sign changes read around the
 * circle.
 *
 * @param n Number of labels, 3 or more.
 * @param k Every set of up to k active labels is guaranteed; from 1 to (n - 1) / 2.
 * @returns float32 tensor [n, 2k + 1]. The caller disposes it.
 * @throws ValueError for n or k out of range or not an integer, and for a matrix beyond 2 GiB.
 *
 * @example
 * import { dftMatrix } from '@argmaxable/layers';
 * dftMatrix(5, 1).print();
 */
export function dftMatrix(n: number, k: number): Tensor2D {
  checkDftSize('n', n, k);
  checkTensorSize('the matrix', [n, 2 * k + 1]);
  return tensor2d(dftValues(n, k), [n, 2 * k + 1]);
}

/**
 * Checks that a truncated DFT of `n` labels (the caller's argument `nameOfN`) and k exists: 1 <= k, 2k + 1 <=
 * n.
 */
export function checkDftSize(nameOfN: string, n: unknown, k: unknown): void {
  checkInteger(nameOfN, n, { min: 3 }, `A DFT layer needs 2k + 1 <= ${nameOfN}, so at least three labels.`);
  const most = Math.floor(((n as number) - 1) / 2);
  const advice = `With ${nameOfN} = ${String(n)}, 2k + 1 <= ${nameOfN} allows k up to ${most}.`;
  checkInteger('k', k, { min: 1, max: most }, advice);
}

/**
 * W_DFT's rows at places around the circle, at labels or between two labels, in float32: [places, 2k + 1].
 */
export function dftRows(n: number, k: number, places: ArrayLike<number>): Float32Array {
  const width = 2 * k + 1;
  const rows = new Float32Array(places.length * width);
  for (let row = 0; row < places.length; row++) {
    rows[row * width] = Math.sqrt(1 / n);
    for (let j = 1; j <= k; j++) {
      const angle = (2 * Math.PI * ((places[row] * j) % n)) / n;
      rows[row * width + 2 * j - 1] = Math.sqrt(2 / n) * Math.cos(angle);
      rows[row * width + 2 * j] = Math.sqrt(2 / n) * Math.sin(angle);
    }
  }
  return rows;
}

function dftValues(n: number, k: number): Float32Array {
  // One table of the n angles, indexed by (i * j) mod n: the argument reduction is exact, and only n cosines
  // are computed instead of n * k.
  const cos = Float64Array.from({ length: n }, (_, i) => Math.sqrt(2 / n) * Math.cos((2 * Math.PI * i) / n));
  const sin = Float64Array.from({ length: n }, (_, i) => Math.sqrt(2 / n) * Math.sin((2 * Math.PI * i) / n));
  const width = 2 * k + 1;
  const values = new Float32Array(n * width);
  for (let i = 0; i < n; i++) {
    values[i * width] = Math.sqrt(1 / n);
    for (let j = 1; j <= k; j++) {
      values[i * width + 2 * j - 1] = cos[(i * j) % n];
      values[i * width + 2 * j] = sin[(i * j) % n];
    }
  }
  return values;
}
