import '@tensorflow/tfjs-backend-cpu';
import { BSLOutput, DFTOutput, ETFOutput, FeatureDecay, LabelScale } from '@argmaxable/layers';
import { randomNormal, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model as functional, sequential } from '@tensorflow/tfjs-layers';
import { verify } from '../../src/index.js';

/*
 * 'unargmaxable' holds for the model: whatever set it predicts for some input must not be called that,
 * whatever the layers in front of its scores do, and what stands behind them.
 */

const units = 12;
const heads: Record<string, () => layers.Layer[]> = {
  dense: () => [layers.dense({ units, biasInitializer: 'randomNormal' })],
  'dense, sigmoid': () => [layers.dense({ units, activation: 'sigmoid', biasInitializer: 'randomNormal' })],
  BSL: () => [new BSLOutput({ units, features: 3 })],
  'BSL without a prior': () => [new BSLOutput({ units, features: 3, priorBias: false, useBias: true })],
  DFT: () => [new DFTOutput({ units, k: 2, slack: 1 })],
  ETF: () => [layers.dense({ units }), new ETFOutput({ units, useBias: true })],
  'ETF on more features': () => [
    layers.dense({ units: units + 3 }),
    new FeatureDecay({ rate: 0.1 }),
    new ETFOutput({ units, features: units + 3, seed: 2 }),
  ],
  'two linear layers, scaled': () => [
    layers.dense({ units: 4, biasInitializer: 'randomNormal' }),
    layers.batchNormalization({ movingMeanInitializer: 'randomNormal', gammaInitializer: 'randomNormal' }),
    layers.dense({ units }),
    new LabelScale({ beta: 2, eta: -0.3 }),
    layers.activation({ activation: 'tanh' }),
  ],
  'normalised scores': () => [
    layers.dense({ units }),
    layers.batchNormalization({ movingMeanInitializer: 'randomNormal', gammaInitializer: 'randomNormal' }),
  ],
};

const width = 5;
const fronts: Record<string, () => layers.Layer[]> = {
  nothing: () => [layers.inputLayer({ inputShape: [width] })],
  relu: () => [layers.dense({ units: 7, activation: 'relu', inputShape: [width] })],
  'sigmoid, dropout': () => [
    layers.dense({ units: 7, activation: 'sigmoid', inputShape: [width] }),
    layers.dropout({ rate: 0.5 }),
  ],
  'tanh, elu': () => [layers.dense({ units: 7, inputShape: [width], activation: 'tanh' }), layers.elu()],
  relu6: () => [layers.dense({ units: 4, activation: 'relu6', inputShape: [width] })],
  'layer normalisation': () => [
    layers.dense({ units: 6, inputShape: [width] }),
    layers.layerNormalization({ gammaInitializer: 'randomNormal' }),
  ],
  'relu, batch normalisation, relu': () => [
    layers.dense({ units: 7, activation: 'relu', inputShape: [width] }),
    layers.batchNormalization({ movingMeanInitializer: 'randomNormal', gammaInitializer: 'randomNormal' }),
    layers.reLU(),
  ],
  softmax: () => [layers.dense({ units: 6, activation: 'softmax', inputShape: [width] })],
  'leaky relu': () => [layers.dense({ units: 6, inputShape: [width] }), layers.leakyReLU({ alpha: 0.2 })],
  'convolution, pooling': () => [
    layers.reshape({ targetShape: [width, 1], inputShape: [width] }),
    layers.conv1d({ filters: 4, kernelSize: 2, activation: 'relu' }),
    layers.averagePooling1d({ poolSize: 2 }),
    layers.flatten(),
  ],
};

const cases = Object.keys(fronts).flatMap((front) =>
  Object.keys(heads).map((head) => [front, head] as const),
);

/**
 * The sets that a model predicts for random inputs of all sizes, where no score is 0 or so near that float32
 * decides.
 */
async function predictedSets(model: LayersModel, threshold: number): Promise<number[][]> {
  const sets = new Map<string, number[]>();
  for (const [seed, deviation] of [0.3, 1, 4, 30].entries()) {
    const output = tidy(
      () => model.predict(randomNormal([60, width], 0, deviation, 'float32', seed)) as Tensor2D,
    );
    for (const row of await output.array()) {
      const near = 1e-4 * Math.max(1, ...row.map(Math.abs));
      if (row.some((value) => Math.abs(value - threshold) < near)) continue;
      const set = [...row.keys()].filter((i) => row[i] > threshold);
      sets.set(set.join(), set);
    }
    output.dispose();
  }
  return [...sets.values()];
}

test.each(cases)(
  '%s, then %s: no set that the model predicts is called out of its reach',
  async (front, head) => {
    const model = sequential({ layers: [...fronts[front](), ...heads[head]()] });
    const labelSets = await predictedSets(model, head === 'dense, sigmoid' ? 0.5 : 0);
    const report = await verify(model, { labelSets });
    expect(report.counts).toEqual({ argmaxable: labelSets.length, unargmaxable: 0, undecided: 0 });
    model.dispose();
  },
);

test('so it is behind branches of different ranges that are joined', async () => {
  const given = input({ shape: [width] });
  const dense = (size: number, activation: 'relu' | 'sigmoid' | 'tanh') =>
    layers.dense({ units: size, activation }).apply(given) as typeof given;
  const joined = layers
    .concatenate()
    .apply([dense(3, 'relu'), dense(3, 'sigmoid'), dense(3, 'tanh')]) as typeof given;
  const outputs = layers.dense({ units, biasInitializer: 'randomNormal' }).apply(joined) as typeof given;
  const model = functional({ inputs: given, outputs });
  const labelSets = await predictedSets(model, 0);
  const report = await verify(model, { labelSets });
  expect(report.settings.featureRange.lower).toEqual([0, 0, 0, 0, 0, 0, -1, -1, -1]);
  expect(report.counts.argmaxable).toBe(labelSets.length);
});
