import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernelContract } from './contract.js';

export interface LossInputs {
  /** [rows, n] */
  readonly logits: TensorInfo;
  /**
   * Multi-hot, float32 [rows, n]; or, with `starts`, the int32 labels of all rows one after the other, each
   * row's ascending.
   */
  readonly targets: TensorInfo;
  /** int32 [rows + 1]: row i has the labels from `starts[i]` to `starts[i + 1] - 1`. */
  readonly starts?: TensorInfo;
}

export interface LossAttributes {
  /**
   * The number that the gradients of the rows' losses are multiplied by; if it is undefined, no gradient is
   * computed.
   */
  readonly gradientScale?: number;
}

export interface CrossEntropyInputs extends LossInputs {
  /** The weight of active labels: one for all, or [n]. */
  readonly weights: TensorInfo;
}

export interface CrossEntropyAttributes extends LossAttributes {
  /** Whether an example's active labels share one unit of target. */
  readonly normalize: boolean;
  readonly labelSmoothing: number;
}

export interface FocusedCrossEntropyAttributes extends LossAttributes {
  readonly gammaPos: number;
  readonly gammaNeg: number;
  readonly weightPos: number;
  readonly weightNeg: number;
  readonly clip: number;
  /** Probabilities below it are raised to it before their logarithm is taken. */
  readonly eps: number;
  readonly stopFocusGradient: boolean;
}

export interface SoftmaxCrossEntropyAttributes extends LossAttributes {
  /** Whether to take the mean over active labels instead of the sum. */
  readonly normalize: boolean;
}

const dtypes = { targets: ['float32', 'int32'], starts: ['int32'] } as const;

// The kernels return the losses of rows, [rows, 1], and, if asked for, their gradient, [rows, n].

/** `oneVersusAll` of @argmaxable/losses: means over labels of binary cross-entropies. */
export const crossEntropy = kernelContract<CrossEntropyInputs, CrossEntropyAttributes, TensorInfo[]>(
  'ArgmaxableCrossEntropy',
  dtypes,
);

/**
 * `focal` and `asymmetric` of @argmaxable/losses: sums over labels of focused binary cross-entropies. Focal
 * loss is the case without clip and eps.
 */
export const focusedCrossEntropy = kernelContract<LossInputs, FocusedCrossEntropyAttributes, TensorInfo[]>(
  'ArgmaxableFocusedCrossEntropy',
  dtypes,
);

/** `pickAllLabels` and `pickOneLabel` of @argmaxable/losses: softmax cross-entropies of active labels. */
export const softmaxCrossEntropy = kernelContract<LossInputs, SoftmaxCrossEntropyAttributes, TensorInfo[]>(
  'ArgmaxableSoftmaxCrossEntropy',
  dtypes,
);
