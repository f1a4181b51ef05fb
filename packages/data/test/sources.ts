import type { TextSource } from '../src/index.js';

/**
 * Everything a text can come as, cut in pieces of `size` where it comes in pieces: also in the midst of a
 * character or a line break.
 */
export function formsOf(text: string, size: number): [name: string, source: TextSource][] {
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const characters = Array.from(text);
  const strings = Array.from({ length: Math.ceil(characters.length / size) }, (_, i) =>
    characters.slice(i * size, (i + 1) * size).join(''),
  );
  return [
    ['a string', text],
    ['bytes', bytes],
    ['an iterable of strings', strings],
    ['an async iterable of bytes', reusingItsBuffer(pieces, size)],
    ['a stream', new Blob([bytes]).stream()],
    ['a stream that is no async iterable', plainStream(pieces)],
  ];
}

/** Yields each piece in the same buffer, as some streams do. */
async function* reusingItsBuffer(pieces: readonly Uint8Array[], size: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(size);
  for (const piece of pieces) {
    await Promise.resolve();
    buffer.set(piece);
    yield buffer.subarray(0, piece.length);
  }
}

/** A web stream as a browser without async iteration of streams has it. */
function plainStream(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      pieces.forEach((piece) => controller.enqueue(piece));
      controller.close();
    },
  });
  return { getReader: () => stream.getReader() } as ReadableStream<Uint8Array>;
}

/** Label sets as plain arrays. */
export function plain(labelSets: Iterable<Int32Array>): number[][] {
  return [...labelSets].map((set) => [...set]);
}
