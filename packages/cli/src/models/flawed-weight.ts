import { shapeText } from '@argmaxable/core';
import type { TensorEntry } from '@argmaxable/data';
import { fileSystem } from '@argmaxable/node';
import { CliError } from '../errors/cli-error.js';
import type { ModelFile } from './model-file.js';
import { endOfSaved } from './output-end.js';
import { modelBytes, openTensors, type ReadLimit } from '../weights/open-tensors.js';

/**
 * The error for the first number of a saved model that is not finite; it names the tensor and its file.
 *
 * @param anywhere Whether the number may be in any layer if the last linear layers have none.
 * @returns null if there is no such number.
 */
export async function flawedWeight(
  model: ModelFile,
  limit: ReadLimit,
  anywhere: boolean,
): Promise<CliError | null> {
  const end = endOfSaved(await fileSystem(model.path, { maxBytes: modelBytes(limit) }).load());
  const layers = end === null ? [] : end.chain.map(({ name }) => name).reverse();
  const file = await openTensors(model, limit);
  const entries = await file.entries();
  const ofEnd = layers.flatMap((layer) => entries.filter(({ name }) => name.split('/').includes(layer)));
  for (const entry of new Set(anywhere ? [...ofEnd, ...entries] : ofEnd)) {
    const found = await firstNotFinite(entry);
    if (found === null) continue;
    const { index, place, value } = found;
    const words = `the tensor '${entry.name}' holds ${value} at ${shapeText(place)}; it must hold finite numbers.`;
    return new CliError(`${words} Was the training stable?`, { path: await file.fileOf(entry.name, index) });
  }
  return null;
}

async function firstNotFinite({ shape, isFloat, read }: TensorEntry) {
  if (!isFloat) return null;
  const { at } = await read();
  const place = shape.map(() => 0);
  const size = shape.reduce((product, length) => product * length, 1);
  for (let index = 0; index < size; index++) {
    const value = at(...place);
    if (!Number.isFinite(value)) return { index, place, value };
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis] === shape[axis]; axis--) place[axis] = 0;
  }
  return null;
}
