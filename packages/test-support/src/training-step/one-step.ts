import { setBackend, tensor, tidy } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import type { LayerCase } from './layer-cases.js';
import { seededValues } from '../numbers.js';

/** What one training step leaves behind. */
export interface Step {
  loss: number;
  weights: { name: string; values: number[] }[];
  /** The weights' values before the step. */
  before: number[][];
}

/**
 * Fits a model around the layer for one step on a backend, from the same weights and data on every backend.
 */
export async function oneStep(
  { inputShape, batch = 4, vocabulary, build }: LayerCase,
  backend: string,
): Promise<Step> {
  await setBackend(backend);
  const model = sequential();
  const [first, ...rest] = build();
  model.add(layers.inputLayer({ inputShape }));
  for (const layer of [first, ...rest]) model.add(layer);
  if (model.outputs[0].shape.length > 2) model.add(layers.flatten());
  model.add(layers.dense({ units: 2 }));
  setSeededWeights(model);
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });

  const before = await weightsOf(model);
  const size = inputShape.reduce((product, dimension) => product * dimension, batch);
  const data = vocabulary ? seededValues(size, 7, 0, vocabulary).map(Math.floor) : seededValues(size, 7);
  const x = tensor(data, [batch, ...inputShape]);
  const y = tensor(seededValues(batch * 2, 8), [batch, 2]);
  const history = await model.fit(x, y, { batchSize: batch, epochs: 1, shuffle: false, verbose: 0 });
  const after = await weightsOf(model);
  const weights = model.weights.map(({ originalName }, i) => ({ name: originalName, values: after[i] }));
  model.dispose();
  x.dispose();
  y.dispose();
  return { loss: history.history.loss[0] as number, weights, before };
}

/** The values of each weight. */
function weightsOf(model: LayersModel): Promise<number[][]> {
  return Promise.all(model.weights.map(async (weight) => Array.from(await weight.read().data())));
}

function setSeededWeights(model: LayersModel): void {
  tidy(() => {
    const values = model.weights.map((weight, index) => {
      // A variance must be positive; the others may have either sign.
      const min = weight.originalName.includes('variance') ? 0.5 : -1;
      const shape = weight.shape as number[];
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      return tensor(seededValues(size, index + 1, min, 1), shape);
    });
    model.setWeights(values);
  });
}
