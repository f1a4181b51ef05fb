import { fileSystem } from '@argmaxable/node';
import { CliError } from '../errors/cli-error.js';
import { endOfSaved } from './output-end.js';
import type { ReadBudget } from '../readers/read-budget.js';
import { shapeText, sizeOf } from '../readers/stored-tensor.js';
import type { TensorEntry } from '../readers/tensor-file.js';
import { readTfjsWeights } from '../readers/tfjs-weights.js';

/**
 * The error for the first number of a saved model that is not finite, by its tensor and the file it lies in.
 *
 * @param anywhere Whether it may lie in any layer, where those that end the model have none.
 * @returns null where there is no such number.
 */
export async function flawedWeight(
  path: string,
  budget: ReadBudget,
  anywhere: boolean,
): Promise<CliError | null> {
  const end = endOfSaved(await fileSystem(path, { maxBytes: budget.bytes }).load());
  const layers = end === null ? [] : end.chain.map(({ name }) => name).reverse();
  const file = await readTfjsWeights(path, budget);
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
  for (let index = 0; index < sizeOf(shape); index++) {
    const value = at(...place);
    if (!Number.isFinite(value)) return { index, place, value };
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis] === shape[axis]; axis--) place[axis] = 0;
  }
  return null;
}
