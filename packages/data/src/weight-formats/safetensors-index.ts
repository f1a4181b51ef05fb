import { isPlainObject } from '@argmaxable/core';
import { type Bytes, type ByteSource, openBytes } from '../bytes/byte-source.js';
import { FormatError, inFile } from '../bytes/format-error.js';
import { checkBeside, type FilesBeside, readJsonFile } from './files-beside.js';
import { readSafetensors } from './safetensors.js';
import type { TensorEntry, TensorFile } from './tensor-file.js';

/**
 * Lists the tensors of several .safetensors files that a `model.safetensors.index.json` names: its
 * `weight_map` says which tensor is in which file of the same folder. Only files with a requested tensor are
 * opened.
 *
 * @param source The bytes of the index.
 * @param options `beside`, `maxBytes`; see {@link FilesBeside}.
 * @throws FormatError (as a rejection) for JSON of another form, and for names of files outside the index's
 *   folder; `entries` throws it for a file that is damaged or does not have a tensor that the index says.
 *   ValueError for a source of other things than bytes, and if `beside` is missing.
 *
 * @example
 * import { openAsBlob } from 'node:fs';
 * import { loadSafetensorsIndex } from '@argmaxable/data';
 * async function tensorNames(folder) {
 *   const index = await openAsBlob(`${folder}/model.safetensors.index.json`);
 *   const beside = (name) => openAsBlob(`${folder}/${name}`);
 *   return (await loadSafetensorsIndex(index, { beside })).names;
 * }
 */
export async function loadSafetensorsIndex(source: Bytes, options: FilesBeside): Promise<TensorFile> {
  const { open, budget } = checkBeside('loadSafetensorsIndex', options);
  const map = new Map(Object.entries(checkMap(await readJsonFile(await openBytes(source, budget)))));
  const names = [...map.keys()];
  const entries = async (asked: readonly string[] = names): Promise<TensorEntry[]> => {
    const present = asked.filter((name) => map.has(name));
    const files = [...new Set(present.map((name) => map.get(name)!))];
    const found = new Map<string, TensorEntry>();
    // One after the other, because there may be more files than can be open at once.
    for (const file of files) {
      const listed = await inFile(file, async () => readSafetensors(await open(file), budget));
      for (const { read, ...entry } of listed) {
        found.set(entry.name, { ...entry, read: () => inFile(file, read) });
      }
    }
    return present.map((name) => found.get(name) ?? missing(name, map.get(name)!));
  };
  return { names, entries, fileOf: (name) => Promise.resolve(map.get(name) ?? null) };
}

/** Lists the files that an index names; of a damaged index, those that can be read. */
export async function shardsOfIndex(source: ByteSource): Promise<string[]> {
  const index = await readJsonFile(source);
  const map = isPlainObject(index) && isPlainObject(index.weight_map) ? index.weight_map : {};
  return [...new Set(Object.values(map).filter((name) => typeof name === 'string'))];
}

function checkMap(index: unknown): Record<string, string> {
  const map = isPlainObject(index) ? index.weight_map : undefined;
  if (!isPlainObject(map)) {
    throw new FormatError(
      "this index of .safetensors files is damaged: it needs 'weight_map', which gives the file of each tensor.",
    );
  }
  for (const [name, file] of Object.entries(map)) {
    if (typeof file === 'string' && /^[^/\\]+\.safetensors$/.test(file)) continue;
    throw new FormatError(
      `the index says that tensor '${name}' is in ${JSON.stringify(file)}; ` +
        'it must be a .safetensors file in the same folder.',
    );
  }
  return map as Record<string, string>;
}

function missing(name: string, file: string): never {
  throw new FormatError(`the index says that tensor '${name}' is in ${file}, which does not have it.`);
}
