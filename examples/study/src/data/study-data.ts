import type { LabelSets } from '@argmaxable/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

/** Examples to train on, to choose rates by, and to report on. */
export interface StudyData {
  readonly name: string;
  readonly numLabels: number;
  /** Of all examples. */
  readonly meanActive: number;
  readonly maxActive: number;
  readonly train: Part;
  readonly validation: Part;
  readonly heldOut: Part;
  /** Size E of what the encoder gives. */
  readonly features: number;
  /**
   * The layers from an input to E features of any sign and size, so that a theorem about the last matrix is
   * about the model, as far as the projection carries every x.
   */
  encoder(seed: number): layers.Layer[];
}

/** Some of the examples. */
export interface Part {
  readonly size: number;
  readonly labelSets: LabelSets;
  /** What a model takes of the examples `rows`. The caller disposes it. */
  inputs(rows: readonly number[]): Tensor2D;
}
