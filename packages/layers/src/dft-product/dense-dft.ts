import { gather, matMul, type Tensor2D, tensor1d, transpose } from '@tensorflow/tfjs-core';
import { dftMatrix } from './dft-matrix.js';
import type { LabelOrder } from './label-order.js';
import { kept, type LinearMap } from './linear-map.js';

/**
 * The dense product with W_DFT. Both the matrix and its transpose are kept, so that neither direction needs a
 * transposed product (slow on wasm) or transposes the matrix at each step.
 */
export function denseDft(n: number, k: number, order: LabelOrder | null): LinearMap {
  const { synthesis, analysis } = kept(() => {
    const standard = dftMatrix(n, k);
    const matrix = order ? gather(standard, tensor1d(order.places, 'int32')) : standard;
    return { synthesis: transpose<Tensor2D>(matrix), analysis: matrix };
  });
  return {
    forward: (x) => matMul(x, synthesis),
    adjoint: (dy) => matMul(dy, analysis),
    dispose: () => {
      synthesis.dispose();
      analysis.dispose();
    },
  };
}
