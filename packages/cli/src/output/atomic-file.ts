import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { about, CliError } from '../cli-error.js';

/**
 * Writes a file whole or not at all: to a temporary file beside it, which then takes its name.
 *
 * @param pieces Text, or its pieces one by one.
 */
export async function writeAtomically(path: string, pieces: string | Iterable<string>): Promise<void> {
  const temporary = temporaryBeside(path);
  await about(path, async () => {
    try {
      const file = await open(temporary, 'wx');
      try {
        for (const piece of typeof pieces === 'string' ? [pieces] : pieces) await file.writeFile(piece);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  });
}

/**
 * Finds out before the work whether its results can be written, and that no file is written over another.
 *
 * @param outputs Path by option; undefined for options that were not given.
 * @param inputs What is read.
 */
export async function checkOutputs(
  outputs: Readonly<Record<string, string | undefined>>,
  inputs: readonly (string | undefined)[],
): Promise<void> {
  const taken = new Map(inputs.flatMap((path) => (path === undefined ? [] : [[resolve(path), 'an input']])));
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    const other = taken.get(resolve(path));
    if (other !== undefined) throw new CliError(`${option} must name another file than ${other}.`, { path });
    taken.set(resolve(path), option);
    await checkWritable(path);
  }
}

async function checkWritable(path: string): Promise<void> {
  await about(path, async () => {
    const there = await stat(path).catch(() => null);
    if (there?.isDirectory()) throw new CliError('this is a folder, not a file.');
    const temporary = temporaryBeside(path);
    await (await open(temporary, 'wx')).close();
    await rm(temporary);
  });
}

function temporaryBeside(path: string): string {
  return `${path}.${randomBytes(4).toString('hex')}.tmp`;
}
