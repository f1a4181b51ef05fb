import type { FeatureBounds } from './feature-ranges.js';
import type { LayerNode } from '../nodes/layer-node.js';

/** How a layer's range follows from the ranges of its inputs. */
export interface RangeRule {
  /** Whether it needs these at all; if not, the layers in front are not read. */
  readonly reads: boolean;
  readonly range: (
    node: LayerNode,
    inputs: readonly FeatureBounds[],
  ) => FeatureBounds | Promise<FeatureBounds>;
}

/**
 * A rule on the range of a single input. If there are several inputs there are no bounds, because the effect
 * of the others is not known.
 */
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

/** A rule that reads only the layer. */
export function ofLayer(range: (node: LayerNode) => FeatureBounds | Promise<FeatureBounds>): RangeRule {
  return { reads: false, range };
}

/** The layer's name and class, as messages show them. */
export function described({ name, className }: LayerNode): string {
  return `layer '${name}' (${className})`;
}

/** The rule for layers that are in no table. */
export const unknownLayer: RangeRule = ofLayer((node) => ({
  lower: -Infinity,
  upper: Infinity,
  origin: `any: ${described(node)} is not known`,
}));
