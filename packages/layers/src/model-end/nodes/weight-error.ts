import { ValueError } from '@argmaxable/core';
import type { LayerNode } from './layer-node.js';

/** The error for weights of a layer that are missing, or of other sizes than the layer and its neighbours. */
export function weightError({ name, className }: LayerNode, weights = 'weights'): ValueError {
  return new ValueError(
    'model',
    `${name} (${className}) without ${weights} that fit`,
    'one whose last layers have their weights',
    'Build the model, or load it with the weights that belong to it.',
  );
}
