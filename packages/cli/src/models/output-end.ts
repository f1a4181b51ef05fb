import {
  featureBounds,
  type FeatureBounds,
  findModelEnd,
  loadModelEnd,
  type ModelEnd,
  ModelEndError,
  nodeOfTopology,
} from '@argmaxable/layers';
import type { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The end of a saved model, as `findModelEnd` of @argmaxable/layers finds it: all that verifying needs. */
export interface OutputEnd {
  /** From features [batch, E] to the model's output. Its owner disposes it. */
  readonly model: LayersModel;
  /** What the features lie between, as far as the layers in front are known. */
  readonly bounds: FeatureBounds;
}

/**
 * Loads the end of a saved model by itself, from the first of its last linear layers on. Layers in front may
 * be the user's own, which are not known here, or large.
 *
 * @returns null where the model ends in nothing that is known, or in weights by other names.
 * @throws ValueError for a damaged file.
 */
export async function loadOutputEnd(artifacts: io.ModelArtifacts): Promise<OutputEnd | null> {
  const end = endOfSaved(artifacts);
  if (end === null) return null;
  const model = await loadModelEnd(end);
  if (model === null) return null;
  try {
    return { model, bounds: await featureBounds(end) };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** The same as a description: null where the model ends in nothing that is known. */
export function endOfSaved({ modelTopology, ...weights }: io.ModelArtifacts): ModelEnd | null {
  if (typeof modelTopology !== 'object') return null;
  try {
    return findModelEnd(nodeOfTopology(modelTopology, weights));
  } catch (error) {
    if (error instanceof ModelEndError) return null;
    throw error;
  }
}
