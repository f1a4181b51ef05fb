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

/**
 * The end of a saved model that `findModelEnd` of @argmaxable/layers finds: everything that verification
 * needs.
 */
export interface OutputEnd {
  /** The layers from features [batch, E] to the model's output. The caller disposes it. */
  readonly model: LayersModel;
  /** The range of the features, as far as the layers in front are known. */
  readonly bounds: FeatureBounds;
}

/**
 * Loads only the end of a saved model, from the first of its last linear layers on. The layers in front may
 * be the user's own layers, which are not known here, or large.
 *
 * @returns null if the end of the model is not known, or if its weights have other names.
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

/** The same as a description; null if the end of the model is not known. */
export function endOfSaved({ modelTopology, ...weights }: io.ModelArtifacts): ModelEnd | null {
  if (typeof modelTopology !== 'object') return null;
  try {
    return findModelEnd(nodeOfTopology(modelTopology, weights));
  } catch (error) {
    if (error instanceof ModelEndError) return null;
    throw error;
  }
}
