import { basename, dirname, join } from 'node:path';
import { about, CliError } from '../errors/cli-error.js';
import { fileBytes } from './byte-source.js';
import type { ReadBudget } from './read-budget.js';
import { readSafetensors } from './safetensors.js';
import type { TensorEntry, TensorFile } from './tensor-file.js';

/**
 * The tensors of several .safetensors files, which a `model.safetensors.index.json` lists: `weight_map` says
 * which tensor lies in which file beside it. Only files that hold a tensor that is asked for are opened.
 *
 * @param index What the JSON file holds.
 * @throws CliError for JSON of another form, and for files that do not lie beside the index.
 */
export function safetensorsOfIndex(path: string, index: unknown, budget: ReadBudget): TensorFile {
  const map = new Map(Object.entries(checkMap(index)));
  const names = [...map.keys()];
  const entries = async (asked: readonly string[] = names): Promise<TensorEntry[]> => {
    const present = asked.filter((name) => map.has(name));
    const files = [...new Set(present.map((name) => map.get(name)!))];
    const found = new Map<string, TensorEntry>();
    // One after the other: there may be more than can be open at once.
    for (const file of files) {
      for (const entry of await readShard(join(dirname(path), file), budget)) found.set(entry.name, entry);
    }
    return present.map((name) => found.get(name) ?? missing(name, map.get(name)!));
  };
  const fileOf = (name: string) => Promise.resolve(join(dirname(path), map.get(name)!));
  return { names, entries, fileOf };
}

async function readShard(path: string, budget: ReadBudget): Promise<TensorEntry[]> {
  return about(path, async () =>
    (await readSafetensors(await fileBytes(path, budget))).map(({ read, ...entry }) => ({
      ...entry,
      read: () => about(path, read),
    })),
  );
}

function checkMap(index: unknown): Record<string, string> {
  const map = (index as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    throw new CliError("this index of .safetensors files is damaged: it needs 'weight_map', name to file.");
  }
  for (const [name, file] of Object.entries(map)) {
    const isBeside = typeof file === 'string' && file.endsWith('.safetensors') && basename(file) === file;
    if (!isBeside || file.includes('\\')) {
      throw new CliError(
        `the index says that tensor '${name}' is in ${JSON.stringify(file)}; ` +
          'it must be a .safetensors file in the same folder.',
      );
    }
  }
  return map as Record<string, string>;
}

function missing(name: string, file: string): never {
  throw new CliError(`the index says that tensor '${name}' is in ${file}, which does not have it.`);
}
