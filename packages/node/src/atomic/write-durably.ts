import * as fs from 'node:fs/promises';

/**
 * Writes a new file, and waits until it is on the disk.
 *
 * @param prepare Is given the file before anything is written to it.
 * @throws The system's errors, also where there is a file of that name.
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
