import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { BSLOutput, DFTOutput, ETFOutput, FeatureDecay, LabelScale } from '@argmaxable/layers';
import {
  add,
  matMul,
  memory,
  ones,
  randomNormal,
  type Rank,
  type Tensor,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {
  Callback,
  input,
  layers,
  type LayersModel,
  type Logs,
  model as functional,
  sequential,
} from '@tensorflow/tfjs-layers';
import {
  NeuralCollapseMonitor,
  neuralCollapseReport,
  type NeuralCollapseReport,
} from '../../src/neural-collapse/index.js';

const labelSets = LabelSets.from([[0], [1], [2], [0], [1], [2], [0, 1], [1, 2], [], [0, 1, 2]], 3);
const names = ['nc1', 'nc2Classifier', 'nc2Means', 'nc3', 'tagWiseAverage'] as const;

let [x, y]: Tensor2D[] = [];
beforeEach(() => {
  x = randomNormal([labelSets.size, 4], 0, 1, 'float32', 7);
  y = labelSets.toMultiHot();
});
afterEach(() => {
  x.dispose();
  y.dispose();
});

async function train(model: LayersModel, epochs: number, ...callbacks: Callback[]) {
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const inputs = model.inputs.map(() => x);
  const { history } = await model.fit(inputs, y, { epochs, verbose: 0, batchSize: 4, callbacks });
  return history as Record<string, number[]>;
}

/** A model that ends in these layers, after a hidden one of 5 units. */
function endingIn(...last: layers.Layer[]): LayersModel {
  const model = sequential();
  model.add(layers.dense({ units: 5, inputShape: [4], activation: 'tanh', name: 'hidden' }));
  model.add(layers.dropout({ rate: 0.5 }));
  last.forEach((layer) => model.add(layer));
  return model;
}

/** The report on what `hidden` gives for x, mapped further, against a classifier. */
function reportOn(
  model: LayersModel,
  classifier: () => Tensor,
  project: (hidden: Tensor) => Tensor = (hidden) => hidden,
): NeuralCollapseReport {
  const inner = functional({ inputs: model.inputs, outputs: model.getLayer('hidden').output });
  return tidied(() => {
    const features = project(inner.predict(x) as Tensor) as Tensor2D;
    return neuralCollapseReport(features, labelSets, classifier());
  });
}

/** The figures that \`measure\` gives, without the tensors that it makes. */
function tidied(measure: () => NeuralCollapseReport): NeuralCollapseReport {
  let report: NeuralCollapseReport;
  tidy(() => void (report = measure()));
  return report!;
}

function expectLast(history: Record<string, number[]>, report: NeuralCollapseReport): void {
  const figures = { ...report, tagWiseAverage: report.tagWiseAverage!.metric };
  // Features come from float32 products in another order of summation.
  for (const name of names) expect(history[name].at(-1)! / figures[name]).toBeCloseTo(1, 4);
}

const kernelOf = (layer: layers.Layer) => () => transpose(layer.getWeights()[0]);
const scores = () => layers.dense({ units: 3, name: 'scores' });

test('the history has all figures of each epoch, as of a report on the input of the last dense layer', async () => {
  const last = scores();
  const model = endingIn(last);
  const monitor = new NeuralCollapseMonitor({ data: { x, y: labelSets }, batchSize: 3 });
  const history = await train(model, 3, monitor);
  for (const name of names) expect(history[name]).toHaveLength(3);
  expectLast(history, reportOn(model, kernelOf(last)));
  expect(new Set(history.nc1).size).toBe(3); // it moves
  expect(monitor.reports.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
  expect(monitor.reports.map(({ report }) => report.nc3)).toEqual(history.nc3);
});

test('activations may follow the output layer', async () => {
  const last = scores();
  const model = endingIn(last, layers.activation({ activation: 'sigmoid' }), layers.dropout({ rate: 0.1 }));
  const history = await train(model, 1, new NeuralCollapseMonitor({ data: { x, y } }));
  expectLast(history, reportOn(model, kernelOf(last)));
});

test('slopes of labels and a softmax may follow it, and a nested model hold it', async () => {
  const last = scores();
  const scaled = endingIn(last, new LabelScale(), layers.softmax());
  const history = await train(scaled, 1, new NeuralCollapseMonitor({ data: { x, y } }));
  expectLast(history, reportOn(scaled, kernelOf(last)));

  const within = layers.dense({ units: 3, inputShape: [5] });
  const inner = sequential({ layers: [within, new LabelScale()] });
  const nested = endingIn(inner);
  const another = await train(nested, 1, new NeuralCollapseMonitor({ data: { x, y } }));
  expectLast(another, reportOn(nested, kernelOf(within)));
});

test.each([
  ['BSLOutput', () => new BSLOutput({ units: 3, features: 2 })],
  ['DFTOutput', () => new DFTOutput({ units: 3, k: 1, slack: 1 })],
])('the features of %s are those after its projection', async (_, make) => {
  const last = make();
  const model = endingIn(last);
  const history = await train(model, 2, new NeuralCollapseMonitor({ data: { x, y: labelSets } }));
  const [kernel, bias] = last.getWeights();
  const report = reportOn(
    model,
    () => last.classifierMatrix(),
    (hidden) => add(matMul(hidden, kernel), bias),
  );
  expectLast(history, report);
});

test.each([3, 5])('ETFOutput is a simplex frame, on %i features, behind their decay', async (features) => {
  const last = new ETFOutput({ units: 3, features });
  const model = sequential();
  model.add(layers.dense({ units: features, inputShape: [4], name: 'hidden' }));
  model.add(new FeatureDecay({ rate: 0.01 }));
  model.add(last);
  const history = await train(model, 1, new NeuralCollapseMonitor({ data: { x, y: labelSets } }));
  expect(history.nc2Classifier[0]).toBeLessThan(1e-6); // float32
  expectLast(
    { ...history, nc2Classifier: [1] },
    { ...reportOn(model, () => last.classifierMatrix()), nc2Classifier: 1 },
  );
});

test('a model of one layer has its inputs as features', async () => {
  const last = layers.dense({ units: 3, inputShape: [4] });
  const model = sequential({ layers: [last] });
  const history = await train(model, 1, new NeuralCollapseMonitor({ data: { x, y: labelSets } }));
  expectLast(
    history,
    tidied(() => neuralCollapseReport(x, labelSets, kernelOf(last)())),
  );
});

test('a model may have several inputs, and the layer may be named', async () => {
  const [a, b] = [input({ shape: [4] }), input({ shape: [4] })];
  const hidden = layers.add({ name: 'hidden' }).apply([a, b]);
  const last = scores();
  const outputs = layers.flatten().apply(layers.reshape({ targetShape: [3, 1] }).apply(last.apply(hidden)));
  const model = functional({ inputs: [a, b], outputs: outputs as ReturnType<typeof input> });
  const data = { x: [x, x], y: labelSets };
  await expect(train(model, 1, new NeuralCollapseMonitor({ data }))).rejects.toThrow(
    /layer must be a dense layer .*got "flatten_.*Name the layer/,
  );
  const expected = tidied(() => neuralCollapseReport(add(x, x), labelSets, ones<Rank.R2>([3, 4])));
  for (const layer of ['scores', last]) {
    const history = await train(model, 1, new NeuralCollapseMonitor({ data, layer }));
    expect(history.nc1[0]).toBeCloseTo(expected.nc1, 4); // float32
  }
});

test('targets in any form give the same', async () => {
  const sparse = labelSets.toPadded(4);
  const monitors = [labelSets, y, sparse].map((targets, i) => {
    return new NeuralCollapseMonitor({ data: { x, y: targets }, prefix: `form${i}_` });
  });
  const history = await train(endingIn(scores()), 2, ...monitors);
  for (const name of names) {
    expect(history[`form0_${name}`]).toHaveLength(2);
    expect(history[`form1_${name}`]).toEqual(history[`form0_${name}`]);
    expect(history[`form2_${name}`]).toEqual(history[`form0_${name}`]);
    expect(history[name]).toBeUndefined();
  }
  sparse.dispose();
});

test('it measures every so many epochs, and callbacks after it see the figures', async () => {
  class Seen extends Callback {
    readonly epochs: number[] = [];
    override onEpochEnd(epoch: number, logs?: Logs): Promise<void> {
      if (logs && 'nc1' in logs) this.epochs.push(epoch);
      return Promise.resolve();
    }
  }
  const seen = new Seen();
  const monitor = new NeuralCollapseMonitor({ data: { x, y: labelSets }, every: 2 });
  const history = await train(endingIn(scores()), 5, monitor, seen);
  expect(seen.epochs).toEqual([1, 3]);
  expect(history.nc1).toHaveLength(2);
  expect(monitor.reports.map(({ epoch }) => epoch)).toEqual([1, 3]);
});

test('options of the report are passed on; figures there are none of are left out', async () => {
  const singles = LabelSets.from([[0], [1], [0], [1], [0], [1], [0], [1], [], []], 3);
  const monitor = new NeuralCollapseMonitor({ data: { x, y: singles }, missingClasses: 'omit' });
  const history = await train(endingIn(scores()), 1, monitor);
  expect(history.tagWiseAverage).toBeUndefined();
  expect(monitor.reports[0].report).toMatchObject({ numClasses: 2, omittedLabels: [2] });
});

test('it leaves no tensor behind, and the model can be disposed', async () => {
  class Tensors extends Callback {
    readonly counts: number[] = [];
    override onEpochEnd(): Promise<void> {
      this.counts.push(memory().numTensors);
      return Promise.resolve();
    }
  }
  const monitors = [[], [new NeuralCollapseMonitor({ data: { x, y }, batchSize: 4 })]];
  const counts: number[][] = [];
  for (const monitor of monitors) {
    const before = memory().numTensors;
    const tensors = new Tensors();
    const model = endingIn(new BSLOutput({ units: 3, features: 2 }));
    await train(model, 4, ...monitor, tensors);
    model.dispose();
    counts.push([...tensors.counts, memory().numTensors].map((count) => count - before));
  }
  expect(counts[1]).toEqual(counts[0]); // tfjs itself keeps the losses of each epoch until the end
});

test('what cannot be measured is named, and nothing leaks', async () => {
  const model = endingIn(scores());
  const failing = async (
    message: RegExp,
    args: Partial<ConstructorParameters<typeof NeuralCollapseMonitor>[0]>,
  ) => {
    const monitor = new NeuralCollapseMonitor({ data: { x, y: labelSets }, ...args });
    await expect(train(model, 1, monitor)).rejects.toThrow(message);
  };
  await failing(/layer must be a layer of the model, or the name of one: .*hidden, .*scores; got "score"\./, {
    layer: 'score',
  });
  await failing(/layer must be a dense layer or one with classifierMatrix/, { layer: model.layers[1] });
  expect(() => new NeuralCollapseMonitor({ data: { x, y: labelSets.select([0, 1]) } })).toThrow(
    'data.y must be as many examples as data.x, 10; got "2 examples".',
  );
  await failing(/data.y must be as many examples as data.x, 10; got "9 examples"/, {
    data: { x, y: Float32Array.from({ length: 27 }, (_, i) => (i % 4 === 0 ? 1 : 0)) },
  });
  await failing(/data.x must be of shape \[size, 4\], like the inputs of the model; got "\[10, 3\]"/, {
    data: { x: y, y: labelSets },
  });
  await failing(/labelSets must be with an example of each label/, {
    data: { x, y: labelSets.select(Array.from({ length: 10 }, () => 0)) },
  });
  const nan = tidy(() => add<Tensor2D>(x, NaN));
  const before = memory().numTensors;
  const monitor = new NeuralCollapseMonitor({ data: { x: nan, y: labelSets } });
  monitor.setModel(model);
  await monitor.onTrainBegin();
  await expect(monitor.onEpochEnd(0)).rejects.toThrow(
    'features[0][0] must be a number; got NaN. Did training diverge?',
  );
  expect(memory().numTensors).toBe(before);
  nan.dispose();
});

test('features of a sequence and models of several outputs are refused', async () => {
  const sequence = input({ shape: [2, 4] });
  const last = scores();
  const flat = layers.flatten().apply(last.apply(sequence)) as ReturnType<typeof input>;
  const xs = ones([labelSets.size, 2, 4]);
  const other = new NeuralCollapseMonitor({ data: { x: xs, y: labelSets }, layer: last });
  other.setModel(functional({ inputs: sequence, outputs: flat }));
  await other.onTrainBegin();
  await expect(other.onEpochEnd(0)).rejects.toThrow(
    'layer must be a layer whose input is of shape [batch, features]',
  );
  xs.dispose();
  const both = functional({ inputs: sequence, outputs: [flat, last.output as ReturnType<typeof input>] });
  const unnamed = new NeuralCollapseMonitor({ data: { x, y: labelSets } });
  unnamed.setModel(both);
  expect(() => unnamed.onTrainBegin()).toThrow('layer must be given for a model of 2 outputs');
});
