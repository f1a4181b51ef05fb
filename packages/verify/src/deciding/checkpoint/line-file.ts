import type * as Fs from 'node:fs';
import { nodeModule } from './node-modules.js';

/** How many bytes are read at a time. */
const chunkSize = 1 << 20;

/** A line without its end, and the offset at which it begins. */
interface FileLine {
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/** In words, why lines cannot be read from a file and appended to it. */
export class LineFileError extends Error {}

/**
 * A regular file; lines are read from it and appended to it, and links are followed. It may have any size: at
 * most a chunk and a line of it are in memory. Each appended text is written to the end in one write, even if
 * others append at the same time.
 */
export class LineFile {
  /** The offset of the first line that was not read yet. */
  private position = 0;
  /** The bytes after this offset that were already read. */
  private rest: Uint8Array[] = [];
  /** The end of the file when this process last read or wrote there. */
  private end = 0;

  private constructor(
    private readonly fs: typeof Fs,
    private readonly descriptor: number,
    private readonly chunk: number,
    /** Whether the file did not exist before. */
    readonly isNew: boolean,
  ) {}

  /** @throws LineFileError if it is not a regular file, or cannot be read and written. */
  static open(path: string, chunk = chunkSize): LineFile {
    const fs = nodeModule('node:fs');
    return inWords(() => {
      // Opening a pipe could wait for ever.
      const there = fs.statSync(path, { throwIfNoEntry: false });
      refuseSpecial(there);
      const created = there === undefined ? create(fs, path) : null;
      const descriptor = created ?? fs.openSync(path, 'a+');
      try {
        refuseSpecial(fs.fstatSync(descriptor));
      } catch (error) {
        fs.closeSync(descriptor);
        throw error;
      }
      return new LineFile(fs, descriptor, chunk, created !== null);
    });
  }

  /** The bytes after the last line's end. */
  get unfinished(): Uint8Array {
    return Buffer.concat(this.rest);
  }

  /**
   * Whether a line may not simply be appended: the last line has no end, or another process may be writing
   * one.
   */
  get isOpenEnded(): boolean {
    return this.restLength > 0 || this.stats().size !== this.end;
  }

  /** Milliseconds since anyone wrote to the file. */
  get age(): number {
    return Date.now() - this.stats().mtimeMs;
  }

  private get restLength(): number {
    return this.rest.reduce((length, { byteLength }) => length + byteLength, 0);
  }

  private stats(): Fs.Stats {
    return inWords(() => this.fs.fstatSync(this.descriptor));
  }

  /**
   * The lines that were not read yet and that have an end.
   *
   * @param longest Most bytes of a line.
   */
  *lines(longest: number): Generator<FileLine> {
    for (;;) {
      const bytes = Buffer.allocUnsafe(this.chunk);
      const at = this.position + this.restLength;
      const size = inWords(() => this.fs.readSync(this.descriptor, bytes, 0, bytes.length, at));
      this.end = at + size;
      if (size === 0) return;
      let begin = 0;
      for (;;) {
        const end = bytes.subarray(0, size).indexOf(0x0a, begin);
        const more = bytes.subarray(begin, end < 0 ? size : end);
        if (this.restLength + more.length > longest) {
          throw new LineFileError(
            `it has a line that is longer than the ${longest} bytes that a result may have`,
          );
        }
        this.rest.push(more);
        if (end < 0) break;
        const line = { bytes: this.unfinished, offset: this.position };
        this.position += line.bytes.length + 1;
        this.rest = [];
        begin = end + 1;
        yield line;
      }
    }
  }

  readAt(offset: number, length: number): string {
    const bytes = Buffer.allocUnsafe(length);
    let size = 0;
    while (size < length) {
      const more = inWords(() =>
        this.fs.readSync(this.descriptor, bytes, size, length - size, offset + size),
      );
      if (more === 0) throw new LineFileError('it became shorter while it was in use');
      size += more;
    }
    return bytes.toString('utf8');
  }

  append(content: string | Uint8Array): void {
    let bytes: Uint8Array = Buffer.from(content);
    while (bytes.length > 0) {
      const left = bytes;
      bytes = left.subarray(inWords(() => this.fs.writeSync(this.descriptor, left)));
    }
    this.end = this.stats().size;
  }

  close(): void {
    this.fs.closeSync(this.descriptor);
  }
}

/** Null where another process was faster. */
function create(fs: typeof Fs, path: string): number | null {
  try {
    return fs.openSync(path, 'ax+');
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST' && fs.existsSync(path)) return null;
    throw error;
  }
}

function refuseSpecial(stats: Fs.Stats | undefined): void {
  if (stats === undefined || stats.isFile()) return;
  if (stats.isDirectory()) throw new LineFileError('it is a folder');
  if (stats.isFIFO()) throw new LineFileError('it is a pipe, which cannot be read again');
  throw new LineFileError(stats.isSocket() ? 'it is a socket' : 'it is a device');
}

/** The meaning of the system's errors. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  EEXIST: 'it is a link to a file that does not exist',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ELOOP: 'it is a link to itself',
  EACCES: 'permission to read and write it is denied',
  EPERM: 'permission to read and write it is denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk is full',
};

function inWords<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LineFileError) throw error;
    const { code, message } = error as { code?: string; message: string };
    throw new LineFileError((code !== undefined && reasons[code]) || message, { cause: error });
  }
}
