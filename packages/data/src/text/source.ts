import { ValueError } from '@argmaxable/core';

/**
 * Text to read: a string, its UTF-8 bytes, or either of them in pieces, as files and responses come: a Node.js stream
 * (`createReadStream(path)`), a web stream (`response.body`, `file.stream()`), any iterable.
 */
export type TextSource = string | Uint8Array | TextChunks | AsyncIterable<Chunk> | ReadableStream<Chunk>;

type Chunk = string | Uint8Array;
/** Pieces in memory. (A string is an iterable too, and is taken whole.) */
type TextChunks = Iterable<Chunk>;

/**
 * The text piece by piece, without the byte order mark at its start.
 *
 * @throws ValueError for what is no text, and for bytes that are not UTF-8, with the line they stand in.
 */
export async function* textPieces(source: TextSource): AsyncGenerator<string> {
  let first = true;
  for await (const text of decode(chunksOf(source))) {
    if (text === '') continue;
    yield first ? text.replace(/^\uFEFF/, '') : text;
    first = false;
  }
}

/** The whole text, for formats that are small. */
export async function wholeText(source: TextSource): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of textPieces(source)) pieces.push(piece);
  return pieces.join('');
}

function chunksOf(source: TextSource): Iterable<Chunk> | AsyncIterable<Chunk> {
  if (typeof source === 'string' || source instanceof Uint8Array) return [source];
  if (typeof source === 'object' && source !== null) {
    if (Symbol.asyncIterator in source || Symbol.iterator in source) return source;
    if ('getReader' in source) return streamChunks(source as ReadableStream<Chunk>);
  }
  throw new ValueError('source', source, 'a string, a Uint8Array, or an (async) iterable or stream of them');
}

/** Web streams are async iterables in Node.js, but not in every browser. */
async function* streamChunks(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk> {
  const reader = stream.getReader();
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      ended = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!ended) await reader.cancel(); // the reader of the text gave up
    reader.releaseLock();
  }
}

const lineBreak = 0x0a;

/**
 * Decodes bytes at line breaks, which no character holds a part of, so that none is cut and an error knows its line.
 */
async function* decode(chunks: Iterable<Chunk> | AsyncIterable<Chunk>): AsyncGenerator<string> {
  let pending: Uint8Array[] = []; // the start of a line whose end has not come
  let line = 1;
  const decodePending = (): string => {
    const bytes = concat(pending);
    pending = [];
    const text = decodeLines(bytes, line);
    for (const byte of bytes) if (byte === lineBreak) line++;
    return text;
  };
  for await (const chunk of chunks) {
    if (typeof chunk === 'string') {
      if (pending.length > 0) throw new ValueError('source', chunk.slice(0, 60), 'all strings or all bytes');
      yield chunk;
    } else if (chunk instanceof Uint8Array) {
      const end = chunk.lastIndexOf(lineBreak) + 1;
      pending.push(chunk.subarray(0, end || chunk.length));
      if (end > 0) {
        yield decodePending();
        if (end < chunk.length) pending.push(chunk.slice(end)); // a copy: some streams reuse their buffer
      } else {
        pending.push(pending.pop()!.slice());
      }
    } else {
      throw new ValueError(
        'source',
        chunk,
        'a string, a Uint8Array, or an (async) iterable or stream of them',
      );
    }
  }
  if (pending.length > 0) yield decodePending();
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
        throw new ValueError(`line ${line}`, 'bytes that are not UTF-8', 'UTF-8 text', advice);
      }
      start = end;
    }
  }
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
