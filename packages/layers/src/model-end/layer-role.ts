import { isLabelAffine } from '../label-affine.js';
import { isOutputLayer } from '../output-layer.js';
import { activationLayers, appliedActivation } from './applied-activation.js';
import { isOnLastAxis } from './nodes/last-axis.js';
import type { LayerNode } from './nodes/layer-node.js';
import { identityClasses, labelAffineClasses, outputLayerClasses } from './own-layers.js';

/**
 * The role of a layer at the end of a model: it scores the labels, gives each feature a slope and an offset,
 * is an activation, does nothing at prediction, or has none of these roles.
 */
export type LayerRole = 'scores' | 'affine' | 'activation' | 'identity' | 'other';

/** Layers that pass their input on when the model predicts. */
const identityLayers: readonly string[] = [
  ...identityClasses,
  ...['Dropout', 'AlphaDropout', 'GaussianDropout', 'GaussianNoise'],
  ...['SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'],
];

/** The role that a layer can have at the end of a model. */
export function roleOf(node: LayerNode): LayerRole {
  const { className, layer } = node;
  const isOne = (classes: readonly string[]): boolean => classes.includes(className);
  if (className === 'Dense' || (layer ? isOutputLayer(layer) : isOne(outputLayerClasses))) return 'scores';
  if (layer ? isLabelAffine(layer) : isOne(labelAffineClasses)) return 'affine';
  if (className === 'BatchNormalization') return isOnLastAxis(node) ? 'affine' : 'other';
  if (identityLayers.includes(className)) return 'identity';
  if (!activationLayers.includes(className)) return 'other';
  return appliedActivation(node).name === 'linear' ? 'identity' : 'activation';
}

/**
 * Whether a layer in front of the one that scores is linear: a dense layer without activation, or a batch
 * normalisation.
 */
export function isLinear(node: LayerNode): boolean {
  if (node.className === 'Dense') return appliedActivation(node).name === 'linear';
  return node.className === 'BatchNormalization' && roleOf(node) === 'affine';
}
