import type { LayerNode } from './layer-node.js';

/** Batch normalisation as a function of each feature when the model predicts, in float64. */
export interface Normalization {
  readonly scale: Float64Array;
  readonly offset: Float64Array;
  /** The sum of the magnitudes of the offset's terms. */
  readonly size: Float64Array;
}

/**
 * `x -> gamma (x - mean) / sqrt(variance + epsilon) + beta` as a slope and an offset; null if weights are
 * missing or do not fit.
 */
export async function readNormalization(node: LayerNode): Promise<Normalization | null> {
  const [gamma, beta, mean, variance] = await Promise.all(
    ['gamma', 'beta', 'moving_mean', 'moving_variance'].map((name) => node.weight(name)),
  );
  const { scale: hasGamma = true, center: hasBeta = true, epsilon = 1e-3 } = node.config;
  if (mean === null || variance === null || typeof epsilon !== 'number') return null;
  if ((gamma === null && hasGamma !== false) || (beta === null && hasBeta !== false)) return null;
  const width = mean.values.length;
  if ([gamma, beta, variance].some((weight) => weight !== null && weight.values.length !== width)) {
    return null;
  }
  const [scale, offset, size] = [0, 0, 0].map(() => new Float64Array(width));
  for (let j = 0; j < width; j++) {
    scale[j] = (gamma?.values[j] ?? 1) / Math.sqrt(variance.values[j] + epsilon);
    const [shift, centre] = [beta?.values[j] ?? 0, mean.values[j] * scale[j]];
    offset[j] = shift - centre;
    size[j] = Math.abs(shift) + Math.abs(centre);
  }
  if (scale.some(Number.isNaN) || !offset.every(Number.isFinite)) return null;
  return { scale, offset, size };
}
