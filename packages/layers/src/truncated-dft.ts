import { customGrad, keep, matMul, type Tensor, type Tensor2D, tidy, transpose } from '@tensorflow/tfjs-core';
import { dftMatrix } from './dft-matrix.js';

/**
 * The product with the fixed matrix W_DFT of (n, k), and its gradient.
 *
 * Dense: both W_DFT and its transpose are kept on the backend, so that neither direction transposes a product (slow on
 * wasm) or anything at each step. Owns those two tensors until `dispose()`.
 */
export class TruncatedDft {
  private readonly synthesis: Tensor2D; // [2k + 1, n]
  private readonly analysis: Tensor2D; // [n, 2k + 1]

  constructor(n: number, k: number) {
    [this.analysis, this.synthesis] = tidy(() => {
      const matrix = dftMatrix(n, k);
      return [keep(matrix), keep(transpose(matrix))];
    });
  }

  /** Logits x W_DFT^T: [batch, 2k + 1] to [batch, n]. */
  apply(x: Tensor2D): Tensor2D {
    const op = customGrad((...args) => ({
      value: matMul(args[0] as Tensor2D, this.synthesis),
      gradFunc: (dy: Tensor) => matMul(dy as Tensor2D, this.analysis),
    }));
    return op(x) as Tensor2D;
  }

  /** W_DFT itself, [n, 2k + 1]: a new handle, which the caller disposes. */
  matrix(): Tensor2D {
    return this.analysis.clone();
  }

  dispose(): void {
    this.synthesis.dispose();
    this.analysis.dispose();
  }
}
