import { ValueError } from '@argmaxable/core';
import type { layers } from '@tensorflow/tfjs-layers';

/** For methods that read weights: throws a clear error if there are none yet. */
export function assertBuilt(layer: layers.Layer, method: string): void {
  if (!layer.built) {
    throw new ValueError(
      layer.name,
      'a layer without weights',
      `built before ${method} reads its weights`,
      'Add it to a model, or apply it to an input, first.',
    );
  }
}
