import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { memory, tensor2d } from '@tensorflow/tfjs-core';
import {
  callbacks as tfjsCallbacks,
  CustomCallback,
  History,
  layers,
  sequential,
} from '@tensorflow/tfjs-layers';
import { BestWeights, f1AtK, MultiLabelEvaluation, NeuralCollapseMonitor } from '../src/index.js';

// prettier-ignore
const x = tensor2d([[1, 0], [0, 1], [1, 1], [-1, 1]]);
const y = LabelSets.from([[0], [1], [2], [0, 1]], 3);
const targets = y.toMultiHot();

const dataset = {
  size: 2,
  iterator: () => {
    const left = [0, 1].map(() => ({ xs: x.clone(), ys: targets.clone() }));
    const next = () => {
      const value = left.shift();
      return Promise.resolve(value ? { value, done: false } : { value: null, done: true });
    };
    return Promise.resolve({ next });
  },
};

type Train = (callbacks: unknown) => Promise<History>;

const model = () => {
  const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  return model;
};

const trainings: [string, Train][] = [
  ['fit', (callbacks) => model().fit(x, targets, { epochs: 3, verbose: 0, callbacks: callbacks as never })],
  [
    'fit with validation',
    (callbacks) =>
      model().fit(x, targets, { epochs: 3, verbose: 0, validationSplit: 0.5, callbacks: callbacks as never }),
  ],
  [
    'fitDataset',
    (callbacks) => model().fitDataset(dataset, { epochs: 3, verbose: 0, callbacks: callbacks as never }),
  ],
  [
    'fitDataset with validation',
    (callbacks) =>
      model().fitDataset(dataset, {
        epochs: 3,
        verbose: 0,
        validationData: dataset,
        callbacks: callbacks as never,
      }),
  ],
];

/** Every order of a list. */
function orders<T>(list: readonly T[]): T[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((first, i) => orders(list.filter((_, j) => j !== i)).map((rest) => [first, ...rest]));
}

describe.each(trainings)('%s', (_, train) => {
  test('takes callbacks of ours, of tfjs and plain objects in one array, in any order', async () => {
    for (const order of orders(['ours', 'plain', 'tfjs', 'custom'])) {
      const seen: string[] = [];
      const entries: Record<string, unknown> = {
        ours: new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] }),
        plain: {
          onEpochEnd: (epoch: number) => void seen.push(`plain ${epoch}`),
          onBatchEnd: () => undefined,
        },
        tfjs: tfjsCallbacks.earlyStopping({ monitor: 'loss', patience: 100 }),
        custom: new CustomCallback({ onTrainEnd: () => void seen.push('custom') }),
      };
      const { history } = await train(order.map((name) => entries[name]));
      expect(seen).toEqual(['plain 0', 'plain 1', 'plain 2', 'custom']);
      expect(history['val_f1@1']).toHaveLength(3);
    }
  });

  test('gives plain objects the values of the callbacks before them', async () => {
    const values: unknown[] = [];
    const { history } = await train([
      new NeuralCollapseMonitor({ data: { x, y } }),
      new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] }),
      {
        onEpochEnd: (_: number, logs: Record<string, unknown>) =>
          void values.push(logs['val_f1@1'], logs.nc1),
      },
      new BestWeights({ monitor: 'nc1' }),
    ]);
    expect(values).toEqual([0, 1, 2].flatMap((i) => [history['val_f1@1'][i], history.nc1[i]]));
  });

  test('leaves no tensor behind', async () => {
    const left = async (callbacks: unknown) => {
      const before = memory().numTensors;
      await train(callbacks);
      return memory().numTensors - before;
    };
    const plain = { onEpochEnd: () => undefined };
    const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] });
    const mixed = [plain, evaluation, new BestWeights({ monitor: 'val_f1@1' })];
    // The model made there is what tfjs leaves alone too.
    expect(await left(mixed)).toBe(await left(undefined));
  });

  test.each<[string, unknown[], RegExp]>([
    [
      'null',
      [null],
      /callbacks\[1\] must be a callback, or an object of one or more of the functions .*; got null/,
    ],
    ['a number', [5], /callbacks\[1\] must be .*; got 5/],
    ['a class', [BestWeights], /callbacks\[1\] must be .*; got a function/],
    [
      'a slip of the pen',
      [{ onEpochEnds: () => 1 }],
      /got "an object of onEpochEnds"\. Did you mean 'onEpochEnd'\?/,
    ],
    ['an empty object', [{}], /callbacks\[1\] must be/],
    ['no function', [{ onEpochEnd: 'x' }], /callbacks\[1\].onEpochEnd must be a function; got "x"/],
    [
      'of another copy of tfjs',
      [{ setParams: () => 1, onEpochEnd: () => 1 }],
      /another copy of @tensorflow\/tfjs-layers/,
    ],
  ])('names %s', async (_, wrong, message) => {
    const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] });
    await expect(train([evaluation, ...wrong])).rejects.toThrow(message);
  });
});

test('an object keeps its this', async () => {
  class Counter {
    epochs = 0;
    onEpochEnd(): void {
      this.epochs++;
    }
  }
  const counter = new Counter();
  await trainings[0][1]([new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] }), counter]);
  expect(counter.epochs).toBe(3);
});

test('what tfjs takes already goes to it as it is', async () => {
  for (const [, train] of trainings) {
    const epochs: number[] = [];
    const plain = { onEpochEnd: (epoch: number) => void epochs.push(epoch) };
    for (const callbacks of [
      undefined,
      plain,
      [plain],
      [plain, plain],
      new CustomCallback(plain),
      [new CustomCallback(plain)],
    ]) {
      await train(callbacks);
    }
    expect(epochs).toHaveLength(3 * 6);
  }
});

test('two callbacks cannot write the same keys', async () => {
  const twice = () => new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] });
  await expect(trainings[0][1]([twice(), twice()])).rejects.toThrow(
    'prefix must be one that gives each callback keys of its own in the logs; got "one that gives \'val_f1@1\', a key of an earlier callback".',
  );
  const monitor = () => new NeuralCollapseMonitor({ data: { x, y } });
  await expect(trainings[0][1]([monitor(), monitor()])).rejects.toThrow("one that gives 'nc1'");
});

test('the exact value takes the place of the average over batches, and nothing leaks', async () => {
  const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd', metrics: [f1AtK(1)] });
  const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)] });
  const fit = () =>
    model.fit(x, targets, { epochs: 2, verbose: 0, validationData: [x, targets], callbacks: evaluation });
  await fit();
  const before = memory().numTensors;
  const { history } = await fit();
  expect(memory().numTensors).toBe(before);
  expect(history['val_f1@1'][1]).toBe((await evaluation.evaluate(model))['f1@1']);
});
