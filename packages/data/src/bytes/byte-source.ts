import { ValueError } from '@argmaxable/core';
import { FormatError } from './format-error.js';
import type { ReadBudget } from './read-budget.js';
import { piecesOf } from './streams.js';

/** Bytes that are read in parts, so that only the parts of a large file that are needed are read. */
export interface ByteSource {
  /** Number of bytes. */
  readonly length: number;
  /** Reads the bytes from `begin` up to, not including, `end`; both are within the length. */
  readonly read: (begin: number, end: number) => Promise<Uint8Array>;
}

/**
 * Bytes in pieces, such as those of pipes and responses. A stream can be read only once, from start to end.
 */
export type ByteStream = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/**
 * The bytes of a file: in memory, as a browser's `File` or `Blob`, as a source that is read in parts, or as a
 * stream, which is read completely.
 */
export type Bytes = ArrayBuffer | Uint8Array | Blob | ByteSource | ByteStream;

const allowedBytes =
  'an ArrayBuffer, a Uint8Array, a Blob, a source with length and read(begin, end), or a stream';

/**
 * Opens bytes in any of their forms as a source.
 *
 * @param budget The most bytes of a stream that are read.
 * @param look Is called with the first piece of a stream, some thousands of bytes if there are so many;
 *   throws if the rest need not be read.
 * @throws ValueError for a source of other things than bytes; FormatError for a stream of more bytes than
 *   allowed.
 */
export async function openBytes(
  bytes: Bytes,
  budget: ReadBudget,
  look: (start: Uint8Array) => void = () => undefined,
): Promise<ByteSource> {
  if (bytes instanceof Uint8Array) {
    return { length: bytes.length, read: (begin, end) => Promise.resolve(bytes.subarray(begin, end)) };
  }
  if (isOf(bytes, 'ArrayBuffer')) return openBytes(new Uint8Array(bytes as ArrayBuffer), budget);
  if (isOf(bytes, 'Blob') || isOf(bytes, 'File')) return ofBlob(bytes as Blob);
  if (typeof bytes === 'object' && bytes !== null) {
    if (isSource(bytes)) return bytes;
    const stream = piecesOf(bytes);
    if (stream) return openBytes(await wholeStream(stream, budget.bytes, look), budget);
  }
  throw new ValueError('source', bytes, allowedBytes);
}

function isSource(value: object): value is ByteSource {
  const { length, read } = value as Partial<ByteSource>;
  return Number.isSafeInteger(length) && length! >= 0 && typeof read === 'function';
}

/**
 * Whether a value is of a class, by the name of the class: bytes may come from another realm, such as a
 * frame.
 */
function isOf(value: unknown, name: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${name}]`;
}

function ofBlob(blob: Blob): ByteSource {
  const read = async (begin: number, end: number): Promise<Uint8Array> =>
    new Uint8Array(await blob.slice(begin, end).arrayBuffer());
  return { length: blob.size, read };
}

async function wholeStream(
  stream: AsyncIterable<unknown>,
  most: number,
  look: (start: Uint8Array) => void,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) throw new ValueError('source', piece, 'a stream of Uint8Arrays');
    if (length === 0) look(piece);
    pieces.push(piece);
    length += piece.length;
    if (length > most) {
      throw new FormatError(`the stream has more than ${most} bytes, the most that are read.`);
    }
  }
  return joinedBytes(pieces);
}

/** Number of bytes that are read at once if fewer are asked for. */
const windowLength = 2 ** 16;

/** Makes a source that reads larger parts and returns small parts from them. */
export function windowed({ length, read }: ByteSource): ByteSource {
  let window: Uint8Array = new Uint8Array(0);
  let windowStart = 0;
  return {
    length,
    read: async (begin, end) => {
      if (begin < windowStart || end > windowStart + window.length) {
        const last = Math.min(length, Math.max(end, begin + windowLength));
        [window, windowStart] = [await read(begin, last), begin];
      }
      return window.subarray(begin - windowStart, end - windowStart);
    },
  };
}

/** Joins pieces, one after the other. */
export function joinedBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = newBytes(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * Allocates bytes.
 *
 * @throws FormatError for more bytes than can be allocated.
 */
export function newBytes(length: number): Uint8Array {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new FormatError(`${length} bytes are more than can be allocated here.`, { cause });
  }
}
