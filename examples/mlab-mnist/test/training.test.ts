import { useBackend } from '@argmaxable/node';
import { memory } from '@tensorflow/tfjs-core';
import { type Dataset, loadDataset } from '../src/dataset.js';
import { buildNetwork, type Head } from '../src/network.js';
import type { Settings } from '../src/options.js';
import type { EpochResult } from '../src/result.js';
import { sampleImages } from '../src/samples.js';
import { trainNetwork } from '../src/training.js';

const settings: Settings = {
  ...{ canvas: 'over', singles: 2, pairs: 1, triples: 1, features: 12, seed: 3 },
  ...{ epochs: 4, every: 2, batchSize: 40, learningRate: 0.05, weightDecay: 5e-4, featureDecay: 0.01 },
};

let data: Dataset;
beforeAll(async () => {
  await useBackend('wasm', { log: false });
  data = loadDataset(settings);
});

test.each<Head>([{ kind: 'linear', features: 12 }, { kind: 'etf' }])(
  'training %j counts its steps, measures when asked to, and leaves only the weights behind',
  async (head) => {
    const before = memory().numTensors;
    const model = buildNetwork(head, { ...settings, imageSize: data.imageSize });
    const weights = memory().numTensors;
    const steps: number[] = [];
    const measured: EpochResult[] = [];
    const results = await trainNetwork(model, data, settings, {
      step: (step, of) => steps.push(step / of),
      measured: (result) => measured.push(result),
    });
    const inAll = 4 * Math.ceil(185 / 40);
    expect(steps).toEqual(Array.from({ length: inAll }, (_, i) => (i + 1) / inAll));
    expect(measured.map(({ epoch }) => epoch)).toEqual([2, 4]);
    expect(results).toEqual(measured);
    const [sample] = sampleImages(data, [{ name: 'it', model }], 0);
    expect(Buffer.from(sample.pixels, 'base64').length).toBe(40 * 40);
    // And one number more: tfjs's momentum optimizer does not dispose its learning rate.
    expect(memory().numTensors).toBe(weights + 1);
    model.dispose();
    expect(memory().numTensors).toBe(before + 1);
  },
);
