import { labelAffineClasses, outputLayerClasses } from '../own-layers.js';
import type { LayerNode } from '../nodes/layer-node.js';

type Shape = LayerNode['shape'];
type KnownShape = NonNullable<Shape>;
type Config = LayerNode['config'];

const sizeOr = (value: unknown, otherwise: number | null): number | null =>
  typeof value === 'number' && value >= 0 ? value : otherwise;

/** A shape from JSON; null if it is not a shape. */
function shapeOf(value: unknown): Shape {
  return Array.isArray(value) ? value.map((size) => sizeOr(size, null)) : null;
}

const same = (input: KnownShape): Shape => input;
const withLastAxis =
  (name: string) =>
  (input: KnownShape, config: Config): Shape => [...input.slice(0, -1), sizeOr(config[name], null)];

/** For a convolution or pooling over places; the number of places is not needed here. */
const overPlaces =
  (channels?: string) =>
  (input: KnownShape, config: Config): Shape => {
    if (config.dataFormat === 'channelsFirst') return input.map(() => null);
    const last = channels === undefined ? input.at(-1)! : sizeOr(config[channels], null);
    return [input[0], ...input.slice(1, -1).map(() => null), last];
  };

const ofWhole = (input: KnownShape, config: Config): Shape => [
  input[0],
  config.dataFormat === 'channelsFirst' ? null : input.at(-1)!,
];

const recurrent = (input: KnownShape, config: Config): Shape => {
  const units = sizeOr(config.units, null);
  return config.returnSequences === true ? [input[0], input[1] ?? null, units] : [input[0], units];
};

function each<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

const sizes = (name: string): string[] => [1, 2, 3].map((d) => `${name}${d}D`);

/** Output shapes of layers with one input, as far as they are needed to find the last axis and its length. */
const shapeRules: Readonly<Record<string, (input: KnownShape, config: Config) => Shape>> = {
  ...each(['Dense', ...outputLayerClasses], withLastAxis('units')),
  ...each(['Activation', 'Softmax', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'ThresholdedReLU', 'Masking'], same),
  ...each(['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise', ...sizes('SpatialDropout')], same),
  ...each(['BatchNormalization', 'LayerNormalization', ...labelAffineClasses], same),
  ...each([...sizes('Conv'), ...sizes('SeparableConv'), ...sizes('LocallyConnected')], overPlaces('filters')),
  ...each([...sizes('MaxPooling'), ...sizes('AveragePooling')], overPlaces()),
  ...each([...sizes('ZeroPadding'), ...sizes('Cropping'), ...sizes('UpSampling')], overPlaces()),
  ...each([...sizes('GlobalMaxPooling'), ...sizes('GlobalAveragePooling')], ofWhole),
  ...each(['LSTM', 'GRU', 'SimpleRNN'], recurrent),
  Embedding: (input, config) => [...input, sizeOr(config.outputDim, null)],
  RepeatVector: (input, config) => [input[0], sizeOr(config.n, null), input.at(-1)!],
  Reshape: (input, config) => [input[0], ...(shapeOf(config.targetShape) ?? [])],
  Flatten: ([batch, ...sizes]) => [
    batch,
    sizes.reduce(
      (product: number | null, size) => (product === null || size === null ? null : product * size),
      1,
    ),
  ],
};

/** Output shapes of merging layers: the shape of the first input, if no other is bigger. */
const merging = ['Add', 'Subtract', 'Average', 'Maximum', 'Minimum', 'Multiply'];

/** The shape of a saved layer's output; null if it is not known. */
export function savedShape(className: string, config: Config, inputs: readonly Shape[]): Shape {
  if (className === 'InputLayer') return shapeOf(config.batchInputShape ?? config.batchShape);
  const [input] = inputs;
  if (!input) return null;
  if (inputs.length === 1) {
    return Object.hasOwn(shapeRules, className) ? shapeRules[className](input, config) : null;
  }
  const isAlike = inputs.every((shape) => shape?.length === input.length);
  if (!isAlike) return null;
  const last = inputs.map((shape) => shape!.at(-1)!);
  if (className === 'Concatenate' && [-1, input.length - 1].includes(Number(config.axis ?? -1))) {
    return [
      ...input.slice(0, -1),
      last.reduce<number | null>((a, b) => (a === null || b === null ? null : a + b), 0),
    ];
  }
  return merging.includes(className) && last.every((size) => size === last[0]) ? input : null;
}
