import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { Guarantee } from './guarantee.js';

/** A layer that ends a multi-label model: logits `z = x W^T + b`, predicted label set `{i : z_i > 0}`. */
export interface OutputLayer extends layers.Layer {
  /** The matrix W, [n labels, width of x], in float32, as the layer uses it. The caller disposes it. */
  classifierMatrix(): Tensor2D;
  /** The bias b on the labels, [n], or null if there is none. The caller disposes it. */
  classifierBias(): Tensor1D | null;
  /**
   * The projection in front of the matrix, `x = e P + p` of the layer's input e: kernel P [E, width of x],
   * bias p [width of x]; null, or no such method, if x is the input itself. The caller disposes both.
   */
  projection?(): { kernel: Tensor2D; bias: Tensor1D } | null;
  /** Which label sets are reachable by construction. */
  guarantee(): Guarantee;
}

/** Whether a layer is one of this package's output layers (or another layer with the same methods). */
export function isOutputLayer(layer: layers.Layer): layer is OutputLayer {
  const candidate = layer as Partial<OutputLayer> | null | undefined;
  return [candidate?.classifierMatrix, candidate?.classifierBias, candidate?.guarantee].every(
    (method) => typeof method === 'function',
  );
}
