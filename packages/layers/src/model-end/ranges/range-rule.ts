import type { FeatureBounds } from './feature-ranges.js';
import type { LayerNode } from '../nodes/layer-node.js';

/** What a layer makes of the ranges of its inputs. */
export interface RangeRule {
  /** Whether it needs those at all: else nothing in front of the layer is looked at. */
  readonly reads: boolean;
  readonly range: (
    node: LayerNode,
    inputs: readonly FeatureBounds[],
  ) => FeatureBounds | Promise<FeatureBounds>;
}

/** A rule on the range of the one input. With several there is none: what the others do is not known. */
export function ofInput(range: (input: FeatureBounds, node: LayerNode) => FeatureBounds): RangeRule {
  return {
    reads: true,
    range: (node, inputs) =>
      inputs.length === 1 ? range(inputs[0], node) : unknownLayer.range(node, inputs),
  };
}

/** A rule on the ranges of all inputs. */
export function ofInputs(
  range: (inputs: readonly FeatureBounds[], node: LayerNode) => FeatureBounds,
): RangeRule {
  return { reads: true, range: (node, inputs) => range(inputs, node) };
}

/** A rule that looks at the layer alone. */
export function ofLayer(range: (node: LayerNode) => FeatureBounds | Promise<FeatureBounds>): RangeRule {
  return { reads: false, range };
}

/** The layer's name and class as messages have it. */
export function described({ name, className }: LayerNode): string {
  return `layer '${name}' (${className})`;
}

/** The rule of layers that are in no table. */
export const unknownLayer: RangeRule = ofLayer((node) => ({
  lower: -Infinity,
  upper: Infinity,
  origin: `any: ${described(node)} is not known`,
}));
