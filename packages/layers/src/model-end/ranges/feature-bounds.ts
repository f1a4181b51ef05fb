import type { ModelEnd } from '../find-model-end.js';
import type { FeatureBounds } from './feature-ranges.js';
import { checkNode, type LayerNode } from '../nodes/layer-node.js';
import { postOrder } from '../nodes/post-order.js';
import { rangeRuleOf } from './range-rules.js';

/**
 * Bounds of the features that go into a model's end, for all inputs: the bounds of the activation in front,
 * passed through pooling, concatenation, normalisation and similar layers.
 *
 * @returns Bounds for all features together or for each, which contain every value that the model can give in
 *   float32 on finite inputs.
 * @throws ValueError naming `model` for a saved graph that is damaged.
 *
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { featureBounds, findModelEnd, nodeOfModel } from '@argmaxable/layers';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * const hidden = layers.dense({ units: 8, inputShape: [3], activation: 'relu', name: 'hidden' });
 * const model = sequential({ layers: [hidden, layers.dense({ units: 5 })] });
 * const { lower, upper, origin } = await featureBounds(findModelEnd(nodeOfModel(model)));
 * console.log(lower, upper, origin); // 0 Infinity relu of 'hidden'
 */
export async function featureBounds(end: Pick<ModelEnd, 'features'>): Promise<FeatureBounds> {
  const { features } = (end ?? {}) as Partial<typeof end>;
  return boundsOfNode(checkNode('features of the end', features!));
}

/** The bounds of a layer's values. */
export async function boundsOfNode(node: LayerNode): Promise<FeatureBounds> {
  const inputsOf = (of: LayerNode): readonly LayerNode[] => (rangeRuleOf(of).reads ? of.inputs : []);
  const known = new Map<LayerNode, FeatureBounds>();
  for (const of of postOrder(node, inputsOf)) {
    const inputs = inputsOf(of).map((input) => known.get(input)!);
    known.set(of, await rangeRuleOf(of).range(of, inputs));
  }
  return known.get(node)!;
}
