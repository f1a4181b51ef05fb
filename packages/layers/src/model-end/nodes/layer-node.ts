import { ValueError } from '@argmaxable/core';
import type { layers } from '@tensorflow/tfjs-layers';

/** A weight as stored: float32 values row by row, and their shape. Do not write into them. */
export interface StoredWeight {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/**
 * One application of a layer in a model, live or saved. It is always the innermost layer, inside of
 * TimeDistributed wrappers and nested models.
 */
export interface LayerNode {
  readonly name: string;
  /** As in `Dense`. */
  readonly className: string;
  /** Arguments by their names in tfjs: keys in camelCase. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The live layer; null for a saved one. */
  readonly layer: layers.Layer | null;
  /** Which of the layer's outputs this is, from 0. */
  readonly outputIndex: number;
  /** The output's shape; a size that is not known is null, and so is a shape that is not known. */
  readonly shape: readonly (number | null)[] | null;
  /** The rank of the first input as the layer itself sees it; null where it is not known. */
  readonly inputRank: number | null;
  /** What the layer is applied to. It is computed when it is read. */
  readonly inputs: readonly LayerNode[];
  /**
   * A weight by the last part of its name: 'kernel', 'bias', 'projection_kernel', 'gamma'; null if there is
   * none.
   */
  weight(name: string): Promise<StoredWeight | null>;
}

/**
 * Returns `node` if it is a layer as `nodeOfModel` and `nodeOfTopology` give it.
 *
 * @throws ValueError naming `argument` otherwise.
 */
export function checkNode(argument: string, node: LayerNode): LayerNode {
  const { className, weight } = (node ?? {}) as Partial<LayerNode>;
  if (typeof className !== 'string' || typeof weight !== 'function') {
    throw new ValueError(argument, node, 'a layer, from nodeOfModel or nodeOfTopology');
  }
  return node;
}

/** The last part of a weight's name, without the `:0` of TensorFlow. */
export function weightPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/:\d+$/, '');
}
