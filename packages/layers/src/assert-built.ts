import type { layers } from '@tensorflow/tfjs-layers';

/** For methods that read weights: says plainly when there are none yet. */
export function assertBuilt(layer: layers.Layer, method: string): void {
  if (!layer.built) {
    throw new Error(
      `${method} reads the weights of ${layer.name}, which has none yet. Add it to a model, or call it on an input, first.`,
    );
  }
}
