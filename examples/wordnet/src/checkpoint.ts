import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import type { EpochResult } from './result.js';

/**
 * Saves a compiled model with its optimizer's state and the epochs behind it. The old checkpoint in the
 * folder stays whole until the new one is.
 */
export async function saveCheckpoint(
  folder: string,
  model: LayersModel,
  epochs: readonly EpochResult[],
): Promise<void> {
  model.setUserDefinedMetadata({ epochs });
  await model.save(`file://${folder}`, { includeOptimizer: true });
}

/** Loads what `saveCheckpoint` saved, ready to train on, or nothing if the folder has no checkpoint. */
export async function loadCheckpoint(
  folder: string,
): Promise<{ model: LayersModel; epochs: EpochResult[] } | undefined> {
  const path = join(folder, 'model.json');
  if (!existsSync(path)) return undefined;
  const model = await loadLayersModel(`file://${path}`);
  const { epochs } = model.getUserDefinedMetadata() as { epochs: EpochResult[] };
  return { model, epochs };
}
