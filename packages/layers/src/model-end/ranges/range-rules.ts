import { activationLayers, appliedActivation } from '../applied-activation.js';
import {
  anything,
  box,
  type FeatureBounds,
  hull,
  joinedBounds,
  mappedBounds,
  mixedBounds,
  roundedBounds,
  withZero,
} from './feature-ranges.js';
import { isOnLastAxis } from '../nodes/last-axis.js';
import type { LayerNode } from '../nodes/layer-node.js';
import { added, averaged, maximum, minimum, multiplied, subtracted } from './merge-ranges.js';
import { described, ofInput, ofInputs, ofLayer, type RangeRule, unknownLayer } from './range-rule.js';
import { identityClasses, outputLayerClasses } from '../own-layers.js';
import { recurrentRange } from './recurrent-ranges.js';
import { batchNormalizationRange, embeddingRange, layerNormalizationRange } from './weight-ranges.js';

/** For weighted sums, which have no bounds, followed by an activation. */
const weightedSum = ofLayer((node) => {
  const { name, image } = appliedActivation(node);
  const [lower, upper] = image(-Infinity, Infinity);
  if (lower === -Infinity && upper === Infinity) return anything(`${described(node)} is ${name}`);
  return box([lower, upper], `${name} of '${node.name}'`);
});

const activation = ofInput((input, node) => {
  const { name, image } = appliedActivation(node);
  return name === 'linear' ? input : mappedBounds(input, image, `${name} of '${node.name}'`);
});

const same = ofInput((input) => input);
const blanked = ofInput(withZero);
/** For layers that change the places of features. */
const moved = ofInput(mixedBounds);

/** For layers that do not change the last axis, unless the channels are on another axis. */
function alongPlaces(
  range: (input: FeatureBounds, node: LayerNode) => FeatureBounds = (input) => input,
): RangeRule {
  return ofInput((input, node) =>
    range(node.config.dataFormat === 'channelsFirst' ? mixedBounds(input) : input, node),
  );
}

/**
 * For means in float32, whose error grows with the count of numbers; 10,000 if the count is not known.
 */
const windowMean = alongPlaces((input, { config }) => {
  const sizes = [config.poolSize ?? 2].flat().map(Number);
  // A single size means the same size on all two or three axes.
  const window = (sizes.length === 1 ? [sizes[0], sizes[0], sizes[0]] : sizes).reduce((a, b) => a * b, 1);
  return roundedBounds(input, meanError(window));
});
const wholeMean = alongPlaces((input) => roundedBounds(input, meanError(10_000)));
const meanError = (numbers: number): number => Math.max(1e-6, (numbers + 2) * 2 ** -23);

/** `a + (b - a) f` has an error of a share of the larger of a and b; what is 0 or more stays 0 or more. */
const resized = alongPlaces((input, { config }) => {
  if (config.interpolation !== 'bilinear') return input;
  return mappedBounds(input, (lower, upper) => {
    const error = 1e-6 * Math.max(Math.abs(lower), Math.abs(upper));
    return [lower === 0 ? 0 : lower - error, upper === 0 ? 0 : upper + error];
  });
});

const concatenated = ofInputs((inputs, node) => {
  if (isOnLastAxis(node)) {
    return joinedBounds(
      inputs,
      node.inputs.map(({ shape }) => shape?.at(-1) ?? null),
    );
  }
  // When it predicts, tfjs takes every axis below 0 as the last; if the rank is not known, an axis of 0 or
  // more says nothing.
  const isElsewhere = node.inputRank !== null && Number(node.config.axis) >= 0;
  return hull(isElsewhere ? inputs : inputs.map(mixedBounds));
});

const input = ofLayer((node) => anything(`input '${node.name}'`));

function each(classNames: readonly string[], rule: RangeRule): Record<string, RangeRule> {
  return Object.fromEntries(classNames.map((className) => [className, rule]));
}

const sizes = (name: string, dimensions: readonly number[] = [1, 2, 3]): string[] =>
  dimensions.map((d) => `${name}${d}D`);

/**
 * What the layers of tfjs and of this package do to ranges, by class. Layers of other classes have no bounds.
 */
export const rangeRules: Readonly<Record<string, RangeRule>> = {
  InputLayer: input,
  ...each(activationLayers, activation),
  ...each(
    [
      ...['Dense', 'EinsumDense', ...outputLayerClasses],
      ...[...sizes('Conv'), ...sizes('SeparableConv', [1, 2]), ...sizes('DepthwiseConv', [1, 2])],
      ...sizes('Conv').map((name) => `${name.slice(0, -2)}${name.slice(-2)}Transpose`),
      ...sizes('LocallyConnected', [1, 2]),
    ],
    weightedSum,
  ),
  ...each(['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise', ...sizes('SpatialDropout')], same),
  ...each(['RepeatVector', ...identityClasses], same),
  ...each(['Flatten', 'Reshape', 'Permute'], moved),
  ...each(['Masking'], blanked),
  ...each(sizes('ZeroPadding'), alongPlaces(withZero)),
  ...each([...sizes('Cropping'), ...sizes('MaxPooling'), ...sizes('GlobalMaxPooling')], alongPlaces()),
  ...each(sizes('UpSampling'), resized),
  ...each(sizes('AveragePooling'), windowMean),
  ...each(sizes('GlobalAveragePooling'), wholeMean),
  Concatenate: concatenated,
  Add: ofInputs(added),
  Subtract: ofInputs(subtracted),
  Average: ofInputs(averaged),
  Maximum: ofInputs(maximum),
  Minimum: ofInputs(minimum),
  Multiply: ofInputs(multiplied),
  ...each(['LSTM', 'GRU', 'SimpleRNN', 'ConvLSTM2D', 'Bidirectional'], ofLayer(recurrentRange)),
  BatchNormalization: batchNormalizationRange,
  LayerNormalization: ofLayer(layerNormalizationRange),
  Embedding: ofLayer(embeddingRange),
};

/** The rule of a layer. */
export function rangeRuleOf({ className }: LayerNode): RangeRule {
  return Object.hasOwn(rangeRules, className) ? rangeRules[className] : unknownLayer;
}
