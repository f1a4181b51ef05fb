import '@tensorflow/tfjs-backend-cpu';
import {
  memory,
  mul,
  randomNormal,
  type Rank,
  reshape,
  setBackend,
  type Tensor,
  type Tensor1D,
  tensor,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  applyModelEnd,
  BSLOutput,
  DFTOutput,
  ETFOutput,
  findModelEnd,
  LabelScale,
  layerInput,
  type LinearEnd,
  nodeOfModel,
  readLinearEnd,
} from '../../src/index.js';
import { mulberry } from './random.js';

beforeAll(() => setBackend('cpu'));

/** A layer of somebody else's that scales scores. */
class Halved extends layers.Layer {
  static className = 'Halved';
  override call(inputs: Tensor | Tensor[]): Tensor {
    return mul(0.5, [inputs].flat()[0]);
  }
  labelAffine(): { scale: Tensor1D; offset: Tensor1D } {
    return { scale: tensor1d([0.5, 0.5, 0.5, 0.5]), offset: zeros([4]) };
  }
}

type Layer = layers.Layer;
const on = (layer: Layer, ...inputs: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(inputs.length === 1 ? inputs[0] : inputs) as SymbolicTensor;
const hidden = (inputShape?: number[]): Layer =>
  layers.dense({ units: 5, activation: 'relu', name: 'hidden', inputShape });
const tags = (args = {}): Layer => layers.dense({ units: 4, name: 'tags', ...args });
const sigmoid = (): Layer => layers.activation({ activation: 'sigmoid', name: 'squash' });
const line = (...ends: Layer[]): LayersModel => sequential({ layers: [hidden([3]), ...ends] });
const named = <T extends Layer>(layer: T, name: string): T => Object.assign(layer, { name });

interface Case {
  readonly model: () => LayersModel;
  readonly output?: string;
  readonly activation?: string;
  readonly before?: string[];
  readonly after?: string[];
  readonly features?: string;
  /** Whether a TimeDistributed wrapper is around: then features are not those of one example. */
  readonly distributed?: boolean;
}

const cases: Record<string, Case> = {
  'a dense layer': { model: () => line(tags()) },
  'a dense layer on an input': {
    model: () => sequential({ layers: [layers.dense({ units: 4, name: 'tags', inputShape: [3] })] }),
    features: 'tags_input',
  },
  'an activation within': { model: () => line(tags({ activation: 'sigmoid' })), activation: 'sigmoid' },
  'an activation behind': { model: () => line(tags(), sigmoid()), activation: 'sigmoid' },
  'a softmax layer': { model: () => line(tags(), layers.softmax()), activation: 'softmax' },
  'dropout all around': {
    model: () =>
      line(
        layers.dropout({ rate: 0.5 }),
        tags(),
        layers.gaussianNoise({ stddev: 1 }),
        sigmoid(),
        layers.dropout({ rate: 0.1 }),
      ),
    activation: 'sigmoid',
  },
  'linear layers in front': {
    model: () =>
      line(
        layers.dense({ units: 6, name: 'a' }),
        layers.dropout({ rate: 0.5 }),
        layers.batchNormalization({ name: 'b' }),
        layers.activation({ activation: 'linear' }),
        layers.dense({ units: 3, name: 'c', useBias: false }),
        tags(),
      ),
    before: ['a', 'b', 'c'],
  },
  'batch normalisation in front': {
    model: () => line(layers.batchNormalization({ name: 'b', scale: false }), tags()),
    before: ['b'],
  },
  'DFTOutput behind linear layers': {
    model: () =>
      line(layers.dense({ units: 6, name: 'a' }), named(new DFTOutput({ units: 4, k: 1, slack: 1 }), 'tags')),
    before: ['a'],
  },
  BSLOutput: {
    model: () => line(new BSLOutput({ units: 4, features: 2, activation: 'sigmoid', name: 'tags' })),
    activation: 'sigmoid',
  },
  ETFOutput: {
    model: () =>
      line(layers.dense({ units: 4, name: 'a' }), new ETFOutput({ units: 4, useBias: true, name: 'tags' })),
    before: ['a'],
  },
  'LabelScale last': { model: () => line(tags(), new LabelScale({ name: 's' })), after: ['s'] },
  'slopes, then an activation': {
    model: () =>
      line(
        new BSLOutput({ units: 4, features: 2, name: 'tags' }),
        new LabelScale({ name: 's' }),
        layers.batchNormalization({ name: 'b', center: false }),
        new Halved({ name: 'h' }),
        sigmoid(),
      ),
    activation: 'sigmoid',
    after: ['s', 'b', 'h'],
  },
  'a nested model with the output': {
    model: () => {
      const inner = sequential({
        layers: [
          layers.dense({ units: 6, name: 'a', inputShape: [5] }),
          tags(),
          new LabelScale({ name: 's' }),
        ],
      });
      const start = input({ shape: [3] });
      return functional({ inputs: start, outputs: on(sigmoid(), on(inner, on(hidden(), start))) });
    },
    activation: 'sigmoid',
    before: ['a'],
    after: ['s'],
  },
  'a nested model with several outputs, the second of which is taken': {
    model: () => {
      const inside = input({ shape: [5] });
      const outputs = ['other', 'tags'].map((name) => on(layers.dense({ units: 4, name }), inside));
      const inner = functional({ inputs: inside, outputs });
      const start = input({ shape: [3] });
      const [, second] = inner.apply(on(hidden(), start)) as SymbolicTensor[];
      return functional({ inputs: start, outputs: second });
    },
  },
  'models in models': {
    model: () => {
      const innermost = sequential({ layers: [tags({ inputShape: [5] })] });
      const inner = sequential({ layers: [layers.inputLayer({ inputShape: [5] }), innermost] });
      const start = input({ shape: [3] });
      return functional({ inputs: start, outputs: on(inner, on(hidden(), start)) });
    },
  },
  'TimeDistributed, of layers and of a model': {
    model: () => {
      const inner = sequential({ layers: [tags({ inputShape: [6] }), new LabelScale({ name: 's' })] });
      const start = input({ shape: [2, 3] });
      const middle = layers.timeDistributed({ layer: layers.dense({ units: 6, name: 'a' }) });
      return functional({
        inputs: start,
        outputs: on(layers.timeDistributed({ layer: inner }), on(middle, on(hidden(), start))),
      });
    },
    before: ['a'],
    after: ['s'],
    distributed: true,
  },
  'a concatenation in front': {
    model: () => {
      const start = input({ shape: [3] });
      const joined = on(layers.concatenate({ name: 'joined' }), on(hidden(), start), start);
      return functional({ inputs: start, outputs: on(tags(), joined) });
    },
    features: 'joined',
  },
  'a layer that is applied twice': {
    model: () => {
      const shared = layers.dense({ units: 3, name: 'shared', activation: 'relu' });
      const start = input({ shape: [3] });
      return functional({ inputs: start, outputs: on(tags(), on(shared, on(shared, start))) });
    },
    features: 'shared',
  },
  'the output layer itself is applied twice': {
    model: () => {
      const last = layers.dense({ units: 3, name: 'tags' });
      const start = input({ shape: [3] });
      const first = on(layers.activation({ activation: 'relu', name: 'bend' }), on(last, start));
      return functional({ inputs: start, outputs: on(last, first) });
    },
    features: 'bend',
  },
  'a linear layer that is applied twice in front': {
    model: () => {
      const shared = layers.dense({ units: 5, name: 'shared' });
      const start = input({ shape: [3] });
      return functional({ inputs: start, outputs: on(tags(), on(shared, on(shared, on(hidden(), start)))) });
    },
    before: ['shared', 'shared'],
  },
  'a sequence, normalised by the number of its last axis': {
    model: () => {
      const start = input({ shape: [2, 3] });
      const normalised = on(layers.batchNormalization({ axis: 2, name: 'b' }), on(hidden(), start));
      return functional({ inputs: start, outputs: on(tags(), normalised) });
    },
    before: ['b'],
  },
  'what is not linear on the last axis ends it': {
    model: () => {
      const start = input({ shape: [3] });
      const column = on(layers.reshape({ targetShape: [5, 1] }), on(hidden(), start));
      const normalised = on(layers.batchNormalization({ axis: 1, name: 'b' }), column);
      return functional({
        inputs: start,
        outputs: on(tags(), on(layers.flatten({ name: 'flat' }), normalised)),
      });
    },
    features: 'flat',
  },
};

/** Weights that are neither 0 nor 1, the same each time. */
function randomWeights(model: LayersModel): void {
  const random = mulberry(7);
  tidy(() => {
    model.setWeights(
      model.weights.map(({ originalName, shape }) => {
        const size = (shape as number[]).reduce((a, b) => a * b, 1);
        const isVariance = originalName.endsWith('moving_variance');
        return tensor(
          Float32Array.from({ length: size }, () => (isVariance ? random() + 0.1 : 2 * random() - 1)),
          shape as number[],
        );
      }),
    );
  });
}

/** Scores of one example's features, in float64. */
function scoresOf(end: LinearEnd, features: ArrayLike<number>): number[] {
  const { numLabels, numFeatures, weights, bias, projection, scoreScale, scoreOffset } = end;
  const e = Array.from(features);
  const x = projection
    ? Array.from(projection.offset, (offset, j) =>
        e.reduce((sum, value, k) => sum + projection.kernel[j * projection.numInputs + k] * value, offset),
      )
    : e;
  expect(x).toHaveLength(numFeatures);
  return Array.from({ length: numLabels }, (_, i) => {
    const z = x.reduce((sum, value, j) => sum + weights[i * numFeatures + j] * value, bias?.[i] ?? 0);
    return (scoreScale?.[i] ?? 1) * z + (scoreOffset?.[i] ?? 0);
  });
}

const after: Record<string, (z: number[]) => number[]> = {
  linear: (z) => z,
  sigmoid: (z) => z.map((value) => 1 / (1 + Math.exp(-value))),
  softmax: (z) => z.map((value) => Math.exp(value) / z.reduce((sum, other) => sum + Math.exp(other), 0)),
};

test.each(Object.entries(cases))('%s', async (_, wanted) => {
  const model = wanted.model();
  randomWeights(model);
  tidy(() => void model.predict(zeros([1, ...(model.inputs[0].shape.slice(1) as number[])]))); // for tables that layers keep
  const held = memory().numTensors;
  const end = findModelEnd(nodeOfModel(model));
  const names = (nodes: readonly { name: string }[]): string[] => nodes.map(({ name }) => name);
  expect(end.output.name).toBe(wanted.output ?? 'tags');
  expect(end.activation).toBe(wanted.activation ?? 'linear');
  expect(names(end.before)).toEqual(wanted.before ?? []);
  expect(names(end.after)).toEqual(wanted.after ?? []);
  expect(end.features.name).toBe(wanted.features ?? 'hidden');

  const linear = await readLinearEnd(end);
  const [examples, ...shape] = [6, ...model.inputs[0].shape.slice(1)] as number[];
  const x = randomNormal([examples, ...shape], 0, 1, 'float32', 3);
  const features = wanted.distributed ? distributedFeatures(model, x) : layerInput(end.chain[0])([x]);
  const width = features.shape.at(-1)!;
  const rows = reshape<Rank.R2>(features, [-1, width]);
  const [expected, applied] = [model.predict(x) as Tensor, applyModelEnd(end, rows)];
  expect(applied.shape).toEqual([rows.shape[0], linear.numLabels]);
  expect(applied.dataSync()).toEqual(expected.dataSync()); // the same operations on the same numbers
  const data = rows.dataSync();
  const exact = Array.from({ length: rows.shape[0] }, (_, i) =>
    after[end.activation](scoresOf(linear, data.subarray(i * width, (i + 1) * width))),
  ).flat();
  // Sums of a few dozen float32 products of numbers about 1.
  expected.dataSync().forEach((value, i) => expect(Math.abs(value - exact[i])).toBeLessThan(2e-5));
  [x, features, rows, expected, applied].forEach((owned) => owned.dispose());
  expect(memory().numTensors).toBe(held);
  model.dispose();
});

/** What the `hidden` layer of a model of sequences gives: no layer behind it can be asked for its own input. */
function distributedFeatures(model: LayersModel, x: Tensor): Tensor {
  const first = functional({ inputs: model.inputs, outputs: model.getLayer('hidden').output });
  return first.predict(x) as Tensor;
}

describe('what is refused', () => {
  const refused = (model: LayersModel, message: RegExp): void =>
    expect(() => findModelEnd(nodeOfModel(model))).toThrow(message);

  test.each([
    [
      'another layer',
      () => line(tags(), layers.reshape({ targetShape: [2, 2], name: 'r' })),
      /^model must be a model that ends in a DFTOutput.*got "r \(Reshape\) at its end"\. To take another layer/,
    ],
    [
      'two activations',
      () => line(tags({ activation: 'tanh' }), sigmoid()),
      /got "tags with activation tanh, and squash \(Activation\) after it"\. End the model in the scores/,
    ],
    [
      'slopes behind an activation',
      () => line(tags(), sigmoid(), new LabelScale({ name: 's' })),
      /got "squash with activation sigmoid, and s \(LabelScale\) after it"/,
    ],
    [
      'normalisation of another axis',
      () =>
        line(
          layers.reshape({ targetShape: [5, 1] }),
          tags(),
          layers.batchNormalization({ axis: 1, name: 'b' }),
        ),
      /b \(BatchNormalization\) at its end/,
    ],
    [
      'no output layer at all',
      () => sequential({ layers: [layers.activation({ activation: 'relu', inputShape: [3] })] }),
      /\(InputLayer\) at its end/,
    ],
  ])('%s', (_, make, message) => {
    refused(make(), message);
  });

  test('several outputs, none, and another than there are', () => {
    const start = input({ shape: [3] });
    const outputs = ['a', 'b'].map((name) => on(layers.dense({ units: 2, name }), start));
    const model = functional({ inputs: start, outputs });
    expect(() => nodeOfModel(model)).toThrow(
      /model must be a model with one output; got "2 outputs". Take one/,
    );
    expect(findModelEnd(nodeOfModel(model, 1)).output.name).toBe('b');
    expect(() => nodeOfModel(model, 2)).toThrow('output must be an integer from 0 to 1; got 2');
    expect(() => nodeOfModel(sequential())).toThrow(/model must be a built LayersModel/);
    expect(() => nodeOfModel(undefined as unknown as LayersModel)).toThrow(
      /model must be a built LayersModel/,
    );
  });
});

test('a line of thousands of layers and a graph of many paths are no trouble', () => {
  const start = input({ shape: [3] });
  let tensor = start;
  for (let i = 0; i < 60; i++) tensor = on(layers.add(), tensor, tensor);
  const wide = functional({ inputs: start, outputs: on(tags(), tensor) });
  expect(findModelEnd(nodeOfModel(wide)).features.className).toBe('Add');
});
