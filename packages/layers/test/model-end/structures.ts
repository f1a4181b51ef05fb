import { seededRandom } from '@argmaxable/core';
import { mul, type Tensor, type Tensor1D, tensor, tensor1d, tidy, zeros } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { BSLOutput, DFTOutput, ETFOutput, FeatureDecay, LabelScale } from '../../src/index.js';

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
export const on = (layer: Layer, ...inputs: SymbolicTensor[]): SymbolicTensor =>
  layer.apply(inputs.length === 1 ? inputs[0] : inputs) as SymbolicTensor;
export const hidden = (inputShape?: number[]): Layer =>
  layers.dense({ units: 5, activation: 'relu', name: 'hidden', inputShape });
export const tags = (args = {}): Layer => layers.dense({ units: 4, name: 'tags', ...args });
export const sigmoid = (): Layer => layers.activation({ activation: 'sigmoid', name: 'squash' });
export const line = (...ends: Layer[]): LayersModel => sequential({ layers: [hidden([3]), ...ends] });
const named = <T extends Layer>(layer: T, name: string): T => Object.assign(layer, { name });

/** How a model may end, and what is to be found there. */
export interface Structure {
  readonly model: () => LayersModel;
  readonly output?: string;
  readonly activation?: string;
  readonly before?: string[];
  readonly after?: string[];
  readonly features?: string;
  /** Whether a TimeDistributed wrapper is around: then features are not those of one example. */
  readonly distributed?: boolean;
  /** Whether it has layers that only a live model can tell of. */
  readonly liveOnly?: boolean;
}

export const structures: Readonly<Record<string, Structure>> = {
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
  'ETFOutput on more features, with their decay': {
    model: () =>
      line(
        layers.dense({ units: 6, name: 'a' }),
        new FeatureDecay({ rate: 0.1, name: 'decay' }),
        new ETFOutput({ units: 4, features: 6, seed: 5, name: 'tags' }),
      ),
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
    liveOnly: true,
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
export function randomWeights(model: LayersModel): void {
  const { next } = seededRandom(7);
  tidy(() => {
    model.setWeights(
      model.weights.map(({ originalName, shape }) => {
        const size = (shape as number[]).reduce((a, b) => a * b, 1);
        const isVariance = originalName.endsWith('moving_variance');
        return tensor(
          Float32Array.from({ length: size }, () => (isVariance ? next() + 0.1 : 2 * next() - 1)),
          shape as number[],
        );
      }),
    );
  });
}
