import { gather, keep, type Tensor2D, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { dftMatrix } from './dft-matrix.js';
import type { LabelOrder } from './label-order.js';
import type { LinearMap } from './linear-map.js';
import { type Circle, hasOwnDft, ownLogits } from './kernel-dft.js';
import { portableDft, portableLogits } from './portable-dft.js';

/**
 * The product with [W_DFT | S^T], the fixed matrix of (n, k) beside trainable slack columns, and its
 * gradients: in our own kernel if the backend has one, otherwise in operations of tfjs. Owns what it keeps
 * on the backend until `dispose()`.
 */
export class TruncatedDft {
  private readonly circle: Circle;
  private portable: LinearMap | null = null;

  /** @param order The labels' places around the circle; label i is at place i by default. */
  constructor(
    n: number,
    k: number,
    private readonly order: LabelOrder | null,
  ) {
    // Layers are built at their first call, often within a `tidy`.
    this.circle = { n, k, labels: order && keep(tensor1d(order.labels as number[], 'int32')) };
  }

  /** Logits [batch, n] from x [batch, 2k + 1 + s], for slack kernel S [s, n] or none. */
  logits(x: Tensor2D, slack: Tensor2D | null): Tensor2D {
    const { n, k } = this.circle;
    if (hasOwnDft(k)) return ownLogits(x, slack, this.circle);
    this.portable ??= portableDft(n, k, this.order);
    return portableLogits(this.portable, k, x, slack);
  }

  /** W_DFT, row i for label i, [n, 2k + 1]. The caller disposes it. */
  matrix(): Tensor2D {
    return tidy(() => {
      const standard = dftMatrix(this.circle.n, this.circle.k);
      return this.order ? gather(standard, tensor1d(this.order.places, 'int32')) : standard;
    });
  }

  dispose(): void {
    this.circle.labels?.dispose();
    this.portable?.dispose();
    this.portable = null;
  }
}
