import { dot } from '@argmaxable/core';
import { broadcast_util, util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { multiply, multiplyEach, operand } from './matrix-product.js';
import { addressOf, addressesOf } from './native/addresses.js';
import { nativeModule } from './native/native-module.js';

/**
 * The matrix products of a [..., m, k] and b [..., k, n], with broadcast over the axes before the last two:
 * [..., m, n]. Each can be transposed in its last two axes. A bias [n] is added to every row.
 */
export function batchedProduct(
  backend: BackendWasm,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
  bias?: TensorInfo,
): TensorInfo {
  const [m, k] = matrixSize(a.shape, transposeA);
  const [k2, n] = matrixSize(b.shape, transposeB);
  util.assert(
    k === k2,
    () =>
      `Error in matMul: inner shapes (${k}) and (${k2}) of Tensors with shapes ${a.shape.join()} and ` +
      `${b.shape.join()} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  const [aBatch, bBatch] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const batch = broadcast_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const output = backend.makeOutput([...batch, m, n], 'float32');
  const [aStart, bStart, start] = addressesOf(backend, a, b, output);
  const size = util.sizeFromShape(output.shape);
  if (size === 0) return output;
  if (bias) nativeModule(backend).repeatRow(size / n, n, addressOf(backend, bias), start);
  else if (k === 0) backend.typedArrayFromHeap(output).fill(0);
  if (k === 0) return output;

  if (util.sizeFromShape(bBatch) === 1 && !transposeA) {
    // There is one matrix b for all: the examples of a are then simply more rows.
    const rows = size / n;
    multiply(
      backend,
      [rows, n, k],
      operand(aStart, k),
      operand(bStart, matrixWidth(b), transposeB),
      start,
      !!bias,
    );
    return output;
  }
  const [aSteps, bSteps] = [batchSteps(aBatch, batch), batchSteps(bBatch, batch)];
  const strides = util.computeStrides(batch);
  multiplyEach(
    backend,
    [m, n, k],
    operand(aStart, matrixWidth(a), transposeA),
    operand(bStart, matrixWidth(b), transposeB),
    start,
    !!bias,
    size / (m * n),
    (example) => {
      const index = util.indexToLoc(example, batch.length, strides);
      return [4 * m * k * dot(index, aSteps), 4 * k * n * dot(index, bSteps), 4 * m * n * example];
    },
  );
  return output;
}

/** Rows and columns of the last two axes, transposed or not. */
function matrixSize(shape: number[], transpose: boolean): number[] {
  const size = shape.slice(-2);
  return transpose ? size.reverse() : size;
}

function matrixWidth({ shape }: TensorInfo): number {
  return shape[shape.length - 1];
}

/**
 * For each axis of `batch`, the number of matrices that one step along it advances in a tensor of batch shape
 * `own`: 0 if the tensor is broadcast along it.
 */
function batchSteps(own: number[], batch: number[]): number[] {
  const steps = batch.map(() => 0);
  let step = 1;
  for (let axis = own.length - 1, to = batch.length - 1; axis >= 0; axis--, to--) {
    if (own[axis] > 1) steps[to] = step;
    step *= own[axis];
  }
  return steps;
}
