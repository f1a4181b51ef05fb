import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { isLeft, isTemporary, plainFilesIn, removeQuietly } from './atomic/temporary-files.js';
import { errorCode } from './errors.js';
import { holdsWhatItsNameSays, isOurWeightFileName } from './weight-files.js';

/**
 * JSON files beside the model that are looked through for the weight files that they name, and bytes of each.
 */
const MOST_JSON = { files: 1000, bytes: 2 ** 26 };

/**
 * Removes what saves have left in a folder: temporary files of processes that have ended, and the weight
 * files that no JSON file there names, those of the model that was there before among them.
 *
 * Only what a save has written goes: plain files by the names that it gives, and weight files only with the
 * content that their name promises. What a save that is still running has written is named by its temporary
 * JSON file.
 */
export async function removeLitter(folder: string): Promise<void> {
  try {
    // In this order: a save that commits meanwhile has its temporary file under the new name by the time that
    // is read.
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

/** What files hold, those that are gone by now left out. Throws where that is too much to look through. */
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
