import { extname } from 'node:path';
import { about } from '../errors/cli-error.js';
import { fileBytes } from './byte-source.js';
import { readNpyFile } from './npy.js';
import { readNpz } from './npz.js';
import type { ReadBudget } from './read-budget.js';
import { readSafetensors } from './safetensors.js';
import { inMemory, type TensorFile, tensorFile } from './tensor-file.js';

/** The file types that hold weight matrices. */
export const matrixFiles: readonly string[] = ['.npy', '.npz', '.safetensors'];

/** Opens a file of tensors, of one of the types in `matrixFiles`. */
export async function openTensors(path: string, budget: ReadBudget): Promise<TensorFile> {
  const entries = await about(path, async () => {
    switch (extname(path).toLowerCase()) {
      case '.npy':
        return [inMemory(await readNpyFile(path, '', budget))];
      case '.npz':
        return readNpz(await fileBytes(path, budget), budget);
      default:
        return readSafetensors(await fileBytes(path, budget));
    }
  });
  return tensorFile(entries, () => Promise.resolve(path));
}
