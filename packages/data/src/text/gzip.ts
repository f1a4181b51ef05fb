import { ValueError } from '@argmaxable/core';
import { joinedBytes } from '../bytes/byte-source.js';
import { piecesOf } from '../bytes/streams.js';

/**
 * Yields the pieces of a text, unpacked if they are gzip. Gzip begins with two bytes that no UTF-8 text
 * begins with.
 *
 * @throws ValueError for gzip that is damaged or cut off, and for a small file that unpacks to very much.
 */
export async function* gunzipped<T>(chunks: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T | Uint8Array> {
  const iterator = iteratorOf(chunks);
  let ended = false;
  let isPacked = false;
  const next = async (): Promise<T | undefined> => {
    const result = await iterator.next();
    ended = result.done === true;
    return result.done === true ? undefined : result.value;
  };
  try {
    let start: Uint8Array = new Uint8Array(0);
    let chunk = await next();
    for (; chunk instanceof Uint8Array && start.length + chunk.length < 2; chunk = await next()) {
      start = joinedBytes([start, chunk]); // a copy: some streams reuse their buffer
    }
    if (chunk instanceof Uint8Array) {
      const bytes = start.length === 0 ? chunk : joinedBytes([start, chunk]);
      isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
      if (isPacked) {
        yield* unpack(bytes, next);
        return;
      }
      yield bytes;
    } else {
      if (start.length > 0) yield start;
      if (!ended) yield chunk as T;
    }
    while (!ended) {
      chunk = await next();
      if (!ended) yield chunk as T;
    }
  } finally {
    const closed = ended ? undefined : iterator.return?.();
    // The next piece may have been asked for, and may never come.
    if (isPacked) Promise.resolve(closed).catch(() => undefined);
    else await closed;
  }
}

function iteratorOf<T>(chunks: Iterable<T> | AsyncIterable<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
}

/** Text is hardly ever packed to less than a hundredth: what unpacks to more is made to fill memory. */
const mostUnpacked = { least: 2 ** 28, times: 100 };

/** @param next Gives the next piece of the packed bytes, undefined at their end. */
async function* unpack(start: Uint8Array, next: () => Promise<unknown>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  let packed = 0;
  let stopped = false;
  let failure: { readonly cause: unknown } | undefined; // of the source, not of gzip
  const nextPiece = async (): Promise<unknown> => {
    try {
      const piece = await next();
      if (piece === undefined || piece instanceof Uint8Array) return piece;
      throw new ValueError('source', piece, 'all strings or all bytes');
    } catch (cause) {
      failure = { cause };
      throw cause;
    }
  };
  const feed = async (): Promise<void> => {
    for (let piece: unknown = start; piece instanceof Uint8Array && !stopped; piece = await nextPiece()) {
      packed += piece.length;
      await writer.write(piece.slice()); // a copy: some streams reuse their buffer
    }
    await writer.close();
  };
  // What is wrong with gzip, the reader says too.
  feed().catch((cause: unknown) => writer.abort(cause).catch(() => undefined));
  let length = 0;
  try {
    for await (const piece of piecesOf(readable)!) {
      length += (piece as Uint8Array).length;
      if (length > Math.max(mostUnpacked.least, mostUnpacked.times * packed)) throw tooLarge(length, packed);
      yield piece as Uint8Array;
    }
  } catch (cause) {
    if (failure) throw failure.cause;
    if (cause instanceof ValueError) throw cause;
    const given = `gzip that cannot be unpacked: ${(cause as Error).message}`;
    throw Object.assign(new ValueError('source', given, 'a whole file', 'Is it cut off?'), { cause });
  } finally {
    stopped = true;
  }
}

function tooLarge(length: number, packed: number): ValueError {
  return new ValueError(
    'source',
    `${packed} bytes of gzip that unpack to ${length} and more`,
    'text',
    'If you trust it, unpack it first.',
  );
}
