import { Readable } from 'node:stream';
import { constants, inflateRawSync } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { CliError } from '../errors/cli-error.js';
import { type ByteSource, newBytes } from './byte-source.js';
import { crc32 } from './crc32.js';
import { type ReadBudget, readBudget } from './read-budget.js';

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacks its first bytes, and checks nothing: some thousands, or all where there are fewer. */
  readonly start: () => Promise<Uint8Array>;
  /** Unpacks it. */
  readonly read: () => Promise<Uint8Array>;
}

/** Packed bytes of an entry's start; they unpack to a thousand times as many at most. */
const startLength = 4096;
const mostEntries = 100_000;

/**
 * The files in a zip archive, by its central directory: stored or deflated, zip64 or not, without encryption.
 * What is unpacked must have the length and the CRC-32 that the directory says; entries that share bytes are
 * refused, for they would make a small file large.
 *
 * @throws CliError for bytes that are no such archive or are cut off; `read`, for an entry that is damaged or
 * unpacks to more than allowed.
 */
export async function readZip(source: ByteSource, budget: ReadBudget = readBudget()): Promise<ZipEntry[]> {
  const bytes = new SourceReader(source);
  const { zip, entries } = await openZip(bytes, source.length);
  checkApart(entries, source.length - endRecord - directoryLength(entries));
  return entries.map((entry) => ({
    name: entry.fileName,
    start: () => startOf(zip, entry),
    read: () => contentOf(zip, entry, source.length, budget),
  }));
}

/**
 * yauzl's view of a source. Small parts, of which its directory takes two for each entry, come out of a
 * larger one.
 */
class SourceReader extends yauzl.RandomAccessReader {
  private static readonly windowLength = 2 ** 16;
  private window: Uint8Array = new Uint8Array(0);
  private windowStart = 0;

  constructor(private readonly source: ByteSource) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end));
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null) => void,
  ): void {
    this.take(position, position + length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        done(null);
      },
      (error: Error) => done(error),
    );
  }

  private async take(start: number, end: number): Promise<Uint8Array> {
    if (start < this.windowStart || end > this.windowStart + this.window.length) {
      const last = Math.min(this.source.length, Math.max(end, start + SourceReader.windowLength));
      if (end > last) throw new Error('unexpected end of the file');
      [this.window, this.windowStart] = [await this.source.read(start, last), start];
    }
    return this.window.subarray(start - this.windowStart, end - this.windowStart);
  }

  private async *pieces(start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end; at += SourceReader.windowLength) {
      yield await this.source.read(at, Math.min(end, at + SourceReader.windowLength));
    }
  }
}

async function openZip(reader: SourceReader, length: number): Promise<{ zip: ZipFile; entries: Entry[] }> {
  const entries: Entry[] = [];
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, length, { autoClose: false });
    if (zip.entryCount > mostEntries) {
      throw new CliError(`the archive has ${zip.entryCount} entries; up to ${mostEntries} are read.`);
    }
    for await (const entry of zip.eachEntry()) entries.push(entry);
    return { zip, entries };
  } catch (cause) {
    if (cause instanceof CliError) throw cause;
    throw new CliError(
      `this is not a whole zip archive: ${(cause as Error).message.replace(/\.*$/, '')}; is the file cut off?`,
      { cause },
    );
  }
}

/** Of one entry in the directory. */
const directoryEntry = 46;
const localHeader = 30;
/** Behind the directory. */
const endRecord = 22;

function directoryLength(entries: readonly Entry[]): number {
  return entries.reduce(
    (sum, { fileNameLength, extraFieldLength, fileCommentLength }) =>
      sum + directoryEntry + fileNameLength + extraFieldLength + fileCommentLength,
    0,
  );
}

function checkApart(entries: readonly Entry[], directory: number): void {
  const begin = (entry: Entry): number => entry.relativeOffsetOfLocalHeader;
  const inOrder = [...entries].sort((a, b) => begin(a) - begin(b));
  inOrder.forEach((entry, i) => {
    const end = begin(entry) + localHeader + entry.fileNameLength + entry.compressedSize;
    const next = i + 1 < inOrder.length ? begin(inOrder[i + 1]) : directory;
    if (end > next) throw damaged(entry.fileName, `its bytes are another's too`);
  });
}

/** Where an entry's packed bytes are. */
async function streamOf(zip: ZipFile, entry: Entry, packed: boolean): Promise<Readable> {
  const { fileName, compressionMethod } = entry;
  if (entry.isEncrypted()) throw new CliError(`'${fileName}' is encrypted.`);
  if (compressionMethod !== 0 && compressionMethod !== 8) {
    throw new CliError(`'${fileName}' is packed by method ${compressionMethod}; 0 and 8 are read.`);
  }
  return packed
    ? zip.openReadStreamPromise(entry, {
        decodeFileData: false,
        start: 0,
        end: Math.min(startLength, entry.compressedSize),
      })
    : zip.openReadStreamPromise(entry);
}

async function startOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of await streamOf(zip, entry, true)) pieces.push(piece as Uint8Array);
    const packed = Buffer.concat(pieces);
    return entry.isCompressed() ? inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }) : packed;
  } catch (cause) {
    throw cause instanceof CliError ? cause : damaged(entry.fileName, (cause as Error).message, cause);
  }
}

async function contentOf(
  zip: ZipFile,
  entry: Entry,
  archive: number,
  budget: ReadBudget,
): Promise<Uint8Array> {
  const { fileName, uncompressedSize: length } = entry;
  if (entry.isCompressed() && length > budget.unpacked(archive)) {
    throw new CliError(
      `'${fileName}' unpacks to ${length} bytes, of an archive of ${archive}; ` +
        'if you trust it, allow as many MiB with --read-limit.',
    );
  }
  const content = newBytes(length, budget);
  let at = 0;
  try {
    // No more than the directory says comes out of the stream.
    for await (const piece of await streamOf(zip, entry, false)) {
      content.set(piece as Uint8Array, at);
      at += (piece as Uint8Array).length;
    }
  } catch (cause) {
    throw cause instanceof CliError ? cause : damaged(fileName, (cause as Error).message, cause);
  }
  if (at !== length || crc32(content) !== entry.crc32) throw damaged(fileName, 'its CRC-32 is another');
  return content;
}

function damaged(name: string, why: string, cause?: unknown): CliError {
  return new CliError(`'${name}' in the archive is damaged or cut off (${why}); make or fetch it again.`, {
    cause,
  });
}
