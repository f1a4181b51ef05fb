import type { FileEntry, Reader } from '@zip.js/zip.js';
import { type ByteSource, joinedBytes, newBytes, windowed } from './byte-source.js';
import { FormatError } from './format-error.js';
import { checkBudget, type ReadBudget } from './read-budget.js';

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacks only its first bytes: some thousands, or all if there are fewer. */
  readonly start: () => Promise<Uint8Array>;
  /** Unpacks all its bytes. */
  readonly read: () => Promise<Uint8Array>;
}

/** Number of bytes of an entry's start: NumPy's headers have up to 10,000. */
const startLength = 2 ** 14;
const mostEntries = 100_000;
/** The most bytes of the directory, which is read at once. */
const longestDirectory = 2 ** 27;

/** No workers are used, because a page would need to know where their files are. */
const listing = { useWebWorkers: false } as const;
/** Only the directory is used; the header in front of an entry's bytes may differ from it. */
const unpacking = { useWebWorkers: false, checkLocalDirectory: false } as const;

/**
 * Lists the files in a zip archive from its central directory: stored or deflated, zip64 or not, without
 * encryption. Unpacked bytes must have the length and the CRC-32 that the directory gives. Entries that share
 * bytes are refused, because with them a small file could unpack to very many bytes.
 *
 * @throws FormatError for bytes that are not such an archive or are cut off; `read` throws it for an entry
 * that is damaged or unpacks to more than allowed.
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
  // Loaded here, because only reading an archive needs it.
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

/** Makes the reader that zip.js uses. zip.js reads some small parts of an entry. */
function readerOf(source: ByteSource): Pick<Reader<ByteSource>, 'size' | 'readUint8Array'> {
  const { length, read } = windowed(source);
  return {
    size: length,
    readUint8Array: (begin, size) => {
      if (size > longestDirectory) {
        throw new FormatError(`its directory has ${size} bytes; at most ${longestDirectory} are read.`);
      }
      return read(begin, Math.min(length, begin + size));
    },
  };
}

/** The fewest bytes of an entry in the directory. */
const directoryEntry = 46;
const localHeader = 30;
/** The fewest bytes after the directory. */
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
    if (end > next) throw damaged(filename, 'it shares bytes with another entry');
  });
}

/** Unpacks an entry and gives the bytes to `take` piece by piece, until `take` says that it needs no more. */
async function unpack(
  entry: FileEntry,
  checkCrc32: boolean,
  take: (piece: Uint8Array) => 'enough' | void,
): Promise<void> {
  const { filename, encrypted, compressionMethod } = entry;
  if (encrypted) throw new FormatError(`'${filename}' is encrypted.`);
  if (compressionMethod !== 0 && compressionMethod !== 8) {
    throw new FormatError(
      `'${filename}' is compressed by method ${compressionMethod}; only 0 and 8 are read.`,
    );
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
    // `read` finds damage after the start.
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
      `'${filename}' unpacks to ${length} bytes, in an archive of ${archive}; ` +
        'if you trust it, allow so many with maxBytes.',
    );
  }
  checkBudget(length, budget);
  const content = newBytes(length);
  let at = 0;
  try {
    await unpack(entry, true, (piece) => {
      // Stop here: at most as many bytes as the directory gives are read from the stream.
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
  return new FormatError(
    `'${name}' in the archive is damaged or cut off (${why}); create or download it again.`,
    {
      cause,
    },
  );
}
