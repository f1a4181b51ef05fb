import type { FileEntry, Reader } from '@zip.js/zip.js';
import { type ByteSource, joinedBytes, newBytes, windowed } from './byte-source.js';
import { FormatError } from './format-error.js';
import { checkBudget, type ReadBudget } from './read-budget.js';

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacks its first bytes, and no more: some thousands, or all where there are fewer. */
  readonly start: () => Promise<Uint8Array>;
  /** Unpacks it. */
  readonly read: () => Promise<Uint8Array>;
}

/** Bytes of an entry's start: NumPy's headers take up to 10,000. */
const startLength = 2 ** 14;
const mostEntries = 100_000;
/** Bytes of the directory, which is read at once. */
const longestDirectory = 2 ** 27;

/** Nothing runs in workers: a page would have to be told where they are. */
const listing = { useWebWorkers: false } as const;
/** The directory counts; what an entry says of itself in front of its bytes may differ. */
const unpacking = { useWebWorkers: false, checkLocalDirectory: false } as const;

/**
 * The files in a zip archive, by its central directory: stored or deflated, zip64 or not, without encryption.
 * What is unpacked must have the length and the CRC-32 that the directory says; entries that share bytes are
 * refused, for they would make a small file large.
 *
 * @throws FormatError for bytes that are no such archive or are cut off; `read`, for an entry that is damaged
 * or unpacks to more than allowed.
 */
export async function readZip(source: ByteSource, budget: ReadBudget): Promise<ZipEntry[]> {
  const entries = await listEntries(source);
  checkApart(entries, source.length - endRecord - directoryLength(entries));
  return entries.map((entry) => ({
    name: entry.filename,
    start: () => startOf(entry),
    read: () => contentOf(entry, source.length, budget),
  }));
}

async function listEntries(source: ByteSource): Promise<FileEntry[]> {
  // Only who reads an archive loads it.
  const { Reader, ZipReader } = await import('@zip.js/zip.js');
  const entries: FileEntry[] = [];
  try {
    const zip = new ZipReader(Object.assign(new Reader(source), readerOf(source)), listing);
    for await (const entry of zip.getEntriesGenerator()) {
      if (entries.length === mostEntries) {
        throw new FormatError(`the archive has more than ${mostEntries} entries.`);
      }
      if (!entry.directory) entries.push(entry);
    }
    return entries;
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(`this is not a whole zip archive: ${messageOf(cause)}; is the file cut off?`, {
      cause,
    });
  }
}

/** What zip.js reads by. Of an entry it takes some small parts. */
function readerOf(source: ByteSource): Pick<Reader<ByteSource>, 'size' | 'readUint8Array'> {
  const { length, read } = windowed(source);
  return {
    size: length,
    readUint8Array: (begin, size) => {
      if (size > longestDirectory) {
        throw new FormatError(`its directory takes ${size} bytes; up to ${longestDirectory} are read.`);
      }
      return read(begin, Math.min(length, begin + size));
    },
  };
}

/** Of one entry in the directory. */
const directoryEntry = 46;
const localHeader = 30;
/** Behind the directory. */
const endRecord = 22;

function directoryLength(entries: readonly FileEntry[]): number {
  return entries.reduce(
    (sum, { rawFilename, rawExtraField, rawComment }) =>
      sum + directoryEntry + rawFilename.length + rawExtraField.length + rawComment.length,
    0,
  );
}

function checkApart(entries: readonly FileEntry[], directory: number): void {
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  inOrder.forEach(({ filename, offset, rawFilename, compressedSize }, i) => {
    const end = offset + localHeader + rawFilename.length + compressedSize;
    const next = i + 1 < inOrder.length ? inOrder[i + 1].offset : directory;
    if (end > next) throw damaged(filename, `its bytes are another's too`);
  });
}

/** Hands what an entry unpacks to, piece by piece, to `take`, until that says that it is enough. */
async function unpack(
  entry: FileEntry,
  checkCrc32: boolean,
  take: (piece: Uint8Array) => 'enough' | void,
): Promise<void> {
  const { filename, encrypted, compressionMethod } = entry;
  if (encrypted) throw new FormatError(`'${filename}' is encrypted.`);
  if (compressionMethod !== 0 && compressionMethod !== 8) {
    throw new FormatError(`'${filename}' is packed by method ${compressionMethod}; 0 and 8 are read.`);
  }
  const enough = new Error('enough');
  const sink = new WritableStream<Uint8Array>({
    write: (piece) => {
      if (take(piece) === 'enough') throw enough;
    },
  });
  await entry.getData(sink, { ...unpacking, checkCrc32 }).catch((error: unknown) => {
    if (error !== enough) throw error;
  });
}

async function startOf(entry: FileEntry): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    await unpack(entry, false, (piece) => {
      pieces.push(piece);
      length += piece.length;
      return length >= startLength ? 'enough' : undefined;
    });
  } catch (cause) {
    // Damage behind it is for `read` to find.
    if (length === 0) {
      throw cause instanceof FormatError ? cause : damaged(entry.filename, messageOf(cause), cause);
    }
  }
  return joinedBytes(pieces);
}

async function contentOf(entry: FileEntry, archive: number, budget: ReadBudget): Promise<Uint8Array> {
  const { filename, uncompressedSize: length, compressionMethod } = entry;
  if (compressionMethod !== 0 && length > budget.unpacked(archive)) {
    throw new FormatError(
      `'${filename}' unpacks to ${length} bytes, of an archive of ${archive}; ` +
        'if you trust it, allow as many with maxBytes.',
    );
  }
  checkBudget(length, budget);
  const content = newBytes(length);
  let at = 0;
  try {
    await unpack(entry, true, (piece) => {
      // No more than the directory says is taken out of the stream.
      if (at + piece.length > length) throw damaged(filename, 'it unpacks to more than the archive says');
      content.set(piece, at);
      at += piece.length;
    });
  } catch (cause) {
    throw cause instanceof FormatError ? cause : damaged(filename, messageOf(cause), cause);
  }
  if (at !== length) throw damaged(filename, 'it unpacks to less than the archive says');
  return content;
}

function messageOf(error: unknown): string {
  return (error as Error).message.replace(/\.*$/, '');
}

function damaged(name: string, why: string, cause?: unknown): FormatError {
  return new FormatError(`'${name}' in the archive is damaged or cut off (${why}); make or fetch it again.`, {
    cause,
  });
}
