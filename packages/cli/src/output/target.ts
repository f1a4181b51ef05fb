import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CliError } from '../errors/cli-error.js';

/** The target of an output. */
export type Target =
  /**
   * A plain file, which may exist or not: it is replaced as a whole. `there`: the existing file that it
   * replaces.
   */
  | { readonly kind: 'file'; readonly path: string; readonly there: PlainFile | null }
  /** A pipe or a device: written in place. */
  | { readonly kind: 'pipe' | 'device'; readonly path: string }
  /** What the process has open already, such as /dev/stdout. */
  | { readonly kind: 'open'; readonly path: string; readonly descriptor: number };

/** An existing plain file. */
export interface PlainFile {
  /** Identifies the file: the same for all its names. */
  readonly id: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Most links in a row that are followed, as many as Linux follows. */
const mostLinks = 40;

/**
 * The target of a path after following links; its file need not exist yet.
 *
 * @throws CliError for folders, sockets and disks; the system's errors for paths that do not exist.
 */
export async function targetOf(path: string): Promise<Target> {
  const descriptor = descriptorOf(path);
  if (descriptor !== null) return { kind: 'open', path, descriptor };
  const end = await followed(path);
  const there = await stat(end, { bigint: true }).catch(() => null);
  if (there === null) return { kind: 'file', path: end, there };
  if (there.isDirectory()) throw new CliError('this is a folder, not a file.');
  if (there.isFIFO()) return { kind: 'pipe', path: end };
  if (there.isCharacterDevice()) return { kind: 'device', path: end };
  if (!there.isFile()) throw new CliError('this is a socket or a disk; the command does not write to these.');
  const [mode, uid, gid] = [there.mode & 0o7777n, there.uid, there.gid].map(Number);
  return { kind: 'file', path: end, there: { id: `${there.dev}:${there.ino}`, mode, uid, gid } };
}

/**
 * The file descriptor of this process that a path names, if it names one. A file that is open in this way
 * must not be replaced: its name may belong to another file.
 */
function descriptorOf(path: string): number | null {
  const [, name, number] =
    /^(?:\/dev\/(stdin|stdout|stderr)|(?:\/dev|\/proc\/self)\/fd\/(\d{1,6}))$/.exec(resolve(path)) ?? [];
  if (number !== undefined) return Number(number);
  return name === undefined ? null : ['stdin', 'stdout', 'stderr'].indexOf(name);
}

async function followed(path: string): Promise<string> {
  let end = resolve(path);
  for (let links = 0; links <= mostLinks; links++) {
    const info = await lstat(end).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (!info?.isSymbolicLink()) return join(await realpath(dirname(end)), basename(end));
    end = resolve(dirname(end), await readlink(end));
  }
  throw new CliError('its links form a circle.');
}
