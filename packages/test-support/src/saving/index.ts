import { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';

/** Saves to JSON text and weights, as a file or a server would keep them. */
export async function save(model: LayersModel): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts | undefined;
  const handler = io.withSaveHandler((artifacts) => {
    const { weightData, ...json } = artifacts;
    saved = { ...(JSON.parse(JSON.stringify(json)) as io.ModelArtifacts), weightData };
    return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
  });
  await model.save(handler, { includeOptimizer: true });
  return saved!;
}

export const loadSaved = (artifacts: io.ModelArtifacts): Promise<LayersModel> =>
  loadLayersModel(io.fromMemory(artifacts));
