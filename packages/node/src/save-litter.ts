import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './errors.js';
import { isGone, processTag } from './process-tag.js';
import { holdsWhatItsNameSays, isOurWeightFileName } from './weight-files.js';

const TEMPORARY_NAME = /^\.argmaxable-([0-9a-f]{8}-\d+)-[0-9a-f]{8}\.(json|bin)\.tmp$/;
/**
 * A temporary file of a process that cannot be asked about, such as another machine's, this old was left by a
 * crash.
 */
const STALE_AFTER_MS = 60 * 60 * 1000;
/**
 * JSON files beside the model that are looked through for the weight files that they name, and bytes of each.
 */
const MOST_JSON = { files: 1000, bytes: 2 ** 26 };

/** A new name for a temporary file, which says whose it is. */
export function temporaryName(kind: 'json' | 'bin'): string {
  return `.argmaxable-${processTag()}-${randomBytes(4).toString('hex')}.${kind}.tmp`;
}

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
    const temporary = files.filter((name) => TEMPORARY_NAME.test(name));
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

export async function removeQuietly(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await fs.unlink(join(folder, name)).catch(() => {});
}

async function plainFilesIn(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function isLeft(folder: string, name: string): Promise<boolean> {
  const [, tag] = TEMPORARY_NAME.exec(name)!;
  if (isGone(tag)) return true;
  const { mtimeMs } = await fs.stat(join(folder, name));
  return Date.now() - mtimeMs > STALE_AFTER_MS;
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
