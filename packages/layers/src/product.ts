import { customGrad, getBackend, matMul, type Tensor, type Tensor2D, transpose } from '@tensorflow/tfjs-core';

/**
 * The matrix product a b, [m, p] by [p, q] to [m, q], whose gradients never ask the wasm backend for a transposed
 * product: its kernel for those is a scalar loop, about ten times slower than transposing first.
 */
export function product(a: Tensor2D, b: Tensor2D): Tensor2D {
  const op = customGrad((...args) => {
    const [a, b, save] = args as unknown as [Tensor2D, Tensor2D, (saved: Tensor[]) => void];
    save([a, b]);
    return {
      value: matMul(a, b),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [a, b] = saved as Tensor2D[];
        return [timesTransposed(dy as Tensor2D, b), transposedTimes(a, dy as Tensor2D)];
      },
    };
  });
  return op(a, b) as Tensor2D;
}

/** a b^T, [m, p] by [q, p] to [m, q]. */
function timesTransposed(a: Tensor2D, b: Tensor2D): Tensor2D {
  return getBackend() === 'wasm' ? matMul(a, transpose(b)) : matMul(a, b, false, true);
}

/** a^T b, [p, m] by [p, q] to [m, q]. */
function transposedTimes(a: Tensor2D, b: Tensor2D): Tensor2D {
  return getBackend() === 'wasm' ? matMul(transpose(a), b) : matMul(a, b, true, false);
}
