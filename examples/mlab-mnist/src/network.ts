import { ETFOutput, FeatureDecay } from '@argmaxable/layers';
import { initializers, layers, regularizers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { NUM_DIGITS } from './digits.js';

/**
 * Which output layer a network ends in: a trained linear one on `features` features, or the fixed frame on
 * 10.
 */
export type Head = { readonly kind: 'linear'; readonly features: number } | { readonly kind: 'etf' };

export interface NetworkSettings {
  /** Pixels in a row, and rows, of an image. */
  readonly imageSize: number;
  readonly weightDecay: number;
  readonly featureDecay: number;
  readonly seed: number;
}

/** Features d that the output layer works on. */
export const featuresOf = (head: Head): number => (head.kind === 'linear' ? head.features : NUM_DIGITS);

/** The name in tables and plots: 'linear d=64', 'ETF d=10'. */
export const nameOf = (head: Head): string =>
  `${head.kind === 'linear' ? 'linear' : 'ETF'} d=${featuresOf(head)}`;

/**
 * Halves the resolution, then three convolutions, a linear layer that makes the features, and the output
 * layer 'labels'. Every weight starts from the seed.
 */
export function buildNetwork(head: Head, settings: NetworkSettings): Sequential {
  const { imageSize, weightDecay, featureDecay } = settings;
  let { seed } = settings;
  const kernel = () => ({
    kernelInitializer: initializers.heNormal({ seed: seed++ }),
    // SGD's weight decay r is the gradient of r / 2 |w|^2.
    kernelRegularizer: regularizers.l2({ l2: weightDecay / 2 }),
  });
  const conv = (filters: number, kernelSize: number, padding: 'same' | 'valid') =>
    layers.conv2d({ filters, kernelSize, strides: 2, padding, activation: 'relu', ...kernel() });
  return sequential({
    layers: [
      layers.averagePooling2d({ poolSize: 2, inputShape: [imageSize, imageSize, 1] }),
      conv(8, 5, 'same'),
      conv(32, 3, 'same'),
      conv(64, 3, 'valid'),
      layers.flatten(),
      layers.dense({ units: featuresOf(head), ...kernel() }),
      new FeatureDecay({ rate: featureDecay, name: 'features' }),
      head.kind === 'linear'
        ? layers.dense({ units: NUM_DIGITS, useBias: false, name: 'labels', ...kernel() })
        : new ETFOutput({ units: NUM_DIGITS, name: 'labels' }),
    ],
  });
}
