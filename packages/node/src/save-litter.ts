import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { isLeft, isTemporary, plainFilesIn, removeQuietly } from './atomic/temporary-files.js';
import { errorCode } from './errors.js';
import { holdsWhatItsNameSays, isOurWeightFileName } from './weight-files.js';

/**
 * The most JSON files in the folder that are searched for names of weight files, and the most bytes of each.
 */
const MOST_JSON = { files: 1000, bytes: 2 ** 26 };

/**
 * Removes what saves have left in a folder: temporary files of processes that have ended, and weight files
 * that no JSON file there names, such as those of the earlier model.
 *
 * It removes only files that a save has written: plain files with the names that a save gives, and weight
 * files only if their content has the hash in their name. Weight files of a save that is still running are
 * named by its temporary JSON file.
 */
export async function removeLitter(folder: string): Promise<void> {
  try {
    // The order matters: if a save ends meanwhile, its temporary JSON file is already renamed when the JSON
    // files are read.
    const weights = (await plainFilesIn(folder)).filter(isOurWeightFileName);
    const files = await plainFilesIn(folder);
    const temporary = files.filter((name) => isTemporary(name, 'json', 'bin'));
    for (const name of temporary) {
      if (await isLeft(folder, name)) await removeQuietly(folder, [name]);
    }
    if (weights.length === 0) return;
    const running = await textsOf(
      folder,
      temporary.filter((name) => name.endsWith('.json.tmp')),
    );
    const saved = await textsOf(
      folder,
      files.filter((name) => name.toLowerCase().endsWith('.json')),
    );
    const named = [...running, ...saved];
    const unnamed = weights.filter((name) => !named.some((text) => text.includes(name)));
    for (const name of unnamed) {
      if (await holdsWhatItsNameSays(folder, name)) await removeQuietly(folder, [name]);
    }
  } catch {
    // The model is saved: files that cannot be deleted do not make the save fail.
  }
}

/** Reads files, without those that no longer exist. Throws if there is too much to search. */
async function textsOf(folder: string, names: readonly string[]): Promise<string[]> {
  if (names.length > MOST_JSON.files) throw new Error('too many files');
  const texts: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    try {
      if ((await fs.stat(path)).size > MOST_JSON.bytes) throw new Error('too long a file');
      texts.push(await fs.readFile(path, 'utf8'));
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }
  return texts;
}
