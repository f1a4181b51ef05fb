import { constants, fstatSync, writeSync } from 'node:fs';
import { access, type FileHandle, open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { checkReplaceable, replaceFile } from '@argmaxable/node';
import { about, CliError } from '../errors/cli-error.js';
import { type Target, targetOf } from './target.js';

type Pieces = Iterable<string>;

/**
 * Writes a plain file completely or not at all. It writes to a temporary file beside it, which is then
 * renamed; links are followed, and the mode of an existing file is kept. Pipes and devices are written
 * directly.
 *
 * @param text Text, or its pieces one by one.
 */
export async function writeAtomically(path: string, text: string | Iterable<string>): Promise<void> {
  const pieces = typeof text === 'string' ? [text] : text;
  await about(path, async () => {
    const target = await targetOf(path);
    if (target.kind === 'file') await replaceFile(target.path, pieces, target.there);
    else await writeInPlace(target, pieces);
  });
}

/**
 * How long a pipe or device may accept nothing before it counts as closed, and how often writing is tried.
 */
const patience = { milliseconds: 60_000, step: 10 };

async function writeInPlace(target: Exclude<Target, { kind: 'file' }>, pieces: Pieces): Promise<void> {
  if (target.kind === 'open') return writeAll(target.descriptor, pieces);
  const file = held.get(target.path) ?? (await openInPlace(target));
  held.delete(target.path);
  try {
    await writeAll(file.fd, pieces);
  } finally {
    await file.close();
  }
}

/** Without O_NONBLOCK, opening a pipe waits for its reader, and nothing can end this waiting. */
async function openInPlace({ path, kind }: Target): Promise<FileHandle> {
  try {
    return await open(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENXIO' || kind !== 'pipe') throw cause;
    throw new CliError('nobody reads this pipe: first start the program that reads it.', { cause });
  }
}

async function writeAll(descriptor: number, pieces: Pieces): Promise<void> {
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    for (let at = 0, waited = 0; at < bytes.length;) {
      try {
        at += writeSync(descriptor, bytes, at);
        waited = 0;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        if ((waited += patience.step) > patience.milliseconds) {
          throw new CliError(`nobody has read this pipe for ${patience.milliseconds / 1000} s.`, { cause: error });
        }
        await wait(patience.step);
      }
    }
  }
}

/**
 * Pipes and devices that `checkOutputs` opened. They stay open, because closing a pipe means the end to its
 * reader.
 */
const held = new Map<string, FileHandle>();

/** Closes what `checkOutputs` opened and nothing was written to. */
export async function releaseOutputs(): Promise<void> {
  const files = [...held.values()];
  held.clear();
  for (const file of files) await file.close();
}

/**
 * Checks before the work whether its results can be written, and that no output overwrites an input or
 * another output. Pipes are opened here and stay open; `releaseOutputs` closes them.
 *
 * @param outputs Path by option; undefined for options that were not given.
 * @param inputs The files that are read.
 */
export async function checkOutputs(
  outputs: Readonly<Record<string, string | undefined>>,
  inputs: readonly (string | undefined)[],
): Promise<void> {
  const taken = new Map<string, string>();
  const take = (names: readonly string[], as: string) => names.forEach((name) => taken.set(name, as));
  for (const path of inputs) {
    if (path !== undefined) take(await targetOf(path).then(namesOf, () => [path]), 'an input');
  }
  for (const [option, path] of Object.entries(outputs)) {
    if (path === undefined) continue;
    const target = await about(path, () => targetOf(path));
    const names = namesOf(target);
    const other = names.map((name) => taken.get(name)).find((found) => found !== undefined);
    if (other !== undefined && (target.kind === 'file' || other === 'an input')) {
      throw new CliError(`${option} must name another file than ${other}.`, { path });
    }
    take(names, option);
    await about(path, () => checkWritable(target, option));
  }
}

/** Identifies a target: a file may have several paths, through links and in another case. */
function namesOf(target: Target): string[] {
  const { path } = target;
  return target.kind === 'file' && target.there !== null ? [path, target.there.id] : [path];
}

async function checkWritable(target: Target, option: string): Promise<void> {
  if (target.kind !== 'file' && option === '--checkpoint') {
    throw new CliError('a checkpoint is also read: it must be a file, not a pipe or a device.');
  }
  if (target.kind === 'open') {
    fstatSync(target.descriptor);
    return;
  }
  if (target.kind !== 'file') {
    if (!held.has(target.path)) held.set(target.path, await openInPlace(target));
    return;
  }
  if (target.there) await access(target.path, constants.W_OK);
  await checkReplaceable(target.path);
}
