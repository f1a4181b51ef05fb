import '@tensorflow/tfjs-backend-cpu';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import { memory, type Tensor, tensor2d, train } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import {
  allMetrics,
  type CompiledMetric,
  f1AtK,
  f1Score,
  fbetaScore,
  hammingLoss,
  jaccardScore,
  meanAveragePrecision,
  ndcgAtK,
  precisionAtK,
  propensityScoredPrecisionAtK,
  recallScore,
  rocAucScore,
  rPrecision,
} from '../src/index.js';
import { cases, expectSame } from './cases.js';

// prettier-ignore
const rows = [[1, 0, 1, 0, 0], [0, 1, 0, 0, 1], [0, 0, 0, 1, 0]];

function data(): [Tensor, Tensor] {
  // prettier-ignore
  return [tensor2d([[1, 0], [0, 1], [1, 1]]), tensor2d(rows)];
}

function model(metrics: (CompiledMetric | string)[]): LayersModel {
  const model = sequential({ layers: [layers.dense({ units: 5, inputShape: [2] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: train.adam(0.01), metrics });
  return model;
}

const saveAndLoad = async (model: LayersModel): Promise<LayersModel> => loadSaved(await save(model));

test.each([
  [f1AtK(8), 'f1@8'],
  [precisionAtK({ k: 1 }), 'precision@1'],
  [ndcgAtK({ k: 5, zeroDivision: NaN }), 'ndcg@5(0/0=NaN)'],
  [propensityScoredPrecisionAtK({ k: 3, propensities: [1] }), 'psp@3'],
  [rPrecision(), 'rPrecision'],
  [f1Score({ average: 'micro' }), 'microF1'],
  [f1Score(), 'macroF1'],
  [recallScore({ average: 'weighted', threshold: 0.5 }), 'weightedRecall>0.5'],
  [jaccardScore({ average: 'samples', threshold: [0, 1] }), 'samplesJaccard>perLabel'],
  [fbetaScore({ beta: 2 }), 'macroF2'],
  [hammingLoss(), 'hammingLoss'],
  [meanAveragePrecision({ interpolation: 'coco' }), 'mAP@coco'],
  [rocAucScore({ zeroDivision: 0 }), 'macroRocAuc(0/0=0)'],
])('a compile metric is known by a short key %#', (metric, key) => {
  expect(metric.name).toBe(key);
  expect(metric.streaming().key).toBe(key);
});

test('options that change the value change the key', () => {
  const keys = cases.map(([, { make }]) => make().key);
  // The defaults under their own names, 'macro' for one, are listed twice.
  const duplicates = keys.filter((key, i) => keys.indexOf(key) !== i);
  expect(new Set(duplicates)).toEqual(
    new Set(['macroPrecision', 'macroRecall', 'macroF1', 'macroJaccard', 'macroF0.5', 'macroF2']),
  );
});

test.each(cases)('%s as a compile metric has the value of its batch, and keeps no tensor', (_, metric) => {
  const compiled = metric.entry.compiled(metric.options);
  const [, yTrue] = data();
  // prettier-ignore
  const yPred = tensor2d([[3, -1, 2, 0.5, -2], [1, 2, -3, 0, 0.25], [-1, -2, 1, 4, 0.5]]);
  const streaming = metric.make();
  streaming.update(rows, yPred);
  const before = memory().numTensors;
  const value = compiled(yTrue, yPred);
  expect(memory().numTensors).toBe(before + 1);
  expect(value.shape).toEqual([]);
  expectSame(value.dataSync()[0], Math.fround(streaming.result()));
});

test('every metric with every option survives saving and loading', async () => {
  const metrics = cases.map(([, { entry, options }]) => entry.compiled(options));
  const first = model(metrics);
  const loaded = await saveAndLoad(first);
  expect(loaded.metrics).toEqual(first.metrics);
  expect(loaded.metricsNames).toEqual(['loss', ...metrics.map(({ name }) => name)]);
  const [x, y] = data();
  const [before, after] = [first, loaded].map((model) =>
    (model.evaluate(x, y) as Tensor[]).map((value) => value.dataSync()[0]),
  );
  expect(after).toEqual(before);
});

test('names are metrics too, where no option is needed', async () => {
  const names = allMetrics.map(({ name }) => name).filter((name) => !/AtK|fbeta/.test(name));
  const compiled = model(names);
  const [x, y] = data();
  const { history } = await compiled.fit(x, y, { epochs: 1, verbose: 0 });
  expect(history).toHaveProperty('macroF1');
  expect(history).toHaveProperty('rPrecision');
  expect(Object.keys(history)).toHaveLength(names.length + 1);
  expect(() => model(['f1AtK'])).toThrow('k must be an integer, 1 or more; got undefined.');
});
