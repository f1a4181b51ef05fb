import '@tensorflow/tfjs-backend-cpu';
import { BSLOutput, DFTOutput, ETFOutput, LabelScale } from '@argmaxable/layers';
import { save } from '@argmaxable/test-support/saving';
import {
  io,
  memory,
  ones,
  serialization,
  setBackend,
  sigmoid,
  type Tensor,
  zeros,
} from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  loadLayersModel,
  model as functionalModel,
  type ModelCompileArgs,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  allLosses,
  oneVersusAll,
  pairwiseRanking,
  pickAllLabels,
  recallAtKSurrogate,
  sigmoidF1,
  unboundedF1,
  zlpr,
} from '../src/index.js';

let warn: jest.SpyInstance;
beforeAll(async () => {
  await setBackend('cpu');
  zeros([1]).dispose(); // tfjs greets with a warning
});
beforeEach(() => (warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)));
afterEach(() => jest.restoreAllMocks());

type Layer = layers.Layer;

const stack = (...parts: Layer[]): LayersModel =>
  sequential({ layers: [layers.dense({ units: 5, inputShape: [3], name: 'first' }), ...parts] });
const compile = (model: LayersModel, loss: unknown, rest: object = {}): LayersModel => {
  model.compile({ optimizer: 'sgd', loss, ...rest } as ModelCompileArgs);
  return model;
};
const fit = (model: LayersModel, numLabels = 5) =>
  model.fit(ones([8, 3]), zeros([8, numLabels]), { epochs: 2, verbose: 0 });

/** A layer that nobody knows, with a sigmoid inside. */
class Squash extends layers.Layer {
  static readonly className = 'LogitsCheckSquash';
  override call(inputs: Tensor | Tensor[]): Tensor {
    return sigmoid([inputs].flat()[0]);
  }
}
serialization.registerClass(Squash);

const probabilities: [string, () => LayersModel][] = [
  ['DFTOutput', () => stack(new DFTOutput({ units: 5, k: 1, activation: 'sigmoid' }))],
  ['BSLOutput', () => stack(new BSLOutput({ units: 5, features: 2, activation: 'sigmoid' }))],
  ['ETFOutput', () => stack(new ETFOutput({ units: 5, activation: 'sigmoid' }))],
  ['Dense with sigmoid', () => stack(layers.dense({ units: 5, activation: 'sigmoid' }))],
  ['Dense with softmax', () => stack(layers.dense({ units: 5, activation: 'softmax' }))],
  ['Dense with hardSigmoid', () => stack(layers.dense({ units: 5, activation: 'hardSigmoid' }))],
  ['an activation layer', () => stack(layers.activation({ activation: 'sigmoid' }))],
  ['a softmax layer', () => stack(layers.softmax())],
  [
    'Dropout and no activation behind it',
    () =>
      stack(
        layers.activation({ activation: 'sigmoid' }),
        layers.dropout({ rate: 0.5 }),
        layers.activation({ activation: 'linear' }),
      ),
  ],
  [
    'a model within the model',
    () => stack(sequential({ layers: [layers.dense({ units: 5, inputShape: [5], activation: 'sigmoid' })] })),
  ],
  [
    'TimeDistributed',
    () =>
      sequential({
        layers: [
          layers.timeDistributed({
            layer: layers.dense({ units: 5, activation: 'sigmoid' }),
            inputShape: [2, 3],
          }),
        ],
      }),
  ],
  [
    'parts put together',
    () => {
      const start = input({ shape: [3] });
      const part = (units: number) =>
        layers.dense({ units, activation: 'sigmoid' }).apply(start) as SymbolicTensor;
      return functionalModel({
        inputs: start,
        outputs: layers.concatenate().apply([part(2), part(3)]) as SymbolicTensor,
      });
    },
  ],
];

test.each(probabilities)('%s: a loss of logits is refused when the model is compiled', (_, make) => {
  for (const loss of [oneVersusAll, pickAllLabels, zlpr, 'oneVersusAll', 'asymmetric({"gammaNeg":2})']) {
    expect(() => compile(make(), loss)).toThrow(/^model must be one that gives logits where the loss is /);
  }
  compile(make(), 'binaryCrossentropy');
  expect(warn).not.toHaveBeenCalled();
});

test('the message says which layer, why, and what to do', () => {
  const model = stack(new DFTOutput({ units: 5, k: 1, activation: 'sigmoid', name: 'labels' }));
  expect(() => compile(model, oneVersusAll)).toThrow(
    'model must be one that gives logits where the loss is oneVersusAll, which takes their sigmoid itself; ' +
      'got "labels (DFTOutput with activation sigmoid) at its end". Leave the activation off the model and apply it to what ' +
      "the model predicts, or take a loss of probabilities, 'binaryCrossentropy'.",
  );
});

test('every loss is of one kind: refused on probabilities, or with a use for them', () => {
  const refused = allLosses.filter((loss) => {
    try {
      compile(probabilities[0][1](), loss);
      return false;
    } catch {
      return true;
    }
  });
  expect(refused.map(({ lossName }) => lossName).sort()).toEqual([
    ...['asymmetric', 'focal', 'oneVersusAll', 'pickAllLabels', 'pickOneLabel', 'polyLoss', 'zlpr'],
  ]);
});

test('where a loss takes a sigmoid by an option, the option decides', () => {
  const make = probabilities[0][1];
  for (const loss of [sigmoidF1, unboundedF1]) {
    compile(make(), loss.with({ inputs: 'logits' }));
    expect(() => compile(make(), loss.with({ inputs: 'probabilities' }))).toThrow(
      `where the loss is ${loss.lossName}, which with inputs: 'probabilities' takes their sigmoid itself`,
    );
    compile(stack(), loss.with({ inputs: 'probabilities' }));
  }
});

test.each([
  ['Dense', () => stack()],
  ['an output layer', () => stack(new DFTOutput({ units: 5, k: 1 }))],
  [
    'LabelScale behind a sigmoid',
    () => stack(layers.activation({ activation: 'sigmoid' }), new LabelScale()),
  ],
  ['relu', () => stack(layers.reLU())],
  [
    'a sigmoid in front of the last layer',
    () => stack(layers.activation({ activation: 'sigmoid' }), layers.dense({ units: 5 })),
  ],
] as const)('%s: fine, without a word', async (_, make) => {
  for (const loss of [oneVersusAll, pairwiseRanking, recallAtKSurrogate]) await fit(compile(make(), loss));
  expect(warn).not.toHaveBeenCalled();
});

test('a loss of ours as a metric is looked at too', () => {
  const model = probabilities[3][1]();
  expect(() => compile(model, 'binaryCrossentropy', { metrics: [oneVersusAll] })).toThrow(
    'where the metric is oneVersusAll',
  );
  compile(model, 'binaryCrossentropy', { metrics: ['accuracy'] });
});

test('of several outputs the one that does not fit is named', () => {
  const start = input({ shape: [3] });
  const head = (name: string, activation: 'sigmoid' | 'linear') =>
    layers.dense({ units: 4, name, activation }).apply(start) as SymbolicTensor;
  const make = () =>
    functionalModel({ inputs: start, outputs: [head('plain', 'linear'), head('bent', 'sigmoid')] });
  expect(() => compile(make(), oneVersusAll)).toThrow(
    'got "bent (Dense with activation sigmoid) at its end"',
  );
  expect(() => compile(make(), { plain: 'meanSquaredError', bent: zlpr })).toThrow('got "bent (');
  compile(make(), [oneVersusAll, 'binaryCrossentropy']);
});

describe('layers that do not tell', () => {
  test('are looked at in the first batch, once, and no tensor stays', async () => {
    const model = compile(stack(new Squash({})), oneVersusAll);
    expect(warn).not.toHaveBeenCalled();
    await fit(model);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /all outputs of the first batch lie between 0 and 1 .* but oneVersusAll wants logits/,
      ),
    );
    const { numTensors } = memory();
    await fit(model);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(memory().numTensors).toBe(numTensors + 2); // the two that `fit` of this test makes
  });

  test('say nothing where values go beyond, are too few, or the loss does not care', async () => {
    const far = layers.dense({ units: 5, useBias: true, biasInitializer: 'zeros' });
    await fit(compile(stack(far, layers.layerNormalization()), oneVersusAll));
    const recurrent = sequential({
      layers: [
        layers.reshape({ inputShape: [3], targetShape: [3, 1] }),
        layers.gru({ units: 5, recurrentInitializer: 'glorotUniform' }),
      ],
    });
    await fit(compile(recurrent, oneVersusAll));
    await fit(compile(stack(new Squash({})), pairwiseRanking));
    const few = compile(stack(new Squash({})), oneVersusAll);
    await few.trainOnBatch(ones([2, 3]), zeros([2, 5]));
    expect(warn).not.toHaveBeenCalled();
  });
});

test("logits of an output layer in tfjs's losses of probabilities are refused", () => {
  for (const make of [
    () => stack(new DFTOutput({ units: 5, k: 1 })),
    () => stack(new ETFOutput({ units: 5 })),
    () => stack(new BSLOutput({ units: 5, features: 2 }), layers.dropout({ rate: 0.1 })),
    () => stack(new LabelScale()),
  ]) {
    for (const loss of ['binaryCrossentropy', 'categoricalCrossentropy', ['binaryCrossentropy']]) {
      expect(() => compile(make(), loss)).toThrow(
        /one that gives probabilities where the loss is \w+Crossentropy/,
      );
    }
    compile(make(), 'meanSquaredError');
  }
  // A dense layer is tfjs's, and so is the loss.
  compile(stack(), 'binaryCrossentropy');
});

/** A model's JSON and weights, with another activation in the file: as saved by somebody who was not told. */
async function tampered(model: LayersModel): Promise<io.ModelArtifacts> {
  const saved = await save(model);
  const topology = JSON.stringify(saved.modelTopology).replaceAll(
    '"activation":"linear"',
    '"activation":"sigmoid"',
  );
  return { ...saved, modelTopology: JSON.parse(topology) as object };
}

test.each([
  ['Dense', () => stack(layers.dense({ units: 5 }))],
  ['DFTOutput', () => stack(new DFTOutput({ units: 5, k: 1 }))],
] as const)(
  'a saved model that ends in a %s with sigmoid is loaded, with a warning, and predicts',
  async (_, make) => {
    const artifacts = await tampered(compile(make(), oneVersusAll));
    const loaded = await loadLayersModel(io.fromMemory(artifacts));
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining(
        'the loaded model should not be trained on as it is: model must be one that gives logits',
      ),
    );
    expect((loaded.predict(ones([1, 3])) as Tensor).shape).toEqual([1, 5]);
    expect(() => compile(loaded, oneVersusAll)).toThrow('gives logits');
    // Without the training's state nothing is compiled, and nothing said.
    await loadLayersModel(io.fromMemory({ ...artifacts, trainingConfig: undefined }));
    expect(warn).toHaveBeenCalledTimes(1);
  },
);
