import {
  customGrad,
  gather,
  keep,
  matMul,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { dftMatrix } from './dft-matrix.js';

/**
 * The product with the fixed matrix W_DFT of (n, k), its rows in the order of the labels, and its gradient.
 *
 * Dense: both W_DFT and its transpose are kept on the backend, so that neither direction transposes a product (slow on
 * wasm) or anything at each step. Owns those two tensors until `dispose()`.
 */
export class TruncatedDft {
  private readonly synthesis: Tensor2D; // [2k + 1, n]
  private readonly analysis: Tensor2D; // [n, 2k + 1]

  /** @param places The row of W_DFT that each label has, [n]; label i has row i by default. */
  constructor(n: number, k: number, places?: Int32Array) {
    [this.analysis, this.synthesis] = tidy(() => {
      const standard = dftMatrix(n, k);
      const matrix = places ? gather(standard, tensor1d(places, 'int32')) : standard;
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

  /** The matrix itself, [n, 2k + 1]: a new handle, which the caller disposes. */
  matrix(): Tensor2D {
    return this.analysis.clone();
  }

  dispose(): void {
    this.synthesis.dispose();
    this.analysis.dispose();
  }
}
