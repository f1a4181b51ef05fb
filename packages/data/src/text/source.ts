import { ValueError } from '@argmaxable/core';
import { joinedBytes } from '../bytes/byte-source.js';
import { piecesOf } from '../bytes/streams.js';
import { gunzipped } from './gzip.js';
import { lineTooLong, textError } from './text-error.js';

/**
 * Text to read: a string, its UTF-8 bytes, plain or packed by gzip, or a sequence of strings or of bytes: a
 * Node.js stream (`createReadStream(path)`, `process.stdin`), a web stream (`response.body`,
 * `file.stream()`), or any iterable.
 */
export type TextSource = string | Uint8Array | TextChunks | AsyncIterable<Chunk> | ReadableStream<Chunk>;

type Chunk = string | Uint8Array;
/** Pieces in memory. (A string is an iterable too, but is read as one piece.) */
type TextChunks = Iterable<Chunk>;

const allowedSource = 'a string, a Uint8Array, or an (async) iterable or stream of them';

/**
 * Yields the text piece by piece, without the byte order mark at its start.
 *
 * @param maxLineLength Number of characters of a line after which no more bytes are collected.
 * @throws ValueError for a source that is not text, for a source that cannot be read, and for bytes that are
 *   not UTF-8, with their line.
 */
export async function* textPieces(source: TextSource, maxLineLength: number): AsyncGenerator<string> {
  let first = true;
  for await (const text of decode(chunksOf(source), maxLineLength)) {
    if (text === '') continue;
    yield first ? text.replace(/^\uFEFF/, '') : text;
    first = false;
  }
}

/**
 * Reads the whole text, for formats of small files.
 *
 * @throws ValueError for more than `maxLength` characters, before the rest is read.
 */
export async function wholeText(source: TextSource, maxLength: number): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of textPieces(source, maxLength)) {
    length += piece.length;
    if (length > maxLength) throw lineTooLong(1, pieces[0] ?? piece, maxLength);
    pieces.push(piece);
  }
  return pieces.join('');
}

/**
 * Yields the pieces of the source, and converts errors of files and streams, such as that of a folder, to
 * ours.
 */
async function* chunksOf(source: TextSource): AsyncGenerator<Chunk> {
  try {
    yield* gunzipped(openChunks(source));
  } catch (cause) {
    throw isReadError(cause) ? unreadable(cause) : cause;
  }
}

function openChunks(source: TextSource): Iterable<Chunk> | AsyncIterable<Chunk> {
  if (typeof source === 'string') {
    if (fileName.test(source)) {
      const advice = 'Open the file: createReadStream(path) of node:fs, or file.stream() in a browser.';
      throw new ValueError('source', source, 'the text itself, not the name of a file', advice);
    }
    return [source];
  }
  if (source instanceof Uint8Array) return [source];
  if (typeof source === 'object' && source !== null) {
    const pieces = piecesOf(source) ?? (Symbol.iterator in source ? source : undefined);
    if (pieces !== undefined) return pieces as AsyncIterable<Chunk>;
  }
  throw new ValueError('source', source, allowedSource);
}

/**
 * A text that looks like a file's name: it is not the content of a label file, but is often given in its
 * place.
 */
const fileName = /^[^\n]{1,1000}\.(?:jsonl|ndjson|json|txt|svm|svmlight|libsvm|arff|xml|csv|tsv|gz)$/i;

interface ReadError {
  readonly name: string;
  readonly message: string;
  readonly code: string;
}

/**
 * Whether an error is from the system or a stream. These errors have a code; an error without a code is the
 * caller's own, and so is an abort.
 */
function isReadError(error: unknown): error is ReadError {
  if (typeof error !== 'object' || error === null) return false;
  const { name, message, code } = error as Partial<ReadError>;
  return name !== 'AbortError' && typeof message === 'string' && typeof code === 'string';
}

function unreadable(cause: ReadError): ValueError {
  const error = new ValueError('source', cause.message, 'text that can be read to its end');
  return Object.assign(error, { cause, code: cause.code });
}

const lineBreak = 0x0a;

/**
 * Number of bytes that are decoded at once: a chunk may be a whole file, which may be longer than the longest
 * string.
 */
const blockLength = 2 ** 20;

/** The most bytes that UTF-8 takes for a character of JavaScript's strings. */
const bytesPerCharacter = 3;

/**
 * Decodes bytes up to a line break at a time. The byte of a line break is never part of another character, so
 * no character is cut, and an error can name its line.
 */
async function* decode(chunks: AsyncIterable<Chunk>, maxLineLength: number): AsyncGenerator<string> {
  const lines = new LineDecoder(maxLineLength);
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      if (lines.hasPending) throw new ValueError('source', chunk.slice(0, 60), 'all strings or all bytes');
      yield chunk;
    } else if (chunk instanceof Uint8Array) {
      for (let at = 0; at < chunk.length; at += blockLength) {
        yield lines.decode(chunk.subarray(at, at + blockLength));
      }
    } else {
      throw new ValueError('source', chunk, allowedSource);
    }
  }
  yield lines.rest();
}

/** A decoder that keeps the bytes after the last line break until the next line break is read. */
class LineDecoder {
  private pending: Uint8Array[] = [];
  private pendingLength = 0;
  private line = 1;

  constructor(private readonly maxLineLength: number) {}

  get hasPending(): boolean {
    return this.pendingLength > 0;
  }

  /** Adds bytes; returns the text up to their last line break. */
  decode(bytes: Uint8Array): string {
    const end = bytes.lastIndexOf(lineBreak) + 1;
    if (end > 0) this.pending.push(bytes.subarray(0, end));
    const text = end > 0 ? this.rest() : '';
    const kept = bytes.slice(end); // a copy: some streams reuse their buffer
    this.pending.push(kept);
    this.pendingLength += kept.length;
    if (this.pendingLength > bytesPerCharacter * this.maxLineLength) {
      throw lineTooLong(
        this.line,
        new TextDecoder().decode(this.pending[0].subarray(0, 100)),
        this.maxLineLength,
      );
    }
    return text;
  }

  /** Returns the text of the kept bytes. */
  rest(): string {
    const bytes = this.pending.length === 1 ? this.pending[0] : joinedBytes(this.pending);
    this.pending = [];
    this.pendingLength = 0;
    const text = decodeLines(bytes, this.line);
    for (let at = bytes.indexOf(lineBreak); at >= 0; at = bytes.indexOf(lineBreak, at + 1)) this.line++;
    return text;
  }
}

function decodeLines(bytes: Uint8Array, firstLine: number): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    let start = 0;
    for (let line = firstLine; ; line++) {
      const end = bytes.indexOf(lineBreak, start) + 1 || bytes.length;
      try {
        decoder.decode(bytes.subarray(start, end));
      } catch {
        const advice =
          'Unpack the file if it is compressed; convert it to UTF-8 if it is in another encoding.';
        throw textError({ line }, 'bytes that are not UTF-8', 'UTF-8 text', advice);
      }
      start = end;
    }
  }
}
