import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { add, cast, mean, mul, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, metrics as tfjsMetrics, sequential } from '@tensorflow/tfjs-layers';
import { oneVersusAll, sigmoidF1, unboundedF1 } from '../src/index.js';

const sets = LabelSets.from([[0, 2], [1], [0, 1, 3]], 4);
// prettier-ignore
const x = tensor2d([[1, 0], [0, 1], [1, 1]]);

type Metrics = Parameters<LayersModel['compile']>[0]['metrics'];

/** Scores that lie outside of probabilities, unless an activation brings them in. */
function compiled(
  metrics: Metrics,
  loss: Parameters<LayersModel['compile']>[0]['loss'] = oneVersusAll,
  units = 4,
) {
  const kernel = tensor2d(
    Array.from({ length: 2 }, (_, i) => Array.from({ length: units }, (_, j) => i - j + 2.5)),
  );
  const model = sequential({
    layers: [layers.dense({ units, inputShape: [2], weights: [kernel], useBias: false })],
  });
  model.compile({ optimizer: 'sgd', loss, metrics });
  return model;
}

const fit = (model: LayersModel, y: Tensor) => model.fit(x, y, { epochs: 1, verbose: 0 });

describe('metrics of tfjs refuse sparse targets, and say which of ours to take', () => {
  test.each<[string, string]>([
    ['binaryAccuracy', 'hammingScore()'],
    ['categoricalAccuracy', 'precisionAtK(1)'],
    ['precision', 'precisionScore()'],
    ['categoricalCrossentropy', 'the loss itself'],
    ['sparseCategoricalCrossentropy', 'the loss itself'],
    ['mse', 'the loss itself'],
    ['MAE', 'the loss itself'],
    ['cosine', 'the loss itself'],
  ])('%s: %s', async (name, advice) => {
    const message = `metrics must be of those that read sparse targets, here int32 of shape [3, 3]`;
    const model = compiled([name]);
    await expect(fit(model, sets.toPadded())).rejects.toThrow(message);
    await expect(fit(model, sets.toPadded())).rejects.toThrow(`got "${name}". Take ${advice}`);
    expect(() => model.evaluate(x, sets.toPadded())).toThrow(message);
    await expect(model.trainOnBatch(x, sets.toPadded())).rejects.toThrow(message);
  });

  test.each(['binaryAccuracy', 'sparseCategoricalAccuracy', 'recall', 'cosineProximity'] as const)(
    '%s, given as a function',
    async (name) => {
      const model = compiled([tfjsMetrics[name]]);
      await expect(fit(model, sets.toPadded())).rejects.toThrow(`got "${name}"`);
    },
  );

  test('of as many columns as labels, where the loss says that they are sparse', async () => {
    const model = compiled(['categoricalAccuracy'], oneVersusAll.with({ targets: 'sparse' }));
    await expect(fit(model, sets.toPadded(4))).rejects.toThrow('here int32 of shape [3, 4]');
    const dense = compiled(['categoricalAccuracy'], oneVersusAll.with({ targets: 'dense' }));
    await expect(fit(dense, cast(sets.toMultiHot(), 'int32'))).resolves.toBeDefined();
  });
});

describe('names that tfjs resolves by the loss mean one label an example beside a loss of ours', () => {
  test.each([
    ['accuracy', 'categoricalAccuracy', 'accuracyScore()'],
    ['acc', 'categoricalAccuracy', 'hammingScore()'],
    ['ce', 'categoricalCrossentropy', 'the loss itself'],
    ['crossentropy', 'categoricalCrossentropy', 'the loss itself'],
  ])('%s', (name, meaning, advice) => {
    const compile = () => compiled([name]);
    expect(compile).toThrow(`metrics must be unambiguous; tfjs takes this name for '${meaning}'`);
    expect(compile).toThrow(advice);
    expect(() => compiled(name)).toThrow(`got "${name}"`);
    expect(() => compiled([name], sigmoidF1)).toThrow(`got "${name}"`);
    expect(() => compiled([name], 'categoricalCrossentropy')).not.toThrow();
  });

  test('categoricalAccuracy by its own name is the part of top labels that are the one label', async () => {
    // prettier-ignore
    const one = tensor2d([[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]]);
    const { history } = await compiled(['categoricalAccuracy']).fit(x, one, { epochs: 1, verbose: 0 });
    expect(history.categoricalAccuracy[0]).toBeCloseTo(2 / 3, 6); // float32
  });
});

describe('metrics of tfjs that read probabilities refuse scores', () => {
  test.each(['binaryAccuracy', 'categoricalCrossentropy', 'sparseCategoricalCrossentropy'])(
    '%s',
    async (name) => {
      await expect(fit(compiled([name]), sets.toMultiHot())).rejects.toThrow(
        /metrics must be of those that read scores, such as [\d.-]+ of output 'dense_Dense\d+'; tfjs's \w+ reads probabilities; got/,
      );
    },
  );

  test.each(['precision', tfjsMetrics.recall])('%s, which reads 0 and 1', async (metric) => {
    await expect(fit(compiled([metric]), sets.toMultiHot())).rejects.toThrow('reads decisions, 0 or 1');
  });

  test("'accuracy' of one label is binaryAccuracy", async () => {
    const model = compiled(['accuracy'], oneVersusAll, 1);
    await expect(fit(model, tensor2d([[1], [0], [1]]))).rejects.toThrow(
      "tfjs's accuracy reads probabilities",
    );
  });

  test('and take probabilities', () => {
    const model = sequential({
      layers: [
        layers.dense({ units: 4, inputShape: [2], activation: 'sigmoid', kernelInitializer: 'zeros' }),
      ],
    });
    model.compile({ optimizer: 'sgd', loss: unboundedF1, metrics: ['binaryAccuracy', 'mse'] });
    const [, accuracy, error] = (model.evaluate(x, sets.toMultiHot()) as Tensor[]).map(
      (value) => value.dataSync()[0],
    );
    expect([accuracy, error]).toEqual([0.5, 0.25]); // all are 0.5: nothing predicted; 6 of 12 are active
  });
});

test('metrics of the user are left to the user', async () => {
  const binaryAccuracy = (yTrue: Tensor, yPred: Tensor) => add(mul(mean(yPred), 0), yTrue.shape[1]!);
  const { history } = await compiled([binaryAccuracy]).fit(x, sets.toPadded(), { epochs: 1, verbose: 0 });
  expect(history.binaryAccuracy).toEqual([3]);
});
