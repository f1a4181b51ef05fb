import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileBytes } from '../files/file-bytes.js';
import { findModelFile, type ModelFile } from './model-file.js';
import { transformerConfigPath } from './transformer-config.js';

/** All files that a model is read from: itself, or what its folder stands for, and those that this names. */
export async function modelFiles(model: string, bias: string | false | undefined): Promise<string[]> {
  const file = await findModelFile(model);
  const { path, format } = file;
  const config = transformerConfigPath(file);
  const own = config === null ? [path] : [path, config];
  // Beside an array, the bias is a file; else it is named in the model's.
  const ofBias = typeof bias === 'string' && format.tensors === 'one' ? [bias] : [];
  return [...own, ...ofBias, ...(await filesBeside(file))];
}

/** None where the file is not there or damaged: its reader says so. */
async function filesBeside({ path, format }: ModelFile): Promise<string[]> {
  // A pipe would be empty for that.
  if (format.filesBeside === null || !existsSync(path) || !(await stat(path)).isFile()) return [];
  return format.filesBeside(await fileBytes(path)).then(
    (names) => names.map((name) => join(dirname(path), name)),
    () => [],
  );
}
