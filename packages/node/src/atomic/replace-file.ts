import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkString, ValueError } from '@argmaxable/core';
import { isLeft, isTemporary, plainFilesIn, removeQuietly, temporaryName } from './temporary-files.js';
import { writeDurably } from './write-durably.js';

// write-file-atomic takes a file's whole content at once; certificates are larger than that. It also renames
// over devices, and leaves behind what a killed process has begun.

/** Whose a file is, and who may do what with it. */
export interface FileOwner {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Writes a plain file whole or not at all: to a temporary file beside it, which then takes its name. A crash
 * at any moment leaves the old content or the new. Removes the temporary files that killed processes have
 * left in the folder.
 *
 * @param path The file, there or not; of a link, the link itself is replaced.
 * @param pieces What it is to hold, piece by piece, so that it may be larger than any text.
 * @param owner Mode and owner of the new file, as far as this process may give it away; a new file's by
 *   default.
 * @throws ValueError for a path that is no text and for pieces that are none; the system's errors, with the
 *   file as it was.
 *
 * @example
 * import { replaceFile } from '@argmaxable/node';
 * await replaceFile('labels.json', ['[0,', '3]\n']);
 */
export async function replaceFile(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  owner: FileOwner | null = null,
): Promise<void> {
  checkPath(path);
  const isIterable = typeof pieces === 'object' && pieces !== null && Symbol.iterator in pieces;
  if (!isIterable || ArrayBuffer.isView(pieces)) throw new ValueError('pieces', pieces, 'a list of texts');
  const [folder, name] = [dirname(path), temporaryName('out')];
  const temporary = join(folder, name);
  try {
    await writeDurably(temporary, checked(pieces), (file) => take(file, owner));
    await fs.rename(temporary, path);
  } catch (error) {
    await removeQuietly(folder, [name]);
    throw error;
  }
  await removeLitter(folder);
}

/**
 * Finds out whether `replaceFile` can make its temporary file in the folder of a path.
 *
 * @throws ValueError for a path that is no text; the system's errors where it cannot.
 *
 * @example
 * import { checkReplaceable } from '@argmaxable/node';
 * await checkReplaceable('labels.json');
 */
export async function checkReplaceable(path: string): Promise<void> {
  const temporary = join(dirname(checkPath(path)), temporaryName('out'));
  await writeDurably(temporary, []);
  await fs.rm(temporary);
}

function checkPath(path: string): string {
  checkString('path', path, 'the path of a file');
  if (path === '' || path.includes('\0')) {
    throw new ValueError('path', path, 'a path that is not empty, without NUL');
  }
  return path;
}

function* checked(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  for (const piece of pieces) {
    if (typeof piece !== 'string' && !(piece instanceof Uint8Array)) {
      throw new ValueError('pieces', piece, 'texts or bytes');
    }
    yield piece;
  }
}

async function take(file: fs.FileHandle, owner: FileOwner | null): Promise<void> {
  if (owner === null) return;
  // Another's file becomes one's own, unless one may give it away.
  await file.chown(owner.uid, owner.gid).catch(() => undefined);
  await file.chmod(owner.mode);
}

/** Removes the temporary files that killed processes have left in a folder. */
async function removeLitter(folder: string): Promise<void> {
  try {
    for (const name of await plainFilesIn(folder)) {
      if (isTemporary(name, 'out') && (await isLeft(folder, name))) await removeQuietly(folder, [name]);
    }
  } catch {
    // The file is written; what is left over does not make that a failure.
  }
}
