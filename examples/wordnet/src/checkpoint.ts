import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileSystem } from '@argmaxable/node';
import { dispose, io, type NamedTensorMap } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import type { EpochResult } from './result.js';

/**
 * Saves a compiled model with its optimizer's state and the epochs behind it. The old checkpoint in the folder stays
 * whole until the new one is.
 */
export async function saveCheckpoint(
  folder: string,
  model: LayersModel,
  epochs: readonly EpochResult[],
): Promise<void> {
  model.setUserDefinedMetadata({ epochs });
  await model.save(`file://${folder}`, { includeOptimizer: true });
}

/**
 * Loads what `saveCheckpoint` saved, or nothing if the folder has no checkpoint.
 *
 * @param compile Compiles the model as it was. Tfjs does not save a loss that is a function, so it cannot do so itself.
 */
export async function loadCheckpoint(
  folder: string,
  compile: (model: LayersModel) => void,
): Promise<{ model: LayersModel; epochs: EpochResult[] } | undefined> {
  const path = join(folder, 'model.json');
  if (!existsSync(path)) return undefined;
  const artifacts = await fileSystem(path).load();
  const model = await loadLayersModel(io.fromMemory({ ...artifacts, trainingConfig: undefined }));
  compile(model);
  await restoreOptimizer(model, artifacts);
  const { epochs } = artifacts.userDefinedMetadata as { epochs: EpochResult[] };
  return { model, epochs };
}

async function restoreOptimizer(
  model: LayersModel,
  { weightData, weightSpecs }: io.ModelArtifacts,
): Promise<void> {
  const weights: NamedTensorMap = io.decodeWeights(weightData!, weightSpecs!);
  const state = weightSpecs!.filter(({ group }) => group === 'optimizer');
  await model.optimizer.setWeights(state.map(({ name }) => ({ name, tensor: weights[name] })));
  dispose(weights);
}
