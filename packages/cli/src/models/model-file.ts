import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { parseJson } from '@argmaxable/core';
import { formatsOf, type WeightFormat, weightFormats } from '@argmaxable/data';
import { about, CliError } from '../errors/cli-error.js';
import { foreignFile } from './foreign-files.js';
import { readText } from '../files/read-text.js';
import type { WeightFile } from '../weights/open-tensors.js';

/** The file that a model is read from, and its kind. */
export type ModelFile = WeightFile;

/** Whether it is a whole model, not only weights. */
export function isModelFile({ format }: ModelFile): boolean {
  return format.name === 'tfjs';
}

/** The files that a folder can stand for; the first that exists is used. */
const inFolder = weightFormats.flatMap(({ usualName }) => usualName ?? []);

/** Endings of the names of files with only weights, which other kinds of files do not have. */
export const matrixFiles: readonly string[] = weightFormats
  .flatMap(({ extensions }) => extensions)
  .filter((extension) => !extension.endsWith('.json'));

function formatNamed(name: string): WeightFormat {
  return weightFormats.find((format) => format.name === name)!;
}

/**
 * Finds the file that a path stands for: the file itself, or one in the folder.
 *
 * @throws CliError for a path that does not exist, and for files of other kinds, with code that converts
 *   them.
 */
export async function findModelFile(path: string): Promise<ModelFile> {
  // If a model.json does not exist, its reader reports this.
  if (extname(path).toLowerCase() === '.json' && !existsSync(path)) {
    return { format: formatNamed('tfjs'), path };
  }
  const isFolder = await about(path, async () => (await stat(path)).isDirectory());
  const file = isFolder ? await fileOf(path) : path;
  const [format] = formatsOf(weightFormats, file);
  if (format) return file.toLowerCase().endsWith('.json') ? formatOfJson(file) : { format, path: file };
  throw (
    foreignFile(file) ??
    new CliError(
      `the model must be a tfjs model.json or a weight matrix in ${matrixFiles.join(', ')}. ` +
        'Save the output layer of a PyTorch or Keras model as one of these.',
      { path: file },
    )
  );
}

async function fileOf(folder: string): Promise<string> {
  const names = await about(folder, () => readdir(folder));
  const found = inFolder.find((name) => names.includes(name));
  if (found !== undefined) return join(folder, found);
  const byName = [...names].sort((a, b) => Number(isWhole(b)) - Number(isWhole(a)) || (a < b ? -1 : 1));
  const foreign = byName.map((name) => foreignFile(join(folder, name))).find((error) => error !== null);
  if (foreign) throw foreign;
  const matrices = names.filter((name) => isMatrixFile(name)).sort();
  const advice =
    matrices.length > 0
      ? `Name the file: ${matrices.slice(0, 10).join(', ')}.`
      : 'Name the file of the model.';
  throw new CliError(`this is a folder, without ${inFolder.join(', ')}. ${advice}`, { path: folder });
}

function isMatrixFile(name: string): boolean {
  return matrixFiles.includes(extname(name).toLowerCase());
}

/** Whether it is a name that libraries give to a whole model, and not to a part of a training state. */
function isWhole(name: string): boolean {
  return /^(saved_model|pytorch_model|tf_model|model)\b/.test(name);
}

/** Distinguishes a tfjs model from the JSON files of the transformers library. */
async function formatOfJson(path: string): Promise<ModelFile> {
  const name = basename(path);
  if (!/^config\.json$|\.index\.json$/.test(name)) return { format: formatNamed('tfjs'), path };
  const text = await readText(path);
  const json = await about(path, () => parse(text));
  if ('modelTopology' in json || 'weightsManifest' in json) return { format: formatNamed('tfjs'), path };
  if (name === 'config.json') {
    throw new CliError(
      `this describes a model and has no weights: name its folder, ${dirname(path)}, or the .safetensors file.`,
      { path },
    );
  }
  const first = Object.values((json as { weight_map?: object }).weight_map ?? {})[0] as unknown;
  const foreign = typeof first === 'string' ? foreignFile(join(dirname(path), basename(first))) : null;
  if (foreign) throw foreign;
  return { format: formatNamed('safetensors-index'), path };
}

function parse(text: string): object {
  try {
    const value: unknown = parseJson(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (cause) {
    throw new CliError('this is not complete JSON; download it again.', { cause });
  }
}
