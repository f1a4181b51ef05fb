import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkString, ValueError } from '@argmaxable/core';
import { isLeft, isTemporary, plainFilesIn, removeQuietly, temporaryName } from './temporary-files.js';
import { writeDurably } from './write-durably.js';

// The package write-file-atomic is not used: it takes a file's whole content at once, and certificates can be
// larger than a text can be. It also renames over devices, and does not remove the temporary files of killed
// processes.

/** The owner and the mode of a file. */
export interface FileOwner {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Writes a plain file completely or not at all: it writes a temporary file in the same folder and then
 * renames it. After a crash at any moment the file has the old content or the new. Also removes the temporary
 * files that killed processes have left in the folder.
 *
 * @param path The file, which need not exist; if it is a link, the link itself is replaced.
 * @param pieces The content, in pieces, so that it may be larger than the longest text.
 * @param owner Mode and owner of the new file, as far as this process may set them; by default those of any
 *   new file.
 * @throws ValueError for a path that is not a text and for pieces that are not texts or bytes; the system's
 *   errors, after which the file is unchanged.
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
  if (!isIterable || ArrayBuffer.isView(pieces)) {
    throw new ValueError('pieces', pieces, 'a list of texts or bytes');
  }
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
 * Checks that `replaceFile` can make its temporary file in the folder of a path.
 *
 * @throws ValueError for a path that is not a text; the system's errors if it cannot.
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
  // If this process may not set the owner, it owns the new file itself.
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
