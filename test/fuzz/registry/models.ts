import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { instance, type Spec } from '../specs.js';

let model: LayersModel | undefined;

/** One small model for all who ask: 2 features after a ReLU, 3 labels. */
export function smallModel(): LayersModel {
  model ??= sequential({
    layers: [
      layers.dense({ units: 2, inputShape: [2], activation: 'relu' }),
      layers.dense({ units: 3, useBias: false }),
    ],
  });
  return model;
}

export const aModel = (): Spec => instance(smallModel);
