import type { Tensor } from '@tensorflow/tfjs-core';

export type LossFunction = (yTrue: Tensor, yPred: Tensor) => Tensor;

/** The parts of tfjs-layers' `LayersModel` that training is hooked at. */
export interface HookedModel {
  readonly outputs: readonly OutputTensor[];
  readonly outputNames: readonly string[];
  /** As `compile` got it: for all outputs, or an array or an object by output. */
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

/** A symbolic tensor: what a layer gives where it is applied. */
export interface OutputTensor {
  readonly sourceLayer: HookedLayer;
  readonly inputs: readonly OutputTensor[];
  readonly outputTensorIndex?: number;
}

/** A layer, or a model in the place of one. */
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
 * Runs `step` while some outputs have other losses: of tfjs's closures, `makeTrainFunction` reads
 * `lossFunctions` at each step.
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
