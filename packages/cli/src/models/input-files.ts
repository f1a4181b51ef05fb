import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileBytes } from '../files/file-bytes.js';
import { findModelFile, type ModelFile } from './model-file.js';
import { transformerConfigPath } from './transformer-config.js';

/**
 * All files that a model is read from: the file itself, or the file that its folder stands for, and the files
 * that it names.
 */
export async function modelFiles(model: string, bias: string | false | undefined): Promise<string[]> {
  const file = await findModelFile(model);
  const { path, format } = file;
  const config = transformerConfigPath(file);
  const own = config === null ? [path] : [path, config];
  // With a single array, the bias is a file; otherwise it is a name in the model's file.
  const ofBias = typeof bias === 'string' && format.tensors === 'one' ? [bias] : [];
  return [...own, ...ofBias, ...(await filesBeside(file))];
}

/** No files if the file does not exist or is damaged: its reader reports this. */
async function filesBeside({ path, format }: ModelFile): Promise<string[]> {
  // Reading a pipe here would leave nothing for its reader.
  if (format.filesBeside === null || !existsSync(path) || !(await stat(path)).isFile()) return [];
  return format.filesBeside(await fileBytes(path)).then(
    (names) => names.map((name) => join(dirname(path), name)),
    () => [],
  );
}
