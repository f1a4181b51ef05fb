import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { oneVersusAll, allLosses } from '@argmaxable/losses';
import { memory, tensor1d, tensor2d, type Tensor, tidy, train } from '@tensorflow/tfjs-core';
import {
  Callback,
  callbacks as tfjsCallbacks,
  constraints,
  initializers,
  layers,
  type LayersModel,
  sequential,
} from '@tensorflow/tfjs-layers';
import {
  allMetrics,
  BestWeights,
  type BestWeightsOptions,
  f1AtK,
  MultiLabelEvaluation,
} from '../src/index.js';
import { directionOf } from '../src/callbacks/better.js';
import { cases } from './cases.js';

// prettier-ignore
const x = tensor2d([[1, 0], [0, 1], [1, 1]]);
const y = LabelSets.from([[0], [1], [0, 2]], 3);
const [dense, sparse] = [y.toMultiHot(), y.toPadded()];

/** A model that moves at each step, with weights that are not trained: those of a batch normalization. */
function model(): LayersModel {
  const model = sequential();
  const kernelInitializer = initializers.glorotUniform({ seed: 1 });
  model.add(
    layers.dense({
      units: 4,
      inputShape: [2],
      kernelInitializer,
      kernelConstraint: constraints.unitNorm({}),
    }),
  );
  model.add(layers.batchNormalization());
  model.add(layers.dense({ units: 3, kernelInitializer }));
  model.compile({ loss: 'meanSquaredError', optimizer: train.sgd(0.5) });
  return model;
}

const valuesOf = (model: LayersModel) => model.getWeights().map((weight) => Array.from(weight.dataSync()));

/** Puts given values into the logs, and notes the weights at the end of each epoch. */
class Script extends Callback {
  readonly weights: number[][][] = [];
  constructor(
    private readonly values: readonly (number | undefined | Tensor | string)[],
    private readonly key = 'val_f1@8',
  ) {
    super();
  }
  override onEpochEnd(epoch: number, logs?: object): Promise<void> {
    this.weights.push(valuesOf(this.model));
    if (this.values[epoch] !== undefined) Object.assign(logs!, { [this.key]: this.values[epoch] });
    return Promise.resolve();
  }
}

async function run(values: readonly number[], options: BestWeightsOptions = {}) {
  const script = new Script(values);
  const best = new BestWeights({ monitor: 'val_f1@8', ...options });
  const trained = model();
  const { epoch } = await trained.fit(x, dense, {
    epochs: values.length,
    verbose: 0,
    callbacks: [script, best],
  });
  return { best, script, trained, epochs: epoch.length, weights: valuesOf(trained) };
}

describe('the weights of the best epoch are back at the end, to the bit', () => {
  test.each<[string, number[], BestWeightsOptions, number]>([
    ['a peak in the middle', [0.1, 0.4, 0.3, 0.2], {}, 1],
    ['the first of equals', [0.3, 0.3, 0.3], {}, 0],
    ['the last', [0.1, 0.2, 0.3], {}, 2],
    ['the lowest', [0.3, 0.1, 0.2], { mode: 'min' }, 1],
    ['past a NaN', [NaN, 0.1, NaN, 0.05], {}, 1],
    ['an infinity', [-Infinity, Infinity, 3], {}, 1],
    ['no gain of minDelta', [0.1, 0.15, 0.21, 0.3], { minDelta: 0.1 }, 2],
    ['a gain that is minDelta and no more', [0, 0.5, 0.75], { minDelta: 0.5 }, 2],
  ])('%s', async (_, values, options, expected) => {
    const { best, script, weights } = await run(values, options);
    expect(best.epoch).toBe(expected);
    expect(best.value).toBe(values[expected]);
    expect(weights).toEqual(script.weights[expected]);
    // Weights of other epochs are others, those of the batch normalization too.
    const other = script.weights[(expected + 1) % values.length];
    expect(other.every((weight, i) => weight.join() !== weights[i].join())).toBe(true);
  });

  test('restore: false keeps them for later', async () => {
    const { best, script, trained, weights } = await run([0.4, 0.1], { restore: false });
    expect(weights).toEqual(script.weights[1]);
    const before = memory().numTensors;
    best.restore();
    expect(memory().numTensors).toBe(before);
    expect(valuesOf(trained)).toEqual(script.weights[0]);
  });

  test("values that tfjs left on the device count, and stay the history's", async () => {
    const trained = model();
    const best = new BestWeights();
    const fit = await trained.fit(x, dense, {
      epochs: 4,
      verbose: 0,
      validationData: [x, dense],
      callbacks: best,
    });
    const losses = fit.history.val_loss as number[];
    expect(losses).toHaveLength(4);
    expect(best.value).toBe(Math.min(...losses));
    expect(best.epoch).toBe(losses.indexOf(Math.min(...losses)));
  });

  test('a second training starts anew', async () => {
    const { best, trained } = await run([0.9, 0.1]);
    const script = new Script([0.2, 0.3]);
    await trained.fit(x, dense, { epochs: 2, verbose: 0, callbacks: [script, best] });
    expect([best.epoch, best.value]).toEqual([1, 0.3]);
    expect(valuesOf(trained)).toEqual(script.weights[1]);
  });
});

describe('patience', () => {
  test.each([
    [1, 3],
    [2, 6],
    [3, 8],
  ])('of %d epochs without improvement stops', async (patience, epochs) => {
    const values = [0.1, 0.2, 0.15, 0.25, 0.2, 0.2, 0.2, 0.2, 0.9]; // best so far at 0, 1 and 3
    const result = await run(values, { patience });
    expect(result.epochs).toBe(patience === 3 ? 7 : epochs);
    expect(result.best.epoch).toBe(patience === 1 ? 1 : 3);
  });

  test('none does not stop', async () => {
    expect((await run([0.5, 0.4, 0.3, 0.2, 0.1])).epochs).toBe(5);
  });

  test('a NaN counts, and beside earlyStopping of tfjs the best weights are back too', async () => {
    expect((await run([0.5, NaN, NaN, 0.6], { patience: 2 })).epochs).toBe(3);
    const script = new Script([0.5, 0.4, 0.6]);
    const best = new BestWeights({ monitor: 'val_f1@8' });
    const stopping = tfjsCallbacks.earlyStopping({ monitor: 'val_f1@8', mode: 'max', patience: 1 });
    const trained = model();
    const fit = await trained.fit(x, dense, { epochs: 3, verbose: 0, callbacks: [script, stopping, best] });
    expect(fit.epoch).toEqual([0, 1]);
    expect(valuesOf(trained)).toEqual(script.weights[0]);
  });
});

describe('with MultiLabelEvaluation', () => {
  const evaluation = (every = 1) => new MultiLabelEvaluation({ data: { x, y }, metrics: [f1AtK(1)], every });

  test('in fit and in fitDataset, on sparse targets', async () => {
    const trained = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
    trained.compile({ loss: oneVersusAll, optimizer: train.adam(0.1) });
    const best = new BestWeights({ monitor: 'val_f1@1', patience: 5 });
    const callbacks = [evaluation(), best];
    const { history } = await trained.fit(x, sparse, { epochs: 20, verbose: 0, callbacks });
    expect(best.value).toBe(Math.max(...(history['val_f1@1'] as number[])));
    expect((await evaluation().evaluate(trained))['f1@1']).toBe(best.value);
    const dataset = {
      size: 1,
      iterator: () => {
        const left = [{ xs: x.clone(), ys: dense.clone() }];
        const next = () => Promise.resolve({ value: left.shift(), done: left.length === 0 });
        return Promise.resolve({ next });
      },
    };
    await trained.fitDataset(dataset, { epochs: 3, verbose: 0, callbacks });
    expect((await evaluation().evaluate(trained))['f1@1']).toBe(best.value);
  });

  test('epochs in which it did not measure are passed over, and do not count', async () => {
    const best = new BestWeights({ monitor: 'val_f1@1', patience: 2 });
    const trained = model();
    const { history, epoch } = await trained.fit(x, dense, {
      epochs: 9,
      verbose: 0,
      callbacks: [evaluation(3), best],
    });
    expect(history['val_f1@1'].length).toBe(epoch.length / 3);
    expect(best.epoch! % 3).toBe(2);
  });

  test('in the wrong order it says so before the first epoch', async () => {
    const trained = model();
    const before = valuesOf(trained);
    const callbacks = [new BestWeights({ monitor: 'val_f1@1' }), evaluation()];
    await expect(trained.fit(x, dense, { epochs: 2, verbose: 0, callbacks })).rejects.toThrow(
      'callbacks must be in the order in which they need each other: the callback that measures \'val_f1@1\' first; got "BestWeights before it".',
    );
    expect(valuesOf(trained)).toEqual(before);
  });

  test('a key that is not there is named, with those that are', async () => {
    for (const [monitor, message] of [
      [
        'val_f1@2',
        /monitor must be one of the keys of the epoch's logs: loss, val_f1@1; got "val_f1@2"\. Did you mean 'val_f1@1'\?/,
      ],
      ['val_loss', /monitor must be .* got "val_loss"\. (Did you mean|A 'val_' value needs validation data)/],
      ['acc', /got "acc"/],
    ] as const) {
      const callbacks = [evaluation(), new BestWeights({ monitor })];
      await expect(model().fit(x, dense, { epochs: 2, verbose: 0, callbacks })).rejects.toThrow(message);
    }
    const strange = new BestWeights({ monitor: 'constructor', mode: 'max' });
    await expect(model().fit(x, dense, { epochs: 1, verbose: 0, callbacks: strange })).rejects.toThrow(
      'got "constructor"',
    );
  });
});

test('where no epoch has a number it says so, and the weights are those of the last', async () => {
  const script = new Script([NaN, NaN]);
  const trained = model();
  const callbacks = [script, new BestWeights({ monitor: 'val_f1@8' })];
  await expect(trained.fit(x, dense, { epochs: 2, verbose: 0, callbacks })).rejects.toThrow(
    'best weights must be those of an epoch in which "val_f1@8" was a number; got "none: the monitored value was not a number in any epoch".',
  );
  expect(valuesOf(trained)).toEqual(script.weights[1]);
  const text = [new Script(['0.5']), new BestWeights({ monitor: 'val_f1@8' })];
  await expect(model().fit(x, dense, { epochs: 1, verbose: 0, callbacks: text })).rejects.toThrow(
    'logs["val_f1@8"] must be a number, to be monitored; got "0.5".',
  );
  expect(() => new BestWeights().restore()).toThrow(
    'best weights must be those of an epoch in which "val_loss" was a number',
  );
});

test('memory is flat, whatever ends the training', async () => {
  const trained = model();
  class Tensors extends Callback {
    readonly counts: number[] = [];
    override onEpochEnd(): Promise<void> {
      this.counts.push(memory().numTensors);
      return Promise.resolve();
    }
  }
  const counts = async (...best: Callback[]) => {
    const tensors = new Tensors();
    const before = memory().numTensors;
    const callbacks = [new Script([0.1, 0.2, 0.3, 0.4]), ...best, tensors];
    await trained.fit(x, dense, { epochs: 4, verbose: 0, callbacks });
    return [...tensors.counts, memory().numTensors].map((count) => count - before);
  };
  await counts();
  expect(await counts(new BestWeights({ monitor: 'val_f1@8' }))).toEqual(await counts());
  const failing = new (class extends Callback {
    override onEpochEnd(epoch: number): Promise<void> {
      return epoch === 2 ? Promise.reject(new Error('stopped')) : Promise.resolve();
    }
  })();
  const best = new BestWeights({ monitor: 'val_f1@8' });
  const script = new Script([0.3, 0.2, 0.1]);
  await expect(
    trained.fit(x, dense, { epochs: 3, verbose: 0, callbacks: [script, best, failing] }),
  ).rejects.toThrow('stopped');
  best.restore(); // what there was until then
  expect(valuesOf(trained)).toEqual(script.weights[0]);
});

describe('auto', () => {
  const lower = /loss|error/i;

  test('knows every metric and every loss of these packages, with and without prefix', () => {
    for (const [, metric] of cases) {
      const { key } = metric.make();
      const expected = lower.test(key) ? 'min' : 'max';
      for (const name of [key, `val_${key}`, `val_tags_${key}`]) {
        expect([name, directionOf('auto', name)]).toEqual([name, expected]);
      }
    }
    expect(allMetrics.length).toBeGreaterThan(15);
    for (const { lossName } of allLosses) {
      expect([lossName, directionOf('auto', `val_${lossName}`)]).toEqual([lossName, 'min']);
    }
  });

  test.each([
    ['loss', 'min'],
    ['val_loss', 'min'],
    ['val_tags_loss', 'min'],
    ['val_mse', 'min'],
    ['val_MAE', 'min'],
    ['val_acc', 'max'],
    ['val_accuracy', 'max'],
    ['val_binaryAccuracy', 'max'],
    ['val_precision', 'max'],
    ['nc1', 'min'],
    ['val_nc2Classifier', 'min'],
    ['val_categoricalCrossentropy', 'min'],
    ['val_meanSquaredError', 'min'],
  ] as const)('%s: %s', (key, direction) => {
    expect(directionOf('auto', key)).toBe(direction);
    // prettier-ignore
  });

  test.each(['val_cosine', 'tagWiseAverage', 'lr', 'time', 'val_myMeasure', ''])(
    'does not guess at %j',
    (monitor) => {
      expect(() => new BestWeights({ monitor })).toThrow(
        `mode must be 'min' or 'max', because it is not known which is better for "${monitor}", the monitored value; got "auto".`,
      );
      expect(new BestWeights({ monitor, mode: 'max' })).toBeInstanceOf(Callback);
    },
  );
});

test('weights of other types are kept as they are', async () => {
  const trained = model();
  const { weights } = trained as unknown as { weights: { read(): Tensor }[] };
  const counter = { read: () => count };
  const { variable } = await import('@tensorflow/tfjs-core');
  const count = tidy(() => variable(tensor1d([1, 2], 'int32'), false, 'count-of-steps', 'int32'));
  jest.spyOn(trained as never, 'weights', 'get').mockReturnValue([...weights, counter] as never);
  const best = new BestWeights({ monitor: 'val_f1@8' });
  const change = new (class extends Callback {
    override onEpochEnd(epoch: number): Promise<void> {
      if (epoch === 1) tidy(() => count.assign(tensor1d([5, 6], 'int32')));
      return Promise.resolve();
    }
  })();
  best.setModel(trained);
  best.setParams({});
  await best.onTrainBegin();
  await best.onEpochEnd(0, { 'val_f1@8': 1 });
  await change.onEpochEnd(1);
  await best.onTrainEnd();
  expect([count.dtype, Array.from(count.dataSync())]).toEqual(['int32', [1, 2]]);
});
