import { add, backend, getBackend, slice, type Tensor2D } from '@tensorflow/tfjs-core';
import { denseDft } from './dense-dft.js';
import { interpolationFor } from './interpolation.js';
import { interpolatedDft } from './interpolated-dft.js';
import type { LabelOrder } from './label-order.js';
import { applyMap, inLabelOrder, type LinearMap } from './linear-map.js';
import { matrixProduct } from '../base/product.js';
import { rotatedDft } from './rotated-dft.js';

/** Most entries of a table that is kept for a product: 128 MiB, and the same for its transpose. */
const mostEntries = 2 ** 25;

/**
 * The product with W_DFT in operations of tfjs, by the algorithm that is fastest on the current backend among
 * those whose tables are not too large.
 */
export function portableDft(n: number, k: number, order: LabelOrder | null): LinearMap {
  const d = 2 * k + 1;
  const inOrder = (map: LinearMap) => (order ? inLabelOrder(map, order) : map);
  const interpolation = interpolates(order !== null) ? interpolationFor(n, k) : null;
  if (interpolation && interpolation.blocks * interpolation.nodes * d <= mostEntries) {
    return inOrder(interpolatedDft(n, k, interpolation));
  }
  return n * d <= mostEntries
    ? denseDft(n, k, order)
    : inOrder(rotatedDft(n, k, Math.min(1024, Math.floor(mostEntries / d))));
}

/** Logits [batch, n] of x [batch, 2k + 1 + s], for slack kernel S [s, n] or none. */
export function portableLogits(map: LinearMap, k: number, x: Tensor2D, slack: Tensor2D | null): Tensor2D {
  if (slack === null) return applyMap(map, x);
  const d = 2 * k + 1;
  const fixed = applyMap(map, slice(x, [0, 0], [-1, d]));
  return add(fixed, matrixProduct(slice(x, [0, d], [-1, -1]), slack));
}

/**
 * Where interpolation is faster than the dense product, as `node scripts/run.mjs benchmarks/dft-product.ts`
 * prints it: on cpu, webgl and webgpu always, on wasm only without a label order, because wasm is slow at
 * reordering logits. In half precision, as on phones, interpolation would double the error.
 */
function interpolates(ordered: boolean): boolean {
  switch (getBackend()) {
    case 'cpu':
    case 'webgpu':
      return true;
    case 'webgl':
      return backend().floatPrecision() === 32;
    case 'wasm':
      return !ordered;
    default:
      return false;
  }
}
