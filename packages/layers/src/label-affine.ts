import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

/**
 * A layer that gives every label's score a slope and an offset of its own:
 * `score_i -> scale_i score_i + offset_i`.
 */
export interface LabelAffine extends layers.Layer {
  /** Slope and offset of each label, [n], as they are when the model predicts. The caller disposes both. */
  labelAffine(): { scale: Tensor1D; offset: Tensor1D };
}

/** Whether a layer has a method for its slopes and offsets, as `LabelScale` does. */
export function isLabelAffine(layer: layers.Layer): layer is LabelAffine {
  return typeof (layer as Partial<LabelAffine> | null | undefined)?.labelAffine === 'function';
}
