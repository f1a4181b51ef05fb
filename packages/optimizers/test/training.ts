import { randomNormal, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import type { Adam, SGD } from '../src/index.js';

/** Two layers, 5 inputs, 3 outputs; the same start at each call. */
export function modelWith(optimizer: Adam | SGD): LayersModel {
  const initial = (seed: number) => initializers.randomNormal({ seed });
  const model = sequential({
    layers: [
      layers.dense({ units: 7, inputShape: [5], activation: 'tanh', kernelInitializer: initial(1) }),
      layers.dense({ units: 3, kernelInitializer: initial(2) }),
    ],
  });
  model.compile({ optimizer, loss: 'meanSquaredError' });
  return model;
}

/** Trains it on the batches `from` to `to - 1`. */
export async function steps(model: LayersModel, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) {
    const [x, y] = [5, 3].map((width) => randomNormal([4, width], 0, 1, 'float32', width + 10 * i));
    await model.trainOnBatch(x, y);
    [x, y].forEach((owned) => owned.dispose());
  }
}

export const weights = (model: LayersModel): number[][] =>
  model.getWeights().map((weight: Tensor) => Array.from(weight.dataSync()));
