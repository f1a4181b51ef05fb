import { constants, inflateRawSync } from 'node:zlib';
import { CliError } from '../cli-error.js';
import { crc32 } from './crc32.js';

/** A file in a zip archive. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacks its first bytes, and checks nothing: some thousands, or all where there are fewer. */
  readonly start: () => Uint8Array;
  /** Unpacks it. */
  readonly read: () => Uint8Array;
}

/** An entry, and where its bytes lie at least. */
interface PlacedEntry extends ZipEntry {
  readonly begin: number;
  readonly end: number;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 };
const endLength = 22;
const centralLength = 46;
const localLength = 30;
const longestComment = 0xffff;
/** Packed bytes of an entry's start; they unpack to a thousand times as many at most. */
const startLength = 4096;

/**
 * The files in a zip archive, by its central directory: stored or deflated, without zip64 and encryption. What is
 * unpacked must have the length and the CRC-32 that the directory says.
 *
 * Source: PKWARE, APPNOTE.TXT, .ZIP File Format Specification 6.3.
 *
 * @throws CliError for bytes that are no such archive or are cut off; `read`, for an entry that is damaged.
 */
export function readZip(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff)
    throw new CliError('archives beyond 4 GiB (zip64) are not read.');
  const directory = at;
  const entries = Array.from({ length: count }, () => {
    if (at + centralLength > end || view.getUint32(at, true) !== signatures.central) throw damaged();
    const entry = readEntry(bytes, view, at);
    const field = (offset: number): number => view.getUint16(at + offset, true);
    at += centralLength + field(28) + field(30) + field(32);
    return entry;
  });
  checkApart(entries, directory);
  return entries;
}

/** Entries that share their bytes would make a small file large. */
function checkApart(entries: readonly PlacedEntry[], directory: number): void {
  const inOrder = [...entries].sort((a, b) => a.begin - b.begin);
  inOrder.forEach(({ name, end }, i) => {
    if (end > (inOrder.at(i + 1)?.begin ?? directory)) throw damaged(name);
  });
}

/** The end record stands last, before a comment. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - endLength - longestComment);
  for (let at = view.byteLength - endLength; at >= first; at--) {
    const isEnd = view.getUint32(at, true) === signatures.end;
    if (isEnd && at + endLength + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw new CliError('this is not a whole zip archive: its end is missing; is the file cut off?');
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): PlacedEntry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const sum = view.getUint32(at + 16, true);
  const packed = view.getUint32(at + 20, true);
  const unpacked = view.getUint32(at + 24, true);
  const local = view.getUint32(at + 42, true);
  const nameEnd = at + centralLength + view.getUint16(at + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(at + centralLength, nameEnd));
  if ([packed, unpacked, local].includes(0xffffffff)) {
    throw new CliError(`'${name}': entries beyond 4 GiB (zip64) are not read.`);
  }
  const locate = (): Uint8Array => {
    if (flags & 1) throw new CliError(`'${name}' is encrypted.`);
    if (method !== 0 && method !== 8)
      throw new CliError(`'${name}' is packed by method ${method}; 0 and 8 are read.`);
    if (local + localLength > bytes.length || view.getUint32(local, true) !== signatures.local)
      throw damaged(name);
    const start = local + localLength + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packed > bytes.length) throw damaged(name);
    return bytes.subarray(start, start + packed);
  };
  const start = (): Uint8Array => unpackStart(locate().subarray(0, startLength), method, name);
  const read = (): Uint8Array => {
    const content = unpack(locate(), method, unpacked, name);
    if (content.length !== unpacked || crc32(content) !== sum) throw damaged(name);
    return content;
  };
  return { name, start, read, begin: local, end: local + localLength + packed };
}

function unpackStart(packed: Uint8Array, method: number, name: string): Uint8Array {
  if (method === 0) return packed;
  try {
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw damaged(name, error);
  }
}

function unpack(packed: Uint8Array, method: number, length: number, name: string): Uint8Array {
  if (method === 0) return packed;
  try {
    // No more than the directory says: a small file cannot fill the memory.
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, length) });
  } catch (error) {
    throw damaged(name, error);
  }
}

function damaged(name?: string, cause?: unknown): CliError {
  const what = name === undefined ? 'the archive' : `'${name}' in the archive`;
  return new CliError(`${what} is damaged or cut off; make or fetch it again.`, { cause });
}
