import { ValueError } from '@argmaxable/core';

/**
 * The pieces of a stream of either kind, Node's and other async iterables or the web's; undefined for what is
 * none.
 *
 * @throws ValueError for a stream that somebody else reads.
 */
export function piecesOf(stream: object): AsyncIterable<unknown> | undefined {
  if ('locked' in stream && stream.locked === true) {
    throw new ValueError('source', 'a stream that is locked', 'a stream that nobody else reads');
  }
  if (isFunction(stream, Symbol.asyncIterator)) return stream as AsyncIterable<unknown>;
  return isFunction(stream, 'getReader') ? piecesOfWeb(stream as ReadableStream<unknown>) : undefined;
}

function isFunction(source: object, name: PropertyKey): boolean {
  return typeof (source as Record<PropertyKey, unknown>)[name] === 'function';
}

/** Web streams are async iterables in Node.js, but not in every browser. */
async function* piecesOfWeb(stream: ReadableStream<unknown>): AsyncGenerator<unknown> {
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
