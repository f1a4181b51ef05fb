import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernelContract } from './contract.js';

export interface DftInputs {
  /** [batch, 2k + 1 + s]: the columns for W_DFT, then those for the slack kernel. */
  readonly x: TensorInfo;
  /** The slack kernel, [s, n]; absent if s is 0. */
  readonly slack?: TensorInfo;
  /** The labels in their order around the circle, int32 [n]; 0, 1, 2, ... by default. */
  readonly order?: TensorInfo;
}

export interface DftGradientInputs extends DftInputs {
  /** [batch, n] */
  readonly dy: TensorInfo;
}

export interface DftSizes {
  /** Number of labels. */
  readonly n: number;
  /** Number of frequencies. */
  readonly k: number;
}

/** The logits [batch, n] of `DFTOutput` of @argmaxable/layers: x [W_DFT | S^T]^T. */
export const dftLogits = kernelContract<DftInputs, DftSizes, TensorInfo>('ArgmaxableDftLogits', {
  order: ['int32'],
});

/**
 * The gradients of a loss by x and, if there is a slack kernel, by the slack kernel, from dy, its gradient by
 * these logits.
 */
export const dftLogitsGrad = kernelContract<DftGradientInputs, DftSizes, TensorInfo[]>(
  'ArgmaxableDftLogitsGrad',
  { order: ['int32'] },
);
