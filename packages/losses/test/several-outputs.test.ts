import '@tensorflow/tfjs-backend-cpu';
import { f1AtK, hammingLoss, hammingScore } from '@argmaxable/metrics';
import { loadSaved, save } from '@argmaxable/test-support/saving';
import { mean, memory, squaredDifference, type Tensor, tensor2d, train } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model as functional,
  type ModelCompileArgs,
} from '@tensorflow/tfjs-layers';
import { focal, oneVersusAll, zlpr } from '../src/index.js';

// prettier-ignore
const x = tensor2d([[1, 0], [0, 1], [1, 1], [0.5, -1]]);
// prettier-ignore
const tags = tensor2d([[1, 0, 0], [0, 1, 1], [0, 0, 0], [1, 1, 0]]);
// prettier-ignore
const kinds = tensor2d([[1, 0], [0, 1], [1, 1], [0, 0]]);

function twoHeads(args: Partial<ModelCompileArgs> | object): LayersModel {
  const start = input({ shape: [2] });
  const head = (name: string, units: number) =>
    layers.dense({ units, name, kernelInitializer: 'ones' }).apply(start) as never;
  const model = functional({ inputs: start, outputs: [head('tags', 3), head('kinds', 2)] });
  model.compile({ optimizer: train.sgd(0), loss: oneVersusAll, ...args });
  return model;
}

const names = ['loss', 'tags_loss', 'kinds_loss'];

/** Values by name, of losses and metrics alone on each output. */
function expected(model: LayersModel): Record<string, number> {
  const [tagScores, kindScores] = model.predict(x) as Tensor[];
  const value = (of: Tensor): number => of.dataSync()[0];
  const [tagsLoss, kindsLoss] = [value(oneVersusAll(tags, tagScores)), value(zlpr(kinds, kindScores))];
  return {
    loss: tagsLoss + kindsLoss,
    tags_loss: tagsLoss,
    kinds_loss: kindsLoss,
    'tags_f1@1': value(f1AtK(1)(tags, tagScores)),
    tags_hammingLoss: value(hammingLoss()(tags, tagScores)),
    kinds_mse: value(mean(squaredDifference(kindScores, kinds))),
  };
}

const args = {
  loss: { tags: oneVersusAll, kinds: zlpr },
  metrics: { tags: [f1AtK(1), 'hammingLoss'], kinds: 'mse' },
};

function expectClose(actual: Record<string, number>, wanted: Record<string, number>): void {
  expect(Object.keys(actual)).toEqual(Object.keys(wanted));
  // Sums of float32 over batches in another order.
  for (const [key, value] of Object.entries(wanted)) expect(actual[key]).toBeCloseTo(value, 5);
}

describe('values of several outputs stand under their own names', () => {
  test('from evaluate', () => {
    const model = twoHeads(args);
    const values = (model.evaluate(x, [tags, kinds]) as Tensor[]).map((value) => value.dataSync()[0]);
    expect(values).toHaveLength(model.metricsNames.length);
    expectClose(Object.fromEntries(model.metricsNames.map((name, i) => [name, values[i]])), expected(model));
  });

  test('in the history of fit, where validation and training on the same data are the same', async () => {
    const model = twoHeads(args);
    const fit = () =>
      model.fit(x, [tags, kinds], { epochs: 1, verbose: 0, validationData: [x, [tags, kinds]] });
    await fit();
    const before = memory().numTensors;
    const { history } = await fit();
    expect(memory().numTensors).toBe(before);
    const wanted = expected(model);
    const at = (prefix: string) =>
      Object.fromEntries(Object.keys(wanted).map((key) => [key, history[prefix + key][0] as number]));
    expectClose(at('val_'), wanted);
    expectClose(at(''), wanted);
  });

  test('in the history of fitDataset', async () => {
    const dataset = () => ({
      size: 1,
      iterator: () => {
        const left = [{ xs: x.clone(), ys: { tags: tags.clone(), kinds: kinds.clone() } }];
        const next = () => {
          const value = left.shift();
          return Promise.resolve(value ? { value, done: false } : { value: null, done: true });
        };
        return Promise.resolve({ next });
      },
    });
    const model = twoHeads(args);
    const { history } = await model.fitDataset(dataset(), {
      epochs: 1,
      verbose: 0,
      validationData: dataset(),
    });
    const wanted = expected(model);
    expectClose(
      Object.fromEntries(Object.keys(wanted).map((key) => [key, history[`val_${key}`][0] as number])),
      wanted,
    );
  });

  test('with one loss for three outputs, and a metric for all', async () => {
    const start = input({ shape: [2] });
    const outputs = ['a', 'b', 'c'].map((name) => layers.dense({ units: 3, name }).apply(start) as never);
    const model = functional({ inputs: start, outputs });
    model.compile({ optimizer: train.sgd(0), loss: focal, metrics: hammingScore() });
    const y = [tags, tags, tags];
    const { history } = await model.fit(x, y, { epochs: 1, verbose: 0, validationData: [x, y] });
    for (const name of model.metricsNames) {
      expect(history[`val_${name}`][0]).toBeCloseTo(history[name][0] as number, 5);
    }
    expect(Object.keys(history)).toHaveLength(2 * 7);
  });

  test('a model without any of ours is left as tfjs has it', () => {
    const model = twoHeads({ loss: 'meanSquaredError' });
    expect(model.evaluate(x, [tags, kinds])).toHaveLength(4); // running totals first
  });
});

const again = async (model: LayersModel): Promise<LayersModel> => loadSaved(await save(model));

describe('metrics in any form are saved and loaded', () => {
  test.each<[string, unknown]>([
    ['none', undefined],
    ['an empty list', []],
    ['one', f1AtK(2)],
    ['a list for all outputs', [f1AtK(2), 'hammingLoss', 'mse']],
    ['an object of one each', { tags: f1AtK(1), kinds: 'categoricalAccuracy' }],
    [
      'an object of lists',
      { tags: [f1AtK(1), 'hammingLoss', 'mse'], kinds: [hammingScore({ threshold: 1 }), 'mse'] },
    ],
    ['lists of one and of none', { tags: [f1AtK(1)], kinds: [] }],
    ['an output alone', { kinds: ['mse', 'MAE', zlpr] }],
    ['undefined for an output', { tags: undefined, kinds: ['mse', 'mae'] }],
  ])('%s', async (_, metrics) => {
    const model = twoHeads({ metrics });
    const loaded = await again(model);
    expect(loaded.metricsNames).toEqual(model.metricsNames.map((name) => name.replace('MAE', 'mae')));
    const values = [model, loaded].map((model) =>
      (model.evaluate(x, [tags, kinds]) as Tensor[]).map((value) => value.dataSync()[0]),
    );
    expect(values[1]).toEqual(values[0]);
    expect(values[0]).toHaveLength(model.metricsNames.length);
    expect((await again(loaded)).metricsNames).toEqual(loaded.metricsNames);
  });

  test('what was given is not written into', () => {
    const metrics = { tags: [f1AtK(1), 'mse'], kinds: ['mse'] };
    twoHeads({ metrics });
    expect(metrics).toEqual({ tags: [expect.any(Function), 'mse'], kinds: ['mse'] });
  });
});

describe('what tfjs takes and cannot use, or passes over, is refused when the model is compiled', () => {
  test.each<[object, string]>([
    [
      { loss: [oneVersusAll, null] },
      "loss[1] must be a loss, of output 'kinds'; got null. tfjs trains no model",
    ],
    [{ loss: [undefined, oneVersusAll] }, "loss[0] must be a loss, of output 'tags'; got undefined."],
    [{ loss: [oneVersusAll, [zlpr]] }, "loss[1] must be a loss, of output 'kinds'; got [a function]."],
    [{ loss: { tags: oneVersusAll } }, 'loss.kinds must be a loss; got undefined.'],
    [{ loss: { tags: oneVersusAll, kinds: null } }, 'loss.kinds must be a loss; got null.'],
    [{ loss: { tags: oneVersusAll, kind: zlpr } }, 'got "kind". Did you mean \'kinds\'?'],
    [{ metrics: null }, ''],
    [{ metrics: [f1AtK(1), null] }, 'metrics[1] must be a metric: a name or a function; got null.'],
    [{ metrics: [['mse'], ['mse', 'mae']] }, 'For lists of each output give an object by output name.'],
    [{ metrics: { tags: [null] } }, 'metrics.tags[0] must be a metric'],
    [{ metrics: { tags: null } }, 'metrics.tags must be a metric'],
    [
      { metrics: { tag: 'mse' } },
      'metrics must be by the names of the model\'s outputs: tags, kinds; got "tag"',
    ],
    [{ metrics: 5 }, 'metrics must be a name, a function, an array, or an object by output name; got 5.'],
    [{ metrics: { kinds: 'accuracy' } }, "beside the loss of output 'kinds'"],
  ])('%#', (args, message) => {
    const compile = () => twoHeads(args);
    if (message === '') expect(compile).not.toThrow();
    else expect(compile).toThrow(message);
  });

  test("'accuracy' stays for outputs with a loss of tfjs", () => {
    const model = twoHeads({
      loss: { tags: oneVersusAll, kinds: 'categoricalCrossentropy' },
      metrics: { kinds: ['accuracy'] },
    });
    expect(model.metricsNames).toEqual([...names, 'kinds_acc']);
  });
});
