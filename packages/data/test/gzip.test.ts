import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { gunzipped } from '../src/text/gzip.js';
import { loadJsonLines, loadLabelNames } from '../src/index.js';
import { plain } from './sources.js';

const packed = gzipSync('[0, 2]\n[1]\n');

test('every text may be packed, whatever its pieces', async () => {
  for (const source of [packed, [packed], Array.from(packed, (byte) => Uint8Array.of(byte))]) {
    expect(plain((await loadJsonLines(source)).labelSets)).toEqual([[0, 2], [1]]);
  }
  expect(await loadLabelNames(new Blob([gzipSync('a\nb\n')]).stream())).toEqual(['a', 'b']);
});

test.each<[string, readonly unknown[]]>([
  ['cut off', [packed.subarray(0, -9)]],
  ['damaged', [packed.subarray(0, -6), Uint8Array.of(1, 2, 3, 4, 5, 6)]],
  ['continued by something else', [packed, Buffer.from('[1]\n')]],
  ['a start only', [Uint8Array.of(0x1f, 0x8b)]],
])('gzip that is %s is refused', async (_, pieces) => {
  await expect(loadJsonLines(pieces as Uint8Array[])).rejects.toThrow(
    'source must be a whole file; got "gzip that cannot be unpacked: ',
  );
});

test('strings after gzip are refused, and an error of the stream passes as it is', async () => {
  await expect(loadJsonLines([packed.subarray(0, 5), '[1]'])).rejects.toThrow('all strings or all bytes');
  const error = new Error('mine');
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(packed.subarray(0, 5));
    throw error;
  };
  await expect(loadJsonLines(broken())).rejects.toBe(error);
});

test('a small file does not unpack to very much', async () => {
  const bomb = gzipSync(Buffer.alloc(2 ** 26), { level: 9 });
  const unpack = async (): Promise<number> => {
    let length = 0;
    // Several files in one, one after the other.
    for await (const piece of gunzipped(Array.from({ length: 5 }, () => bomb))) length += piece.length;
    return length;
  };
  await expect(unpack()).rejects.toThrow('bytes of gzip that unpack to');
});

test('a stream is closed when nobody reads on', async () => {
  let closed = false;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    const one = gzipSync('a\n'.repeat(100_000));
    try {
      for (;;) yield await Promise.resolve(one);
    } finally {
      closed = true;
    }
  };
  for await (const piece of gunzipped(source())) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  await setTimeout(0); // a piece may be on its way
  expect(closed).toBe(true);
});
