import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { isGone, processTag } from '../process-tag.js';

/** What a temporary file is for: a part of a saved model, or any other file. */
type Kind = 'json' | 'bin' | 'out';

const TEMPORARY_NAME = /^\.argmaxable-([0-9a-f]{8}-\d+)-[0-9a-f]{8}\.(json|bin|out)\.tmp$/;
/**
 * The age from which a temporary file counts as left by a crash, if it is not known whether its process has
 * ended, such as a process of another machine.
 */
const STALE_AFTER_MS = 60 * 60 * 1000;

/** Makes a new name for a temporary file, which contains the tag of its process. */
export function temporaryName(kind: Kind): string {
  return `.argmaxable-${processTag()}-${randomBytes(4).toString('hex')}.${kind}.tmp`;
}

/** Whether a name is one that `temporaryName` makes for one of these kinds. */
export function isTemporary(name: string, ...kinds: readonly Kind[]): boolean {
  const [, , kind] = TEMPORARY_NAME.exec(name) ?? [];
  return kinds.includes(kind as Kind);
}

/** Whether the process that made a temporary file has ended without removing it. */
export async function isLeft(folder: string, name: string): Promise<boolean> {
  const [, tag] = TEMPORARY_NAME.exec(name)!;
  if (isGone(tag)) return true;
  const { mtimeMs } = await fs.stat(join(folder, name));
  return Date.now() - mtimeMs > STALE_AFTER_MS;
}

/** Lists the names of the plain files in a folder. */
export async function plainFilesIn(folder: string): Promise<string[]> {
  const entries = await fs.readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

export async function removeQuietly(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await fs.unlink(join(folder, name)).catch(() => {});
}
