import fc from 'fast-check';
import { linesOf } from '../src/text/lines.js';
import type { TextSource } from '../src/text/source.js';
import { formsOf } from './sources.js';

async function linesIn(source: TextSource): Promise<string[]> {
  const lines: string[] = [];
  for await (const { number, text } of linesOf(source)) {
    expect(number).toBe(lines.length + 1);
    lines.push(text);
  }
  return lines;
}

test('a text has the same lines whatever it comes as and wherever it is cut', async () => {
  const text = fc
    .array(fc.constantFrom('a', 'ä', '語', '🎈', '\n', '\r\n', ' '))
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (text, size) => {
      const expected = text.split(/\r?\n/);
      if (expected.at(-1) === '') expected.pop(); // a line break ends a line and begins none
      for (const [, source] of formsOf(text, size)) expect(await linesIn(source)).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('a byte order mark at the start is left out, one elsewhere is text', async () => {
  for (const [, source] of formsOf('\uFEFFa\n\uFEFFb', 2)) {
    expect(await linesIn(source)).toEqual(['a', '\uFEFFb']);
  }
});

test.each([
  ['in one piece', (bytes: Uint8Array) => bytes],
  ['in pieces', (bytes: Uint8Array) => [bytes.slice(0, 4), bytes.slice(4, 9), bytes.slice(9)]],
])('bytes that are not UTF-8 are refused with their line, %s', async (_, form) => {
  const bytes = Uint8Array.of(
    ...new TextEncoder().encode('ä\nb\nc'),
    0xff,
    ...new TextEncoder().encode('\nd\n'),
  );
  await expect(linesIn(form(bytes))).rejects.toThrow(
    'line 3 must be UTF-8 text; got "bytes that are not UTF-8". Unpack the file if it is compressed;',
  );
});

test('a character that is cut off at the end is refused', async () => {
  await expect(linesIn(Uint8Array.of(0x61, 0x0a, 0xc3))).rejects.toThrow('line 2 must be UTF-8 text');
});

test.each([
  ['a number', 5],
  ['null', null],
  ['an iterable of numbers', [1, 2]],
  ['a buffer that is no view', new ArrayBuffer(3)],
])('%s is refused', async (_, source) => {
  await expect(linesIn(source as unknown as TextSource)).rejects.toThrow(
    'source must be a string, a Uint8Array',
  );
});

test('strings after the start of a character in bytes are refused', async () => {
  await expect(linesIn([Uint8Array.of(0x61), 'b'])).rejects.toThrow(
    'source must be all strings or all bytes',
  );
});

test('a stream is cancelled when its reader gives up', async () => {
  let cancelled = false;
  const stream = new ReadableStream<string>({
    pull: (controller) => controller.enqueue('a\nb\n'),
    cancel: () => {
      cancelled = true;
    },
  });
  for await (const line of linesOf({ getReader: () => stream.getReader() } as ReadableStream<string>)) {
    if (line.number === 1) break;
  }
  expect(cancelled).toBe(true);
});
