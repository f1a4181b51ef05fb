import * as fs from 'node:fs/promises';

/**
 * Writes a new file, and waits until it is on the disk.
 *
 * @param prepare Is called with the file before anything is written to it.
 * @throws The system's errors, also if a file of that name exists.
 */
export async function writeDurably(
  path: string,
  pieces: Iterable<string | Uint8Array>,
  prepare: (file: fs.FileHandle) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const file = await fs.open(path, 'wx', 0o666);
  try {
    await prepare(file);
    for (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}
