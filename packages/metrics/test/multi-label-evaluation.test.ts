import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { memory, type Tensor, tensor2d, train } from '@tensorflow/tfjs-core';
import {
  callbacks,
  CustomCallback,
  initializers,
  layers,
  type LayersModel,
  model as functional,
  sequential,
} from '@tensorflow/tfjs-layers';
import {
  averagePrecisionScore,
  type EvaluationData,
  F1AtK,
  f1AtK,
  f1Score,
  hammingLoss,
  MultiLabelEvaluation,
  type MultiLabelEvaluationOptions,
} from '../src/index.js';
import reference from './fixtures/metrics.json' with { type: 'json' };

const { scores, targets, values } = reference;
const sets = LabelSets.fromMultiHot(targets);

/**
 * A model that gives back its inputs, the reference's scores, so that the values to expect are the
 * reference's.
 */
function identityModel(learningRate = 0, metrics: ReturnType<typeof f1AtK>[] = []): LayersModel {
  const kernelInitializer = initializers.identity({});
  const model = sequential({
    layers: [layers.dense({ units: 12, inputShape: [12], useBias: false, kernelInitializer })],
  });
  model.compile({ loss: 'meanSquaredError', optimizer: train.sgd(learningRate), metrics });
  return model;
}

function batches(): { xs: Tensor; ys: Tensor }[] {
  return [0, 15, 30].map((start) => ({
    xs: tensor2d(scores.slice(start, start + 15)),
    ys: tensor2d(targets.slice(start, start + 15)),
  }));
}

const dataset = {
  size: 3,
  iterator: () => {
    const left = batches();
    return Promise.resolve({
      next: () => {
        const value = left.shift();
        return Promise.resolve(value ? { value, done: false } : { value: null as never, done: true });
      },
    });
  },
};

async function* generated(): AsyncGenerator<{ x: Tensor[]; y: Tensor }> {
  for (const { xs, ys } of batches()) yield await Promise.resolve({ x: [xs], y: ys });
}

describe('exact values of the whole set are in the history', () => {
  const x = tensor2d(scores);
  const y = tensor2d(targets);
  const forms: [string, EvaluationData][] = [
    ['tensors', { x, y }],
    ['label sets', { x: [x], y: sets }],
    ['sparse targets', { x, y: sets.toPadded(7) }],
    ['flat targets', { x, y: Uint8Array.from(targets.flat()) }],
    ['rows', { x, y: targets }],
    ['batches', batches()],
    [
      'sparse batches',
      batches().map(({ xs, ys }) => ({ x: xs, y: LabelSets.fromMultiHot(ys as never).toPadded(13) })),
    ],
    ['a dataset', dataset],
    ['a function that generates batches', generated],
  ];

  test.each(forms)('from %s, without leaving tensors', async (_, data) => {
    const model = identityModel();
    const options = { data, metrics: [f1AtK(8), 'hammingLoss', new F1AtK({ k: 1 })], batchSize: 7 };
    const evaluation = new MultiLabelEvaluation(options);
    await model.fit(x, y, { epochs: 1, verbose: 0 }); // so that what tfjs keeps is there
    const before = memory().numTensors;
    const { history } = await model.fit(x, y, { epochs: 2, verbose: 0, callbacks: evaluation });
    expect(memory().numTensors).toBe(before);
    // Scores are float32 here, which changes no order and so nothing but the rounding of sums.
    for (const [key, value] of [
      ['val_f1@8', values.at_k[3].f1],
      ['val_f1@1', values.at_k[0].f1],
      ['val_hammingLoss', values.hamming_loss],
    ] as const) {
      expect(history[key]).toEqual([expect.closeTo(value, 12), expect.closeTo(value, 12)]);
    }
  });
});

test("tfjs's own average over batches is another number", async () => {
  const [x, y] = [tensor2d(scores), tensor2d(targets)];
  const metrics = [f1Score({ average: 'micro' }), averagePrecisionScore()];
  const { history } = await identityModel(0, metrics).fit(x, y, {
    epochs: 1,
    batchSize: 3,
    shuffle: false,
    verbose: 0,
    callbacks: new MultiLabelEvaluation({ data: { x, y }, metrics, prefix: 'exact_' }),
  });
  expect(history.exact_microF1[0]).toBeCloseTo(values.micro.f1, 12);
  expect(history.exact_macroAveragePrecision[0]).toBeCloseTo(
    values.average_precision_macro_labels_with_positives,
    12,
  );
  // tfjs keeps float32, good to 1e-7: these differences are none of rounding.
  for (const key of ['microF1', 'macroAveragePrecision']) {
    expect(Math.abs((history[key][0] as number) - (history[`exact_${key}`][0] as number))).toBeGreaterThan(
      1e-3,
    );
  }
});

test('fitDataset takes it, and earlyStopping stops on its values', async () => {
  const model = identityModel();
  const seen: number[] = [];
  const evaluation = new MultiLabelEvaluation({ data: dataset, metrics: [f1AtK(8)] });
  const evaluate = evaluation.evaluate.bind(evaluation);
  // A value that rises for three epochs and then falls.
  evaluation.evaluate = async (model) => {
    seen.push((await evaluate(model))['f1@8']);
    return { 'f1@8': 3 - Math.abs(seen.length - 3) };
  };
  const stopping = callbacks.earlyStopping({ monitor: 'val_f1@8', mode: 'max', patience: 1 });
  const { history } = await model.fitDataset(dataset, {
    epochs: 10,
    verbose: 0,
    callbacks: [evaluation, stopping],
  });
  expect(history['val_f1@8']).toEqual([1, 2, 3, 2]);
  expect(seen).toEqual(seen.map(() => expect.closeTo(values.at_k[3].f1, 12) as number));
});

test('every names the epochs, and the last is always one', async () => {
  const [x, y] = [tensor2d(scores), tensor2d(targets)];
  const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: ['f1Score'], every: 2, prefix: '' });
  const epochs: number[] = [];
  const { history } = await identityModel(0.1).fit(x, y, {
    epochs: 5,
    verbose: 0,
    callbacks: [
      evaluation,
      new CustomCallback({
        onEpochEnd: (epoch, logs) => {
          if (logs && 'macroF1' in logs) epochs.push(epoch);
        },
      }),
    ],
  });
  expect(epochs).toEqual([1, 3, 4]);
  expect(history.macroF1).toHaveLength(3);
  expect(new Set(history.macroF1).size).toBeGreaterThan(1); // the model learns, so the values differ
});

test.each<[unknown, string]>([
  [
    { data: 3, metrics: ['f1Score'] },
    'data must be { x, y }, a dataset, batches { xs, ys }, or a function that returns batches; got 3.',
  ],
  [{ data: [], metrics: ['f1Score'] }, 'a function that returns batches; at least one batch; got [].'],
  [
    { data: [batches()[0], 3], metrics: ['f1Score'] },
    'data[1] must be of the form { xs, ys } or { x, y }; got 3.',
  ],
  [{ data: batches(), metrics: [] }, 'metrics must be an array of one metric or more, such as [f1AtK(8)]'],
  [{ data: batches(), metrics: ['f2Score'] }, 'or one of the names f1AtK,'],
  [{ data: batches(), metrics: [() => 3] }, 'metrics must be metrics of this package'],
  [{ data: batches(), metrics: ['f1AtK'] }, 'k must be an integer, 1 or more; got undefined.'],
  [
    { data: batches(), metrics: [hammingLoss(), 'hammingLoss'] },
    'metrics must be a list of metrics with different keys; got "hammingLoss".',
  ],
  [{ data: batches(), metrics: ['f1Score'], every: 0 }, 'every must be an integer, 1 or more; got 0.'],
  [
    { data: batches(), metrics: ['f1Score'], batchSize: 0.5 },
    'batchSize must be an integer, 1 or more; got 0.5.',
  ],
  [{ data: batches(), metrics: ['f1Score'], prefix: 1 }, 'prefix must be a string; got 1.'],
  [
    { data: batches(), metrics: ['f1Score'], targets: 'x' },
    "targets must be one of 'auto', 'dense', 'sparse'",
  ],
  [
    { data: batches(), metrics: ['f1Score'], often: 1 },
    'options of MultiLabelEvaluation must be among data,',
  ],
])('bad options %# are named', (options, message) => {
  expect(() => new MultiLabelEvaluation(options as MultiLabelEvaluationOptions)).toThrow(message);
});

describe('data that does not fit is named in training', () => {
  const x = tensor2d(scores);
  const y = tensor2d(targets);
  test.each<[EvaluationData, string]>([
    [() => [], 'number of examples must be 1 or more for a result; got 0.'],
    [
      { x, y: Uint8Array.from(targets.slice(1).flat()) },
      'data.y must be as many examples as data.x, 40; got "39 examples".',
    ],
    [
      {
        x,
        y: LabelSets.from(
          targets.map(() => [0]),
          3,
        ),
      },
      'data.y must be label sets of 12 labels',
    ],
    [
      [
        { xs: x, ys: y },
        { xs: null as never, ys: y },
      ],
      'xs of a batch must be a tensor, or one tensor per input',
    ],
    [[{ xs: 'x', ys: y } as never], 'xs of a batch must be a tensor, or one tensor per input'],
    [
      [{ xs: y, ys: null as never }],
      'ys of a batch must be LabelSets, a tensor, rows, or a flat array of 0 and 1; got null.',
    ],
    [
      () => [{ xs: y } as never],
      'batch must be of the form { xs, ys } or { x, y }; got an object of class Object.',
    ],
    [
      [{ xs: tensor2d([[1, 2]]), ys: [targets[0]] }],
      'data must be of shape [size, 12], like the inputs of the model',
    ],
    [
      [{ xs: [x, x], ys: y }],
      'data must be of shape [size, 12], like the inputs of the model; got "[40, 12], [40, 12]".',
    ],
    [
      () => 5 as never,
      'the result of data() must be batches { xs, ys }: an array, an iterator, a generator; got 5.',
    ],
    [(() => Promise.resolve([])) as never, 'the result of data() must be batches'],
    [
      { iterator: () => Promise.resolve({}) } as never,
      'next of data.iterator() must be a function; got undefined.',
    ],
    [
      { iterator: () => Promise.resolve({ next: () => Promise.resolve(null) }) } as never,
      'the result of next() of data.iterator() must be { value, done }; got null.',
    ],
    [
      [{ xs: x, ys: targets.slice(1) }],
      'targets of a batch must be as many as its inputs, 40; got "39 examples".',
    ],
    [() => [3 as never], 'batch must be of the form { xs, ys } or { x, y }; got 3.'],
    [
      { x: tensor2d([[...scores[0].slice(1), NaN]]), y: [targets[0]] },
      'prediction[0][0] must be a number; got NaN.',
    ],
  ])('%#', async (data, message) => {
    const evaluation = new MultiLabelEvaluation({ data, metrics: ['f1Score'] });
    await expect(evaluation.evaluate(identityModel())).rejects.toThrow(message);
  });

  test('a model of two outputs', async () => {
    const start = layers.input({ shape: [2] });
    const [a, b] = [1, 2].map(() => layers.dense({ units: 3 }).apply(start) as never);
    const evaluation = new MultiLabelEvaluation({ data: batches(), metrics: ['f1Score'] });
    await expect(evaluation.evaluate(functional({ inputs: start, outputs: [a, b] }))).rejects.toThrow(
      'model must be of one output; got "2 outputs".',
    );
  });
});
