import type { TensorInfo } from '@tensorflow/tfjs-core';
import { kernelContract } from './contract.js';

export interface AdamInputs {
  readonly value: TensorInfo;
  readonly gradient: TensorInfo;
  /** The two moments; they are changed in place. */
  readonly m: TensorInfo;
  readonly v: TensorInfo;
}

export interface AdamStep {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Learning rate divided by `1 - beta1^t`, which corrects for the first moment's start at 0. */
  readonly step: number;
  /** 1 divided by `1 - beta2^t`, which corrects for the second moment's start at 0. */
  readonly scale: number;
  /** The factor that weight decay multiplies the value by. */
  readonly keep: number;
}

export interface MomentumInputs {
  readonly value: TensorInfo;
  readonly gradient: TensorInfo;
  /** Changed in place. */
  readonly velocity: TensorInfo;
}

export interface MomentumStep {
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly learningRate: number;
}

/** A step of `adam` and `adamW` of @argmaxable/optimizers: returns the new value and changes the moments. */
export const adam = kernelContract<AdamInputs, AdamStep, TensorInfo>('ArgmaxableAdam');

/**
 * A step of `sgd` of @argmaxable/optimizers with momentum: returns the new value and changes the velocity.
 */
export const momentum = kernelContract<MomentumInputs, MomentumStep, TensorInfo>('ArgmaxableMomentum');
