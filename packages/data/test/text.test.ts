import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { linesOf } from '../src/text/lines.js';
import { loadArff, loadJsonLines, loadLabelNames, loadSvmlight, loadXmlc } from '../src/index.js';
import type { TextSource } from '../src/text/source.js';
import { formsOf } from './sources.js';

async function linesIn(source: TextSource, maxLength = 1000): Promise<string[]> {
  const lines: string[] = [];
  for await (const { number, text } of linesOf(source, maxLength)) {
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
  for await (const line of linesOf({ getReader: () => stream.getReader() } as ReadableStream<string>, 1000)) {
    if (line.number === 1) break;
  }
  expect(cancelled).toBe(true);
});

describe('a text without end', () => {
  // Were it read to its end, each of these would take 1 GiB and more.
  const pieces = 1024;
  const length = 2 ** 20;

  async function* of(start: string, content: string, as: 'text' | 'bytes', seen: { pieces: number }) {
    const piece = content.repeat(length / content.length);
    yield as === 'text' ? start : new TextEncoder().encode(start);
    for (; seen.pieces < pieces; seen.pieces++) {
      await Promise.resolve();
      yield as === 'text' ? piece : new TextEncoder().encode(piece);
    }
  }

  test.each([
    ['JSON lines', (source: TextSource) => loadJsonLines(source), '[0]\n', '['],
    ['JSON lines with names', (source: TextSource) => loadJsonLines(source), '[0]\n["', 'ä'],
    ['label names', (source: TextSource) => loadLabelNames(source), 'a\n', '['],
    ['label names in JSON', (source: TextSource) => loadLabelNames(source), '[\n', '"a",'],
    ['SVMlight', (source: TextSource) => loadSvmlight(source), '0 0:1\n', '1,2,'],
    ['XMLC', (source: TextSource) => loadXmlc(source), '2 2\n', ' '],
    ['ARFF', (source: TextSource) => loadArff(source, { labelCount: 1 }), '% x\n', '{'],
    ['ARFF rows', (source: TextSource) => loadArff(source, { labelCount: 1 }), '@attribute y {0,1}\n', 'x'],
  ])('is refused at the limit of its line: %s', async (_, load, start, content) => {
    for (const as of ['text', 'bytes'] as const) {
      const seen = { pieces: 0 };
      await expect(load(of(start, content, as, seen))).rejects.toThrow(
        'line 2 must be at most 16777216 characters long',
      );
      expect(seen.pieces).toBeLessThan(60); // three bytes a character at most, and a piece
    }
  });

  test('an XML file', async () => {
    const seen = { pieces: 0 };
    const xml = of('<labels>', ' ', 'bytes', seen);
    await expect(loadArff('', { xml })).rejects.toThrow(
      'xml, line 1 must be at most 16777216 characters long',
    );
    expect(seen.pieces).toBeLessThan(60);
  });

  test('whatever limit is given', async () => {
    await expect(linesIn('a\nbcd', 2)).rejects.toThrow('line 2 must be at most 2 characters long; got "bcd"');
    expect(await linesIn('a\nbcd', 3)).toEqual(['a', 'bcd']);
    expect(await linesIn(new TextEncoder().encode('ä\n語語語\nc'), 3)).toEqual(['ä', '語語語', 'c']);
    await expect(linesIn(['語', '語', '語', '語'], 3)).rejects.toThrow('line 1 must be at most 3 characters');
    await expect(loadJsonLines('[0]', { maxLineLength: 0 })).rejects.toThrow(
      'maxLineLength must be an integer from 1 to 500000000; got 0.',
    );
  });
});

test('bytes in one piece are decoded in blocks', async () => {
  const line = `${'語'.repeat(100_000)}\n`;
  const bytes = new TextEncoder().encode(line.repeat(12));
  const broken = bytes.slice();
  broken[3 * 100_000 * 11 + 20] = 0xff;
  expect(await linesIn(bytes, 100_000)).toHaveLength(12);
  await expect(linesIn(broken, 100_000)).rejects.toThrow('line 12 must be UTF-8 text');
});

describe('a source that cannot be read', () => {
  test('a folder', async () => {
    await expect(loadJsonLines(createReadStream(__dirname))).rejects.toThrow(
      'source must be text that can be read to its end; got "EISDIR',
    );
    await expect(loadJsonLines(createReadStream(__dirname))).rejects.toMatchObject({
      name: 'ValueError',
      code: 'EISDIR',
    });
  });

  test.each<[string, () => TextSource]>([
    ['no file', () => createReadStream(`${__dirname}/none`)],
    ['a stream that is destroyed', () => Readable.from(['[0]']).destroy()],
    ['a stream that breaks off', () => failing(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))],
  ])('%s', async (_, open) => {
    await expect(loadSvmlight(open())).rejects.toThrow('source must be text that can be read to its end');
  });

  test('a stream that somebody else reads', async () => {
    const stream = new Blob(['[0]']).stream();
    stream.getReader();
    await expect(loadXmlc(stream)).rejects.toThrow(
      'source must be a stream without another reader; got "a stream that is locked".',
    );
  });

  test('an error of the caller passes as it is', async () => {
    const mine = new Error('mine');
    await expect(loadJsonLines(failing(mine))).rejects.toBe(mine);
    const aborted = createReadStream(__filename, { signal: AbortSignal.abort() });
    await expect(loadJsonLines(aborted)).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('the name of a file in place of its text', async () => {
    await expect(loadArff('data/yeast.arff')).rejects.toThrow(
      'source must be the text itself, not the name of a file; got "data/yeast.arff". Open the file: createReadStream(path)',
    );
  });
});

function failing(error: Error): Readable {
  const stream = new Readable({ read: () => undefined });
  process.nextTick(() => stream.destroy(error));
  return stream;
}
