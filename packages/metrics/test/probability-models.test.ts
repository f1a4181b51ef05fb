import '@tensorflow/tfjs-backend-cpu';
import { ValueError } from '@argmaxable/core';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import { serialization, sigmoid, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import {
  accuracyScore,
  averagePrecisionScore,
  f1AtK,
  f1Score,
  hammingLoss,
  intersectionOverUnion,
} from '../src/index.js';

/** A layer that findModelEnd and others know nothing of. */
class Squash extends layers.Layer {
  static readonly className = 'SquashOfSomebodyElse';
  override call(inputs: Tensor | Tensor[]): Tensor {
    return sigmoid([inputs].flat()[0]);
  }
  override computeOutputShape(shape: number[]): number[] {
    return shape;
  }
}
serialization.registerClass(Squash);

function model(metric: unknown, ...ends: layers.Layer[]): LayersModel {
  const made = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] }), ...ends] });
  made.compile({ loss: 'meanSquaredError', optimizer: 'sgd', metrics: [metric as never] });
  return made;
}

const ends: [string, () => layers.Layer][] = [
  ['a sigmoid layer', () => layers.activation({ activation: 'sigmoid' })],
  ['a dense layer with a sigmoid', () => layers.dense({ units: 3, activation: 'sigmoid' })],
  ['a softmax layer', () => layers.softmax()],
];

test.each(ends)('metrics with the threshold of logits are refused for a model that ends in %s', (_, end) => {
  for (const metric of [f1Score(), hammingLoss(), accuracyScore({}), 'hammingLoss']) {
    expect(() => model(metric, end())).toThrow(
      'which compares scores with 0 unless threshold: 0.5 is given, which probabilities need; got',
    );
    expect(() => model(metric, end())).toThrow(ValueError);
  }
  expect(() => model(intersectionOverUnion(), end())).toThrow('which takes their softmax itself; got');
});

test.each(ends)(
  'a threshold that is given, and metrics of rankings, suit a model that ends in %s',
  (_, end) => {
    for (const metric of [
      f1Score({ threshold: 0.5 }),
      f1Score({ threshold: 0 }),
      f1AtK(1),
      averagePrecisionScore(),
    ]) {
      expect(model(metric, end()).metricsNames).toHaveLength(2);
    }
  },
);

test('logits suit them all', () => {
  for (const metric of [f1Score(), 'hammingLoss', intersectionOverUnion()]) {
    expect(model(metric).metricsNames).toHaveLength(2);
  }
});

test('whether a threshold was given comes through saving and loading', async () => {
  for (const metric of [
    f1Score(),
    f1Score({ threshold: 0 }),
    hammingLoss({ threshold: [0, Infinity, -Infinity] }),
  ]) {
    const first = model(metric);
    const loaded = await loadSaved(await save(first));
    expect(loaded.metrics).toEqual(first.metrics);
    expect(loaded.metricsNames).toEqual(first.metricsNames);
  }
});

test('where the layers do not tell, the first batch is warned of', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation();
  const unknown = model(f1Score(), new Squash({}));
  // prettier-ignore
  const [x, y] = [tensor2d([[1, 0], [0, 1]]), tensor2d([[1, 0, 0], [0, 1, 0]])];
  await unknown.fit(x, y, { epochs: 2, verbose: 0 });
  const texts = warn.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith('f1Score: '));
  expect(texts).toHaveLength(1);
  expect(texts[0]).toContain('Give threshold: 0.5 if they are probabilities');
  warn.mockRestore();
});
