import { ValueError } from '@argmaxable/core';

/**
 * Returns the pieces of a stream, which may be a Node.js stream, another async iterable or a web stream;
 * undefined for anything else.
 *
 * @throws ValueError for a stream that another reader has locked.
 */
export function piecesOf(stream: object): AsyncIterable<unknown> | undefined {
  if ('locked' in stream && stream.locked === true) {
    throw new ValueError('source', 'a stream that is locked', 'a stream without another reader');
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
    if (!ended) await reader.cancel(); // the caller stopped before the end
    reader.releaseLock();
  }
}
