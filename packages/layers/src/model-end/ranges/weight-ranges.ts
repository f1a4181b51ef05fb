import { anything, boundsAt, type FeatureBounds, finiteSize, perFeature } from './feature-ranges.js';
import { isOnLastAxis } from '../nodes/last-axis.js';
import type { LayerNode } from '../nodes/layer-node.js';
import { readNormalization } from '../nodes/normalization.js';
import { described, type RangeRule } from './range-rule.js';

/**
 * The ranges of features after a slope and an offset for each, widened by the rounding error of every term.
 */
export const batchNormalizationRange: RangeRule = {
  reads: true,
  async range(node, inputs) {
    const affine = isOnLastAxis(node) && inputs.length === 1 ? await readNormalization(node) : null;
    if (affine === null) return anything(`${described(node)} is not on the last axis, or has no weights`);
    const { scale, offset, size } = affine;
    const [input] = inputs;
    const end = (bound: number, j: number, sign: number): number => {
      const product = scale[j] === 0 ? 0 : scale[j] * bound;
      return product + offset[j] + sign * 1e-6 * (finiteSize(product) + size[j]);
    };
    return perFeature(
      scale.length,
      (j) => {
        const [lower, upper] = boundsAt(input, j);
        const [low, high] = scale[j] < 0 ? [upper, lower] : [lower, upper];
        return [end(low, j, -1), end(high, j, 1)];
      },
      input.origin.startsWith('any: ') ? input.origin : `'${node.name}' of ${input.origin}`,
    );
  },
};

/**
 * Values normalised to mean square 1 over n features have a magnitude of at most sqrt(n), for any rounding of
 * the mean.
 */
export async function layerNormalizationRange(node: LayerNode): Promise<FeatureBounds> {
  const [gamma, beta] = [await node.weight('gamma'), await node.weight('beta')];
  const { scale = true, center = true, epsilon = 1e-3 } = node.config;
  const width = gamma?.values.length ?? beta?.values.length ?? node.shape?.at(-1) ?? null;
  const isComplete = (gamma !== null || scale === false) && (beta !== null || center === false);
  const isSafe = typeof epsilon === 'number' && epsilon > 0;
  if (!isOnLastAxis(node) || !isComplete || !isSafe || width === null) {
    return anything(`${described(node)} is not on the last axis, or has no weights`);
  }
  const most = Math.sqrt(width) * (1 + 1e-3);
  return perFeature(
    width,
    (j) => {
      const [size, middle] = [most * Math.abs(gamma?.values[j] ?? 1), beta?.values[j] ?? 0];
      const room = size + 1e-6 * Math.abs(middle);
      return Number.isFinite(room) ? [middle - room, middle + room] : [-Infinity, Infinity];
    },
    `normalisation of '${node.name}'`,
  );
}

/** Each feature of an embedding is one of the numbers in a column of its weights. */
export async function embeddingRange(node: LayerNode): Promise<FeatureBounds> {
  const table = await node.weight('embeddings');
  if (table === null || table.shape.length !== 2) return anything(`${described(node)} has no weights`);
  const { values } = table;
  const [words, width] = table.shape;
  const [lower, upper] = [new Float64Array(width).fill(Infinity), new Float64Array(width).fill(-Infinity)];
  for (let i = 0; i < words; i++) {
    for (let j = 0; j < width; j++) {
      const value = values[i * width + j];
      if (!Number.isFinite(value)) return anything(`${described(node)} holds ${value}`);
      if (value < lower[j]) lower[j] = value;
      if (value > upper[j]) upper[j] = value;
    }
  }
  return perFeature(width, (j) => [lower[j], upper[j]], `values of '${node.name}'`);
}
