import '@tensorflow/tfjs-backend-cpu';
import { isPlainObject, LabelSets, ValueError } from '@argmaxable/core';
import { disposed, oddValues } from '@argmaxable/test-support/wrong-values';
import { memory, ones, scalar, tensor, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import {
  BestWeights,
  type EvaluationData,
  f1AtK,
  MultiLabelEvaluation,
  type MultiLabelEvaluationOptions,
  NeuralCollapseMonitor,
} from '../src/index.js';

// prettier-ignore
const x = tensor2d([[1, 0], [0, 1], [1, 1]]);
const y = LabelSets.from([[0], [1], [0, 2]], 3);

/** Values that no option here takes. */
const wrong: unknown[] = [...oddValues(), null, true, -1, 0.5];

const classes = {
  MultiLabelEvaluation: (options: unknown) =>
    new MultiLabelEvaluation(options as MultiLabelEvaluationOptions),
  NeuralCollapseMonitor: (options: unknown) => new NeuralCollapseMonitor(options as never),
  BestWeights: (options: unknown) => new BestWeights(options as never),
};
type Name = keyof typeof classes;

/** For each option one that is right, and which of `wrong` are right too. */
const options: Record<Name, Record<string, { right: unknown; alsoRight?: (value: unknown) => boolean }>> = {
  MultiLabelEvaluation: {
    data: { right: { x, y }, alsoRight: isFunction },
    metrics: { right: [f1AtK(1)] },
    every: { right: 2 },
    batchSize: { right: 2 },
    prefix: { right: 'a_', alsoRight: isString },
    targets: { right: 'dense' },
  },
  NeuralCollapseMonitor: {
    data: { right: { x, y } },
    layer: { right: 'dense', alsoRight: isString }, // whether there is one of this name shows in training
    every: { right: 2 },
    batchSize: { right: 2 },
    prefix: { right: 'a_', alsoRight: isString },
    targets: { right: 'dense' },
    missingClasses: { right: 'omit' },
    centred: { right: false, alsoRight: (value) => value === true },
    centre: { right: 'classMeans' },
    baselinePairs: { right: 10 },
    seed: { right: 3, alsoRight: (value) => value === -1 },
  },
  BestWeights: {
    // Whether there is one of this name shows in training
    monitor: { right: 'val_f1@8', alsoRight: isString },
    mode: { right: 'max' },
    patience: { right: 1 },
    restore: { right: false, alsoRight: (value) => value === true },
    minDelta: { right: 0.1, alsoRight: (value) => value === 0.5 },
  },
};

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

/** Functions may give batches: what they give shows in training. */
function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function rightOptions(name: Name): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options[name]).map(([key, { right }]) => [key, right]));
}

describe.each(Object.keys(classes) as Name[])('%s', (name) => {
  const make = classes[name];

  test('takes all its options, and undefined for each that has a default', () => {
    make(rightOptions(name));
    const required = name === 'BestWeights' ? [] : ['data', 'metrics'];
    for (const key of Object.keys(options[name]).filter((key) => !required.includes(key))) {
      make({ ...rightOptions(name), [key]: undefined });
    }
  });

  test.each(Object.keys(options[name]))('names %s where it is wrong', (key) => {
    const { alsoRight = () => false } = options[name][key];
    for (const value of wrong.filter((value) => !alsoRight(value))) {
      const call = () => make({ ...rightOptions(name), [key]: value });
      expect(call).toThrow(ValueError);
      expect(call).toThrow(new RegExp(`^${key}\\b`));
    }
  });

  test('names options that are none, and what is no object', () => {
    for (const value of wrong.filter((value) => !isPlainObject(value))) {
      expect(() => make(value)).toThrow(`options of ${name} must be`);
    }
    for (const key of Object.keys(options[name])) {
      expect(() => make({ ...rightOptions(name), [`x${key}`]: 1 })).toThrow(`Did you mean '${key}'?`);
    }
  });
});

describe('data in memory is looked at before training', () => {
  const given: [object, RegExp][] = [
    [{ x: null, y }, /^data.x must be a tensor, or one tensor per input of the model.*got null/],
    [{ x, y: null }, /^data.y must be LabelSets, a tensor, rows, or a flat array of 0 and 1; got null/],
    [{ x: undefined, y: undefined }, /^data.x must be/],
    [{ x: disposed([3, 2]), y }, /^data.x must be .*got a disposed tensor of shape \[3, 2\]/],
    [{ x: [x, disposed([3, 2])], y }, /^data.x\[1\] must be .*got a disposed tensor/],
    [{ x: [x, null], y }, /^data.x\[1\] must be/],
    [{ x, y: disposed([3, 2]) }, /^data.y must be .*got a disposed tensor/],
    [{ x: tensor(['a', 'b', 'c']), y }, /^data.x must be .*got "a tensor of dtype string"/],
    [{ x: scalar(1), y }, /^data.x must be .*along the first axis/],
    [{ x: [x, ones([2, 2])], y }, /^data.x must be .*got \[3, 2\]/],
    // prettier-ignore
    [{ x: [[1, 2], [3, 4]], y }, /^data.x\[0\] must be/],
    [{ x, y: y.select([0, 1]) }, /^data.y must be as many examples as data.x, 3; got "2 examples"/],
    [{ x, y: zeros([4, 3]) }, /^data.y must be as many examples as data.x, 3; got "4 examples"/],
    [{ x, y: [[1, 0, 0]] }, /^data.y must be as many examples as data.x, 3; got "1 examples"/],
    [{ x, y: 'abc' }, /^data.y must be/],
  ];

  test.each(given)('%#', (data, message) => {
    expect(() => new MultiLabelEvaluation({ data: data as EvaluationData, metrics: ['f1Score'] })).toThrow(
      message,
    );
    expect(() => new NeuralCollapseMonitor({ data: data as never })).toThrow(message);
  });

  const model = () => {
    const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
    model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    return model;
  };
  let batches = 0;
  const counting = { onBatchEnd: () => void batches++ };

  test.each<[string, EvaluationData, RegExp]>([
    [
      'inputs of another width',
      { x: ones([3, 5]), y },
      /data.x must be of shape \[size, 2\].*got "\[3, 5\]"/,
    ],
    ['inputs of another rank', { x: ones([3, 2, 1]), y }, /data.x must be of shape \[size, 2\]/],
    ['two inputs for one', { x: [x, x], y }, /data.x must be of shape \[size, 2\]/],
    ['targets of another width', { x, y: zeros([3, 4]) }, /data.y must be .*4.*/],
    ['label sets of another number of labels', { x, y: LabelSets.from([[0], [1], [3]], 4) }, /3 labels/],
    // prettier-ignore
    ['rows that are not of 0 and 1', { x, y: [[1, 0, 0], [0, 2, 0], [0, 0, 1]] }, /2/],
  ])('%s: before the first batch', async (_, data, message) => {
    batches = 0;
    const evaluation = new MultiLabelEvaluation({ data, metrics: ['f1Score'] });
    const callbacks = [evaluation, counting] as never;
    await expect(model().fit(x, y.toMultiHot(), { verbose: 0, callbacks })).rejects.toThrow(message);
    expect(batches).toBe(0);
  });

  test('what was disposed since', async () => {
    const own = x.clone();
    const evaluation = new MultiLabelEvaluation({ data: { x: own, y }, metrics: ['f1Score'] });
    own.dispose();
    await expect(evaluation.evaluate(model())).rejects.toThrow(/data.x must be .*got a disposed tensor/);
    await expect(model().fit(x, y.toMultiHot(), { verbose: 0, callbacks: evaluation })).rejects.toThrow(
      /data.x must be .*got a disposed tensor/,
    );
  });

  test('no model', async () => {
    const evaluation = new MultiLabelEvaluation({ data: { x, y }, metrics: ['f1Score'] });
    for (const value of [null, undefined, 5, {}, 'model']) {
      await expect(evaluation.evaluate(value as LayersModel)).rejects.toThrow(/^model must be/);
    }
  });
});

test('batches that a function made are disposed where they are wrong', async () => {
  const evaluate = (batch: () => object) =>
    new MultiLabelEvaluation({ data: () => [batch()] as never, metrics: ['f1Score'] }).evaluate(
      sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] }),
    );
  await expect(evaluate(() => ({ xs: ones([1, 2]), ys: ones([1, 3]) }))).resolves.toBeDefined();
  const before = memory().numTensors;
  for (const batch of [
    () => ({ xs: [ones([1, 2]), null], ys: ones([1, 3]) }),
    () => ({ xs: ones([1, 5]), ys: ones([1, 3]) }),
    () => ({ xs: ones([1, 2]), ys: ones([1, 4]) }),
    () => ({ xs: null, ys: ones([1, 4]) }),
  ]) {
    const weights = memory().numTensors;
    await expect(evaluate(batch)).rejects.toThrow(ValueError);
    expect(memory().numTensors).toBe(weights + 2); // kernel and bias of the model made there
  }
  expect(memory().numTensors).toBe(before + 8);
});
