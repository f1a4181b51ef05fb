import type { Tensor } from '@tensorflow/tfjs-core';

export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** The members of tfjs-layers' `LayersModel` that the hooks of training use. */
export interface HookedModel {
  readonly outputs: readonly OutputTensor[];
  readonly outputNames: readonly string[];
  /** As given to `compile`: one for all outputs, or an array or an object by output. */
  loss: unknown;
  /** What `compile` resolved, one per output; a step of training reads it anew. */
  lossFunctions: readonly LossFunction[];
  /** Functions of `compile`, each with the output it is of. */
  readonly metricsTensors: readonly (readonly [fn: unknown, output: number])[];
  readonly isTraining: boolean;
  compile: (this: HookedModel, args: object) => void;
  makeTrainFunction: (this: HookedModel) => (data: (Tensor | null)[]) => Tensor[];
  loadTrainingConfig: (this: HookedModel, config: object) => void;
}

/** A symbolic tensor: the output of a layer at one of its applications. */
export interface OutputTensor {
  readonly sourceLayer: HookedLayer;
  readonly inputs: readonly OutputTensor[];
  readonly outputTensorIndex?: number;
}

/** A layer, or a model used as a layer. */
export interface HookedLayer {
  readonly name: string;
  getClassName(): string;
  getConfig(): Record<string, unknown>;
  /** Of a model. */
  readonly outputs?: readonly OutputTensor[];
  /** Of a wrapper such as TimeDistributed. */
  readonly layer?: HookedLayer;
  /** Of an output layer; see `OutputLayer` of `@argmaxable/layers`. */
  readonly classifierMatrix?: unknown;
  /** Of a layer with a slope and an offset for each label; see `LabelAffine` there. */
  readonly labelAffine?: unknown;
}

/**
 * Runs `step` while some outputs have other losses. This works because tfjs's `makeTrainFunction` reads
 * `lossFunctions` anew at each step.
 */
export function withLosses<T>(
  model: HookedModel,
  replace: (loss: LossFunction, output: number) => LossFunction,
  step: () => T,
): T {
  const { lossFunctions } = model;
  model.lossFunctions = lossFunctions.map(replace);
  try {
    return step();
  } finally {
    model.lossFunctions = lossFunctions;
  }
}
