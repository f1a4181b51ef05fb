import type { LayerNode } from './layer-node.js';

/** Whether a layer's `axis` is the last axis of its input, and no other. */
export function isOnLastAxis({ config, inputRank }: LayerNode): boolean {
  const axes = [config.axis ?? -1].flat();
  return axes.length === 1 && (axes[0] === -1 || (inputRank !== null && axes[0] === inputRank - 1));
}
