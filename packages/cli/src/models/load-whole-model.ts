import { sizeOfShape } from '@argmaxable/core';
import type { io } from '@tensorflow/tfjs-core';
import { io as handlers } from '@tensorflow/tfjs-core';
import { layers, type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { CliError } from '../errors/cli-error.js';

type AddWeight = (this: unknown, name: string, shape: readonly number[], ...others: unknown[]) => unknown;

/**
 * Loads a whole saved model, without its training configuration, which may name the user's own losses.
 *
 * tfjs creates a layer's weights with the sizes in its config, and compares them with the file only later. So
 * the weights are counted here while they are created: no memory is used for more weights than the file has.
 */
export async function loadWholeModel(artifacts: io.ModelArtifacts): Promise<LayersModel> {
  const whole = { ...artifacts, trainingConfig: undefined };
  const stored = (artifacts.weightSpecs ?? []).filter(({ group }) => group !== 'optimizer');
  let left = stored.reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
  const prototype = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const { addWeight } = prototype;
  prototype.addWeight = function (name, shape, ...others) {
    left -= sizeOfShape(shape);
    if (!(left >= 0)) throw new CliError('Its layers have more weights than its files.');
    return addWeight.call(this, name, shape, ...others);
  };
  try {
    return await loadLayersModel(handlers.fromMemory(whole));
  } finally {
    prototype.addWeight = addWeight;
  }
}
