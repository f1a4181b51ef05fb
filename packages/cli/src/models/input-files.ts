import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { findModelFile } from './model-file.js';
import { weightGroups } from '../readers/tfjs-files.js';
import { transformerConfigPath } from './transformer-config.js';

/** All files that a model is read from: itself, or what its folder stands for, and those that this names. */
export async function modelFiles(model: string, bias: string | false | undefined): Promise<string[]> {
  const file = await findModelFile(model);
  const { path } = file;
  const config = transformerConfigPath(file);
  const own = config === null ? [path] : [path, config];
  switch (file.kind) {
    case 'index':
      return [...own, ...shardsOf(file.index).map((name) => join(dirname(path), name))];
    case 'tensors':
      // Beside an array, the bias is a file; else it is named in the model's.
      return typeof bias === 'string' && extname(path).toLowerCase() === '.npy' ? [...own, bias] : own;
    case 'tfjs':
      return [...own, ...(await weightFiles(path))];
  }
}

function shardsOf(index: unknown): string[] {
  const map = (index as { weight_map?: object | null }).weight_map ?? {};
  const names = Object.values(map).filter((name): name is string => typeof name === 'string');
  return [...new Set(names.map((name) => basename(name)))];
}

/** None where the file is not there or damaged: its reader says so. */
async function weightFiles(path: string): Promise<string[]> {
  // A pipe would be empty for that.
  if (!existsSync(path) || !(await stat(path)).isFile()) return [];
  return weightGroups(path).then(
    (groups) => groups.flatMap(({ files }) => files),
    () => [],
  );
}
