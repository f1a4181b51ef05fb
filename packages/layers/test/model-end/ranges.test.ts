import { seededRandom, type Random } from '@argmaxable/core';
import '@tensorflow/tfjs-backend-cpu';
import { artifactsOf } from './saving.js';
import { memory, setBackend, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model as functional,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { activations } from '../../src/model-end/activations.js';
import { boundsOfNode } from '../../src/model-end/ranges/feature-bounds.js';
import { boundsAt, isBounded } from '../../src/model-end/ranges/feature-ranges.js';
import {
  BSLOutput,
  DFTOutput,
  ETFOutput,
  FeatureDecay,
  nodeOfModel,
  nodeOfTopology,
} from '../../src/index.js';

beforeAll(() => setBackend('cpu'));

type Layer = { apply: (x: SymbolicTensor | SymbolicTensor[]) => unknown };
const on = (layer: Layer, ...inputs: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(inputs.length === 1 ? inputs[0] : inputs) as SymbolicTensor;

/** What can stand in front of a layer, to give it a range: of all features alike, and of each. */
const fronts: Record<string, (x: SymbolicTensor) => SymbolicTensor> = {
  nothing: (x) => x,
  ...Object.fromEntries(
    ['relu', 'tanh', 'sigmoid', 'relu6', 'elu', 'softplus'].map((activation) => [
      activation,
      (x: SymbolicTensor) => on(layers.activation({ activation: activation as 'relu' }), x),
    ]),
  ),
  concatenation: (x) =>
    on(
      layers.concatenate(),
      ...(['relu', 'tanh'] as const).map((activation) => on(layers.activation({ activation }), x)),
    ),
  normalisation: (x) => on(layers.batchNormalization(), on(layers.activation({ activation: 'tanh' }), x)),
};

interface Case {
  /** The layer, or layers, on what the front gives. */
  readonly of: (x: SymbolicTensor) => SymbolicTensor;
  /** Without the batch: [6] if not said. */
  readonly shape?: number[];
  /** Whether saving it has tfjs complain. */
  readonly liveOnly?: boolean;
  /** Whether there are bounds with nothing in front, and behind sigmoid. */
  readonly bounded?: readonly [alone: boolean, behindSigmoid: boolean];
}

const unary =
  (layer: () => Layer): Case['of'] =>
  (x) =>
    on(layer(), x);
const twice =
  (layer: () => Layer): Case['of'] =>
  (x) =>
    on(layer(), x, on(layers.activation({ activation: 'tanh' }), x));
const names = Object.keys(activations).filter((name) => !['exponential', 'leakyRelu'].includes(name));
const image = [5, 4, 6];
/** The orthogonal start that is the default needs all of tfjs's chained operations. */
const recurrent = { units: 4, recurrentInitializer: 'glorotNormal' as const };

const cases: Record<string, Case> = {
  ...Object.fromEntries(
    names.map((name) => [
      `Activation ${name}`,
      {
        of: unary(() => layers.activation({ activation: name as 'relu' })),
        bounded: [name !== 'linear', true] as const,
      },
    ]),
  ),
  ...Object.fromEntries(
    names.map((name) => [
      `Dense ${name}`,
      {
        of: unary(() => layers.dense({ units: 5, activation: name as 'relu' })),
        bounded: [name !== 'linear', name !== 'linear'] as const,
      },
    ]),
  ),
  ReLU: { of: unary(() => layers.reLU()), bounded: [true, true] },
  'ReLU at most 2': { of: unary(() => layers.reLU({ maxValue: 2 })), bounded: [true, true] },
  LeakyReLU: { of: unary(() => layers.leakyReLU({ alpha: 0.2 })), bounded: [false, true] },
  'LeakyReLU of slope 0': { of: unary(() => layers.leakyReLU({ alpha: 0 })), bounded: [true, true] },
  'LeakyReLU of slope -1': { of: unary(() => layers.leakyReLU({ alpha: -1 })), bounded: [false, false] },
  ELU: { of: unary(() => layers.elu()), bounded: [true, true] },
  PReLU: { of: unary(() => layers.prelu()), bounded: [false, false] },
  ThresholdedReLU: { of: unary(() => layers.thresholdedReLU({ theta: 0.4 })), bounded: [true, true] },
  'ThresholdedReLU below 0': {
    of: unary(() => layers.thresholdedReLU({ theta: -0.4 })),
    bounded: [true, true],
  },
  Softmax: { of: unary(() => layers.softmax()), bounded: [true, true] },
  Dropout: { of: unary(() => layers.dropout({ rate: 0.5 })), bounded: [false, true] },
  AlphaDropout: { of: unary(() => layers.alphaDropout({ rate: 0.5 })), bounded: [false, true] },
  GaussianNoise: { of: unary(() => layers.gaussianNoise({ stddev: 1 })), bounded: [false, true] },
  GaussianDropout: { of: unary(() => layers.gaussianDropout({ rate: 0.5 })), bounded: [false, true] },
  SpatialDropout1D: {
    of: unary(() => layers.spatialDropout1d({ rate: 0.5 })),
    shape: [4, 6],
    bounded: [false, true],
  },
  Flatten: { of: unary(() => layers.flatten()), shape: [3, 4], bounded: [false, true] },
  Reshape: {
    of: (x) => on(layers.reshape({ targetShape: [x.shape.slice(1).reduce((a, b) => a! * b!)!, 1] }), x),
    shape: [3, 4],
    bounded: [false, true],
  },
  Permute: { of: unary(() => layers.permute({ dims: [2, 1] })), shape: [3, 4], bounded: [false, true] },
  RepeatVector: { of: unary(() => layers.repeatVector({ n: 3 })), bounded: [false, true] },
  Masking: { of: unary(() => layers.masking({ maskValue: 0.5 })), shape: [3, 4], bounded: [false, true] },
  Cropping2D: {
    // prettier-ignore
    of: unary(() => layers.cropping2D({ cropping: [[1, 1], [1, 0]] })),
    shape: image,
    bounded: [false, true],
  },
  ZeroPadding2D: { of: unary(() => layers.zeroPadding2d()), shape: image, bounded: [false, true] },
  UpSampling2D: {
    of: unary(() => layers.upSampling2d({ size: [2, 3] })),
    shape: image,
    bounded: [false, true],
  },
  'UpSampling2D bilinear': {
    of: unary(() => layers.upSampling2d({ size: [2, 3], interpolation: 'bilinear' })),
    shape: image,
    bounded: [false, true],
  },
  Conv1D: {
    of: unary(() => layers.conv1d({ filters: 4, kernelSize: 2, activation: 'relu6' })),
    shape: [5, 6],
    bounded: [true, true],
  },
  Conv2D: {
    of: unary(() => layers.conv2d({ filters: 4, kernelSize: 2, activation: 'tanh' })),
    shape: image,
    bounded: [true, true],
  },
  Conv2DTranspose: {
    of: unary(() => layers.conv2dTranspose({ filters: 4, kernelSize: 2, activation: 'sigmoid' })),
    shape: image,
    bounded: [true, true],
  },
  SeparableConv2D: {
    of: unary(() => layers.separableConv2d({ filters: 4, kernelSize: 2, activation: 'elu' })),
    shape: image,
    bounded: [true, true],
  },
  DepthwiseConv2D: {
    of: unary(() => layers.depthwiseConv2d({ kernelSize: 2, activation: 'relu' })),
    shape: image,
    bounded: [true, true],
  },
  MaxPooling1D: {
    of: unary(() => layers.maxPooling1d({ poolSize: 2 })),
    shape: [5, 6],
    bounded: [false, true],
  },
  MaxPooling2D: {
    of: unary(() => layers.maxPooling2d({ poolSize: 2, padding: 'same' })),
    shape: image,
    bounded: [false, true],
  },
  'MaxPooling2D of channels in front': {
    of: unary(() => layers.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst' })),
    shape: image,
    bounded: [false, true],
  },
  AveragePooling1D: {
    of: unary(() => layers.averagePooling1d({ poolSize: 3 })),
    shape: [5, 6],
    bounded: [false, true],
  },
  AveragePooling2D: {
    of: unary(() => layers.averagePooling2d({ poolSize: 3, padding: 'same' })),
    shape: image,
    bounded: [false, true],
  },
  GlobalAveragePooling1D: {
    of: unary(() => layers.globalAveragePooling1d()),
    shape: [7, 6],
    bounded: [false, true],
  },
  GlobalMaxPooling1D: {
    of: unary(() => layers.globalMaxPooling1d({})),
    shape: [7, 6],
    bounded: [false, true],
  },
  GlobalAveragePooling2D: {
    of: unary(() => layers.globalAveragePooling2d({})),
    shape: image,
    bounded: [false, true],
  },
  GlobalMaxPooling2D: {
    of: unary(() => layers.globalMaxPooling2d({})),
    shape: image,
    bounded: [false, true],
  },
  Add: { of: twice(() => layers.add()), bounded: [false, true] },
  Average: { of: twice(() => layers.average()), bounded: [false, true] },
  Maximum: { of: twice(() => layers.maximum()), bounded: [true, true] },
  Minimum: { of: twice(() => layers.minimum()), bounded: [true, true] },
  Multiply: { of: twice(() => layers.multiply()), bounded: [false, true] },
  Concatenate: { of: twice(() => layers.concatenate()), bounded: [true, true] },
  'Concatenate of places': {
    of: twice(() => layers.concatenate({ axis: 1 })),
    shape: [3, 6],
    bounded: [false, true],
  },
  'Concatenate of the last axis, as tfjs predicts with -2': {
    of: (x) => on(layers.flatten(), on(layers.concatenate({ axis: -2 }), x, x)),
    shape: [3, 6],
    bounded: [false, true],
  },
  Dot: { of: twice(() => layers.dot({ axes: -1 })), bounded: [false, false] },
  'Add of one feature to many': {
    of: (x) => on(layers.add(), x, on(layers.dense({ units: 1, activation: 'relu' }), x)),
    bounded: [false, true],
  },
  BatchNormalization: { of: unary(() => layers.batchNormalization()), bounded: [false, true] },
  'BatchNormalization of a sequence': {
    of: unary(() => layers.batchNormalization({ axis: 2, scale: false })),
    shape: [3, 6],
    bounded: [false, true],
  },
  'BatchNormalization of places': {
    of: unary(() => layers.batchNormalization({ axis: 1 })),
    shape: [3, 6],
    bounded: [false, false],
  },
  LayerNormalization: { of: unary(() => layers.layerNormalization()), bounded: [true, true] },
  'LayerNormalization without weights': {
    of: unary(() => layers.layerNormalization({ scale: false, center: false })),
    bounded: [true, true],
  },
  LSTM: { of: unary(() => layers.lstm({ ...recurrent })), shape: [5, 6], bounded: [true, true] },
  'LSTM of relu6, sequences': {
    of: unary(() => layers.lstm({ ...recurrent, activation: 'relu6', returnSequences: true })),
    shape: [5, 6],
    bounded: [true, true],
  },
  'LSTM with open gates': {
    of: unary(() => layers.lstm({ ...recurrent, recurrentActivation: 'linear' })),
    shape: [5, 6],
    bounded: [false, false],
  },
  GRU: { of: unary(() => layers.gru({ ...recurrent })), shape: [5, 6], bounded: [true, true] },
  'GRU of softsign': {
    of: unary(() => layers.gru({ ...recurrent, activation: 'softsign' })),
    shape: [5, 6],
    bounded: [true, true],
  },
  SimpleRNN: { of: unary(() => layers.simpleRNN({ ...recurrent })), shape: [5, 6], bounded: [true, true] },
  'SimpleRNN with a state from elsewhere': {
    of: (x) =>
      layers.simpleRNN({ ...recurrent, activation: 'sigmoid' }).apply(x, {
        initialState: [on(layers.dense({ units: 4 }), on(layers.globalMaxPooling1d({}), x))] as never,
      }) as SymbolicTensor,
    shape: [5, 6],
    liveOnly: true,
    bounded: [false, false],
  },
  Bidirectional: {
    of: unary(() => layers.bidirectional({ layer: layers.lstm({ ...recurrent }), mergeMode: 'concat' })),
    shape: [5, 6],
    bounded: [true, true],
  },
  'Bidirectional, summed': {
    of: unary(() => layers.bidirectional({ layer: layers.gru({ ...recurrent }), mergeMode: 'sum' })),
    shape: [5, 6],
    bounded: [false, false],
  },
  TimeDistributed: {
    of: unary(() => layers.timeDistributed({ layer: layers.dense({ units: 4, activation: 'tanh' }) })),
    shape: [5, 6],
    bounded: [true, true],
  },
  'TimeDistributed pooling': {
    of: unary(() => layers.timeDistributed({ layer: layers.globalMaxPooling1d({}) })),
    shape: [2, 3, 6],
    bounded: [false, true],
  },
  'a nested model': {
    of: (x) => {
      const inner = input({ shape: x.shape.slice(1) });
      const outputs = on(layers.multiply(), inner, on(layers.activation({ activation: 'sigmoid' }), inner));
      return on(functional({ inputs: inner, outputs }), x);
    },
    bounded: [false, true],
  },
  DFTOutput: {
    of: unary(() => new DFTOutput({ units: 5, k: 1, activation: 'sigmoid' })),
    bounded: [true, true],
  },
  BSLOutput: { of: unary(() => new BSLOutput({ units: 5, features: 2 })), bounded: [false, false] },
  ETFOutput: {
    of: (x) => on(new ETFOutput({ units: 5 }), on(layers.dense({ units: 5 }), x)),
    bounded: [false, false],
  },
  FeatureDecay: { of: unary(() => new FeatureDecay({ rate: 0.1 })), bounded: [false, true] },
};

function randomWeights(model: LayersModel, random: Random): void {
  tidy(() => {
    const isVariance = model.weights.map(({ originalName }) => originalName.endsWith('moving_variance'));
    model.setWeights(
      model.weights.map(({ shape }, i) => {
        const size = (shape as number[]).reduce((a, b) => a * b, 1);
        const values = Float32Array.from({ length: size }, () => 4 * random.next() - 2);
        return tensor(isVariance[i] ? values.map(Math.abs) : values, shape as number[]);
      }),
    );
  });
}

/** Values of all sizes, the same for each seed. */
function inputsFor(shape: readonly number[], random: Random): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const value = (): number =>
    random.next() < 0.05 ? 0 : (2 * random.next() - 1) * 10 ** (6 * random.next() - 3);
  return tensor(Float32Array.from({ length: size }, value), [...shape]);
}

async function expectWithin(model: LayersModel, x: Tensor): Promise<boolean> {
  const bounds = await boundsOfNode(nodeOfModel(model));
  const output = model.predict(x) as Tensor;
  const [values, width] = [output.dataSync(), output.shape.at(-1)!];
  for (let i = 0; i < values.length; i++) {
    const [lower, upper] = boundsAt(bounds, i % width);
    if (!(lower <= values[i] && values[i] <= upper)) {
      throw new Error(`${values[i]} of feature ${i % width} is not within ${lower} .. ${upper}`);
    }
  }
  output.dispose();
  return isBounded(bounds);
}

test.each(Object.entries(cases))(
  '%s: what it predicts is within its bounds',
  async (_, { of, shape = [6], bounded, liveOnly = false }) => {
    const before = memory().numTensors;
    for (const [front, make] of Object.entries(fronts)) {
      const random = seededRandom(front.length);
      const start = input({ shape });
      const model = functional({ inputs: start, outputs: of(make(start)) });
      for (let round = 0; round < 3; round++) {
        randomWeights(model, random);
        const x = inputsFor([20, ...shape], random);
        const isBounded = await expectWithin(model, x);
        if (bounded && front === 'nothing') expect(isBounded).toBe(bounded[0]);
        if (bounded && front === 'sigmoid') expect(isBounded).toBe(bounded[1]);
        x.dispose();
      }
      if (!liveOnly) {
        const { modelTopology, ...weights } = await artifactsOf(model);
        const saved = await boundsOfNode(nodeOfTopology(modelTopology, weights));
        expect(saved).toEqual(await boundsOfNode(nodeOfModel(model)));
      }
      model.dispose();
    }
    expect(memory().numTensors).toBe(before);
  },
);

test('Embedding: each feature is one of its column', async () => {
  const start = input({ shape: [4] });
  const words = on(layers.embedding({ inputDim: 9, outputDim: 3 }), start);
  const model = functional({ inputs: start, outputs: on(layers.globalAveragePooling1d(), words) });
  randomWeights(model, seededRandom(1));
  // prettier-ignore
  const x = tensor([[0, 1, 2, 3], [4, 4, 4, 4], [8, 8, 8, 8]]);
  expect(await expectWithin(model, x)).toBe(true);
});

test.each([
  ['relu', { units: 3, activation: 'relu' as const }, 0, Infinity, "relu of 'hidden'"],
  ['sigmoid', { units: 3, activation: 'sigmoid' as const }, 0, 1, "sigmoid of 'hidden'"],
  ['tanh', { units: 3, activation: 'tanh' as const }, -1, 1, "tanh of 'hidden'"],
  ['softmax', { units: 3, activation: 'softmax' as const }, 0, 1, "softmax of 'hidden'"],
  ['selu', { units: 3, activation: 'selu' as const }, -1.7581, Infinity, "selu of 'hidden'"],
  ['linear', { units: 3 }, -Infinity, Infinity, "any: layer 'hidden' (Dense) is linear"],
])('the bounds of %s', async (_, args, lower, upper, origin) => {
  const start = input({ shape: [2] });
  const outputs = on(layers.dropout({ rate: 0.1 }), on(layers.dense({ ...args, name: 'hidden' }), start));
  const bounds = await boundsOfNode(nodeOfModel(functional({ inputs: start, outputs })));
  expect(bounds).toEqual({ lower, upper, origin });
});

test('a recurrent layer that keeps its states may be given any', async () => {
  const start = input({ batchShape: [2, 5, 6] });
  const outputs = on(layers.simpleRNN({ ...recurrent, stateful: true, name: 'rnn' }), start);
  const { origin } = await boundsOfNode(nodeOfModel(functional({ inputs: start, outputs })));
  expect(origin).toBe("any: layer 'rnn' (SimpleRNN) has states or gates without bounds");
});

test('joined features keep their own bounds, and say where each is from', async () => {
  const start = input({ shape: [2], name: 'start' });
  const [a, b] = (['relu', 'sigmoid'] as const).map((activation) =>
    on(layers.dense({ units: 2, activation, name: `by_${activation}` }), start),
  );
  const model = functional({ inputs: start, outputs: on(layers.concatenate(), a, b, start) });
  const { lower, upper, origin } = await boundsOfNode(nodeOfModel(model));
  expect(lower).toEqual(Float64Array.of(0, 0, 0, 0, -Infinity, -Infinity));
  expect(upper).toEqual(Float64Array.of(Infinity, Infinity, 1, 1, Infinity, Infinity));
  expect(origin).toBe("relu of 'by_relu', sigmoid of 'by_sigmoid', any: input 'start'");
});

test('a relu of values between -1 and 1 is between 0 and 1', () => {
  expect(activations.relu.image(-1, 1)).toEqual([0, 1]);
  expect(activations.tanh.image(0, Infinity)).toEqual([0, 1]);
});
