import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { parseJson } from '@argmaxable/core';
import { about, CliError } from '../errors/cli-error.js';
import { foreignFile } from './foreign-files.js';
import { matrixFiles } from '../readers/open-tensors.js';
import { readText } from '../files/read-bytes.js';

/** The file that a model is read from, and what it is. */
export type ModelFile =
  | { readonly kind: 'tfjs'; readonly path: string }
  | { readonly kind: 'tensors'; readonly path: string }
  | { readonly kind: 'index'; readonly path: string; readonly index: unknown };

/** What a folder stands for, the first that is there. */
const inFolder = ['model.json', 'model.safetensors', 'model.safetensors.index.json'];

/**
 * Finds the file that a path stands for: itself, or one in the folder.
 *
 * @throws CliError for a path where there is nothing, and for files of other kinds, with what turns them into
 * one that is read.
 */
export async function findModelFile(path: string): Promise<ModelFile> {
  // A model.json that is not there is said to be missing by its reader.
  if (extname(path).toLowerCase() === '.json' && !existsSync(path)) return { kind: 'tfjs', path };
  const isFolder = await about(path, async () => (await stat(path)).isDirectory());
  const file = isFolder ? await fileOf(path) : path;
  const type = extname(file).toLowerCase();
  if (matrixFiles.includes(type)) return { kind: 'tensors', path: file };
  if (type === '.json') return kindOfJson(file);
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
  const matrices = names.filter((name) => matrixFiles.includes(extname(name).toLowerCase())).sort();
  const advice =
    matrices.length > 0
      ? `Name the file: ${matrices.slice(0, 10).join(', ')}.`
      : 'Name the file of the model.';
  throw new CliError(`this is a folder, without ${inFolder.join(', ')}. ${advice}`, { path: folder });
}

/** Whether the libraries call a whole model so, and not a part of a training's state. */
function isWhole(name: string): boolean {
  return /^(saved_model|pytorch_model|tf_model|model)\b/.test(name);
}

/** Tells a tfjs model from the JSON files of the transformers library. */
async function kindOfJson(path: string): Promise<ModelFile> {
  const name = basename(path);
  if (!/^config\.json$|\.index\.json$/.test(name)) return { kind: 'tfjs', path };
  const text = await readText(path);
  const json = await about(path, () => parse(text));
  if ('modelTopology' in json || 'weightsManifest' in json) return { kind: 'tfjs', path };
  if (name === 'config.json') {
    throw new CliError(
      `this describes a model and has no weights: name its folder, ${dirname(path)}, or the .safetensors file.`,
      { path },
    );
  }
  const first = Object.values((json as { weight_map?: object }).weight_map ?? {})[0] as unknown;
  const foreign = typeof first === 'string' ? foreignFile(join(dirname(path), basename(first))) : null;
  if (foreign) throw foreign;
  return { kind: 'index', path, index: json };
}

function parse(text: string): object {
  try {
    const value: unknown = parseJson(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch (cause) {
    throw new CliError('this is not whole JSON; fetch it again.', { cause });
  }
}
