import { isWasmTrainingLoaded } from '@argmaxable/core';
import { customGrad, getBackend, matMul, type Tensor, type Tensor2D, transpose } from '@tensorflow/tfjs-core';

/**
 * The matrix product a b, [m, p] by [p, q] to [m, q], whose gradients never use transposed products of tfjs's
 * own wasm backend: its kernel for those is a scalar loop, about ten times slower than transposing first.
 */
export function matrixProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  const isStockWasm = getBackend() === 'wasm' && !isWasmTrainingLoaded();
  return isStockWasm ? (withoutTransposedProducts(a, b) as Tensor2D) : matMul(a, b);
}

const withoutTransposedProducts = customGrad((...args) => {
  const [a, b, save] = args as unknown as [Tensor2D, Tensor2D, (saved: Tensor[]) => void];
  save([a, b]);
  return {
    value: matMul(a, b),
    gradFunc: (dy: Tensor, saved: Tensor[]) => {
      const [a, b] = saved as Tensor2D[];
      return [matMul(dy as Tensor2D, transpose(b)), matMul(transpose(a), dy as Tensor2D)];
    },
  };
});
