import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy, npyMatrix, packed, safetensors, zip } from '@argmaxable/test-support/files';
import {
  type Bytes,
  type ByteSource,
  loadNpy,
  loadNpz,
  loadSafetensors,
  type StoredTensor,
  type TensorEntry,
  type TensorFile,
} from '../src/index.js';
import { readBudget } from '../src/bytes/read-budget.js';
import { bfloat16, float16 } from '../src/weight-formats/number-type.js';

/** The numbers of a matrix, row by row. */
function rowsOf({ shape, at }: StoredTensor): number[][] {
  return Array.from({ length: shape[0] }, (_, i) => Array.from({ length: shape[1] }, (_, j) => at(i, j)));
}

/** Reads all tensors of a file. */
async function whole(file: TensorFile): Promise<StoredTensor[]> {
  return Promise.all((await file.entries()).map(({ read }) => read()));
}

async function entriesOf(file: Promise<TensorFile>): Promise<readonly TensorEntry[]> {
  return (await file).entries();
}

/** Bytes in memory, which keep a list of what was read of them. */
function source(bytes: Uint8Array, parts: [begin: number, end: number][] = []): ByteSource {
  const read = (begin: number, end: number): Promise<Uint8Array> => {
    parts.push([begin, end]);
    return Promise.resolve(bytes.subarray(begin, end));
  };
  return { length: bytes.length, read };
}

const rows = [
  [1, -2, 0.5],
  [3, 4.25, -0],
];

describe('.npy', () => {
  test.each(['<', '>'] as const)(
    'is read in byte order %s, C and Fortran order, every version',
    async (order) => {
      const byColumns = [1, 3, -2, 4.25, 0.5, -0];
      for (const kind of ['f4', 'f8'] as const) {
        for (const version of [1, 2, 3]) {
          const shape = [2, 3];
          const descr = `${order}${kind}`;
          expect(
            rowsOf(await loadNpy(npy({ descr, shape, version }, packed(rows.flat(), kind, order)))),
          ).toEqual(rows);
          const fortran = npy({ descr, shape, version, order: 'F' }, packed(byColumns, kind, order));
          expect(rowsOf(await loadNpy(fortran))).toEqual(rows);
        }
      }
    },
  );

  test('is read as integers and truth values of every width', async () => {
    const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
    const cases: [string, Uint8Array, number][] = [
      ['|b1', bytes(1), 1],
      ['|i1', bytes(0xff), -1],
      ['|u1', bytes(0xff), 255],
      ['<i2', bytes(0xfe, 0xff), -2],
      ['>u2', bytes(1, 2), 258],
      ['>i4', bytes(0xff, 0xff, 0xff, 0xfd), -3],
      ['<u4', bytes(0, 0, 0, 0x80), 2 ** 31],
      ['<i8', bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), -1],
      ['>u8', bytes(0, 0, 0, 1, 0, 0, 0, 0), 2 ** 32],
      ['>f2', bytes(0xc0, 0x00), -2],
    ];
    for (const [descr, data, value] of cases) {
      expect((await loadNpy(npy({ descr, shape: [1] }, data))).at(0)).toBe(value);
    }
  });

  test('keys may stand in another order, with other quotes and spaces', async () => {
    const header = '{"shape":(1,2),\'fortran_order\' : False , "descr": "<f4"}\n';
    const bytes = Buffer.concat([
      npy({ shape: [] }, Buffer.alloc(0)).subarray(0, 8),
      Buffer.from([header.length, 0]),
    ]);
    const file = Buffer.concat([bytes, Buffer.from(header), packed([1, 2], 'f4', '<')]);
    expect(rowsOf(await loadNpy(file))).toEqual([[1, 2]]);
  });

  test('cut off anywhere it is refused, and so is more than it says', async () => {
    const whole = npyMatrix(rows);
    for (let length = 0; length < whole.length; length++) {
      await expect(loadNpy(whole.subarray(0, length))).rejects.toThrow(/npy|data are too short/);
    }
    await expect(loadNpy(Buffer.concat([whole, Buffer.from([0])]))).rejects.toThrow('too long: 49 bytes');
  });

  test.each([
    ['an object array', '|O'],
    ['text', '<U4'],
    ['complex numbers', '<c16'],
    ['no byte order', '|f8'],
    ["the machine's byte order", '=f8'],
  ])('%s is refused', async (_, descr) => {
    await expect(loadNpy(npy({ descr, shape: [1] }, Buffer.alloc(8)))).rejects.toThrow(`'${descr}'`);
  });
});

describe('.npz', () => {
  /** A bit that changes may be padding, and what is unpacked the same. */
  const tryRead = async (bytes: Buffer): Promise<string> => {
    try {
      return JSON.stringify((await whole(await loadNpz(source(bytes)))).map(rowsOf)) ===
        JSON.stringify([rows])
        ? 'the same'
        : 'another';
    } catch (error) {
      return (error as Error).message;
    }
  };

  const entries = {
    'W.npy': npyMatrix(rows),
    'b.npy': npy({ shape: [2] }, packed([5, 6], 'f8', '<')),
    'readme.txt': Buffer.from('x'),
  };

  test.each([
    { deflate: false, comment: '' },
    { deflate: true, comment: '' },
    { deflate: true, comment: 'a comment' },
  ])('is read: %o', async (options) => {
    const tensors = await whole(await loadNpz(source(zip(entries, options))));
    expect(tensors.map(({ name }) => name)).toEqual(['W', 'b']);
    expect(rowsOf(tensors[0])).toEqual(rows);
    expect([tensors[1].at(0), tensors[1].at(1)]).toEqual([5, 6]);
  });

  test.each([false, true])(
    'cut off anywhere, or with a byte of an array changed, it is refused: deflated %s',
    async (deflate) => {
      const whole = zip({ 'W.npy': npyMatrix(rows) }, { deflate });
      for (let length = 0; length < whole.length; length++) {
        await expect(loadNpz(source(whole.subarray(0, length)))).rejects.toThrow('archive');
      }
      const start = 30 + 'W.npy'.length + 8;
      for (let place = start; place < whole.indexOf('PK\x01\x02'); place++) {
        const changed = Buffer.from(whole);
        changed[place] ^= 0x10;
        expect(await tryRead(changed)).toMatch(/damaged|the same/);
      }
    },
  );

  test('what unpacks to more than the directory says is refused before it fills the memory', async () => {
    const bomb = zip({ 'W.npy': npyMatrix([Array<number>(100_000).fill(0)]) }, { deflate: true });
    bomb.writeUInt32LE(100, bomb.indexOf('PK\x01\x02') + 24);
    await expect(loadNpz(source(bomb)).then(whole)).rejects.toThrow('damaged');
  });

  test('entries that share their bytes are refused', async () => {
    const files = zip({ 'a.npy': npyMatrix(rows), 'b.npy': npyMatrix(rows) });
    const second = files.lastIndexOf('PK\x01\x02');
    const shared = Buffer.from(files);
    shared.writeUInt32LE(0, second + 42); // the same local header
    await expect(loadNpz(source(shared))).rejects.toThrow("'a.npy' in the archive is damaged");
    const overlapping = Buffer.from(files);
    overlapping.writeUInt32LE(files.readUInt32LE(second + 42) - 40, second + 42);
    await expect(loadNpz(source(overlapping))).rejects.toThrow("'a.npy' in the archive is damaged");
    const intoDirectory = Buffer.from(files);
    intoDirectory.writeUInt32LE(files.length - 100, second + 20);
    intoDirectory.writeUInt32LE(files.length - 100, second + 24);
    await expect(loadNpz(source(intoDirectory))).rejects.toThrow("'b.npy' in the archive is damaged");
  });

  test('an array is unpacked when it is read, and one of other things may stand beside', async () => {
    const arrays = {
      'W.npy': npyMatrix(rows),
      'names.npy': npy({ descr: '<U4', shape: [1] }, Buffer.alloc(16)),
      'options.npy': npy({ descr: '|O', shape: [] }, Buffer.from('x')),
      'large.npy': npyMatrix([Array<number>(100_000).fill(0)]),
    };
    const entries = await entriesOf(loadNpz(source(zip(arrays, { deflate: true }))));
    expect(entries.map(({ name, shape, isFloat }) => [name, shape, isFloat])).toEqual([
      ['W', [2, 3], true],
      ['names', [1], false],
      ['options', [], false],
      ['large', [1, 100_000], true],
    ]);
    expect(rowsOf(await entries[0].read())).toEqual(rows);
    await expect(entries[1].read()).rejects.toThrow("array 'names': numbers of type '<U4' are not read");
  });
});

describe('.safetensors', () => {
  const data = Buffer.concat([
    packed(rows.flat(), 'f4', '<'),
    Buffer.from([0x00, 0x3c, 0x00, 0xc0]),
    Buffer.from([0x80, 0x3f]),
  ]);
  const header = {
    __metadata__: { format: 'pt' },
    W: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    half: { dtype: 'F16', shape: [2], data_offsets: [24, 28] },
    brain: { dtype: 'BF16', shape: [1], data_offsets: [28, 30] },
  };
  const changed = (change: (copy: typeof header) => void): Buffer => {
    const copy = structuredClone(header);
    change(copy);
    return safetensors(copy, data);
  };

  test('is read: F32, F16, BF16, F64, others listed', async () => {
    const [matrix, half, brain] = await whole(await loadSafetensors(source(safetensors(header, data))));
    expect(rowsOf(matrix)).toEqual(rows);
    expect([half.at(0), half.at(1), brain.at(0)]).toEqual([1, -2, 1]);
    const mixed = {
      count: { dtype: 'I64', shape: [1], data_offsets: [0, 8] },
      W: { dtype: 'F64', shape: [1, 1], data_offsets: [8, 16] },
    };
    const tensors = await entriesOf(
      loadSafetensors(source(safetensors(mixed, Buffer.concat([Buffer.alloc(8), packed([7], 'f8', '<')])))),
    );
    expect(tensors.map(({ name, isFloat }) => [name, isFloat])).toEqual([
      ['count', false],
      ['W', true],
    ]);
    expect((await tensors[1].read()).at(0, 0)).toBe(7);
    await expect(tensors[0].read()).rejects.toThrow("'count' is of type I64");
  });

  test('of a large file no more is read than the header and what is asked for', async () => {
    const bytes = safetensors(header, data);
    const parts: [number, number][] = [];
    const tensors = await entriesOf(loadSafetensors(source(bytes, parts)));
    const headerEnd = bytes.length - data.length;
    expect(parts).toEqual([
      [0, 8],
      [8, headerEnd],
    ]);
    await tensors[1].read();
    expect(parts.slice(2)).toEqual([[headerEnd + 24, headerEnd + 28]]);
  });

  test('cut off anywhere it is refused', async () => {
    const bytes = safetensors(header, data);
    for (let length = 0; length < bytes.length; length++) {
      await expect(loadSafetensors(source(bytes.subarray(0, length)))).rejects.toThrow('safetensors');
    }
  });

  test.each<[string, Buffer, string]>([
    ['a header longer than the file', safetensors(header, data, 10_000n), '10000 bytes'],
    ['a header of 2^63 bytes', safetensors(header, data, 2n ** 63n), 'header takes'],
    ['a header that ends too early', safetensors(header, data, 40n), 'not JSON'],
    [
      'bytes after the tensors',
      safetensors(header, Buffer.concat([data, Buffer.alloc(4)])),
      'end at byte 30 of 34',
    ],
    [
      'a shape that does not fit the offsets',
      changed((copy) => (copy.W.shape = [2, 4])),
      "tensor 'W': the data are too short",
    ],
    [
      'overlapping tensors',
      changed((copy) => (copy.half.data_offsets = [22, 28])),
      "'half' begins at byte 22",
    ],
    ['a gap', changed((copy) => (copy.brain.data_offsets = [29, 30])), "'brain' begins at byte 29"],
    ['an offset below 0', changed((copy) => (copy.W.data_offsets = [-4, 20])), "'W' needs"],
    ['an offset beyond the file', changed((copy) => (copy.brain.data_offsets = [28, 99])), 'ends at byte 99'],
    ['a shape with a half', changed((copy) => (copy.W.shape = [1.5, 4])), "'W' needs"],
    ['a header that is a list', safetensors('[]', Buffer.alloc(0)), 'not an object'],
    ['a header that is not UTF-8', safetensors('"\u00ff"', Buffer.alloc(0), 2n), 'not JSON in UTF-8'],
  ])('%s is refused', async (_, bytes, message) => {
    await expect(loadSafetensors(source(bytes))).rejects.toThrow(message);
  });
});

test('half and brain floats', () => {
  const read = ({ read }: typeof float16, bits: number): number =>
    read(new DataView(Uint16Array.of(bits).buffer), 0, true);
  const halves: [number, number][] = [
    [0x0000, 0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ];
  for (const [bits, value] of halves) expect(read(float16, bits)).toBe(value);
  expect(read(float16, 0x8000)).toBe(-0);
  expect(read(bfloat16, 0x3f80)).toBe(1);
  expect(read(bfloat16, 0xc2f7)).toBe(-123.5);
  expect(read(bfloat16, 0x7fc0)).toBeNaN();
});

describe('maxBytes', () => {
  const zeros = zip({ 'W.npy': npyMatrix(Array.from({ length: 2 ** 17 }, () => [0])) }, { deflate: true });

  test('bounds what an archive unpacks to', async () => {
    const [refused] = await entriesOf(loadNpz(zeros, { maxBytes: 2 ** 20 }));
    await expect(refused.read()).rejects.toThrow(
      /unpacks to 1048704 bytes, in an archive of \d+; .*maxBytes/,
    );
    const [read] = await entriesOf(loadNpz(zeros, { maxBytes: 2 ** 21 }));
    expect((await read.read()).shape).toEqual([2 ** 17, 1]);
  });

  test('bounds a tensor of any format, and a stream', async () => {
    const matrix = npyMatrix([Array<number>(100).fill(1)]);
    const tooLarge = 'a tensor has 800 bytes; at most 0.001 MiB are read';
    await expect(loadNpy(matrix, { maxBytes: 799 })).rejects.toThrow(tooLarge);
    const [inZip] = await entriesOf(loadNpz(zip({ 'W.npy': matrix }), { maxBytes: 799 }));
    await expect(inZip.read()).rejects.toThrow('a tensor has 928 bytes');
    const header = { W: { dtype: 'F64', shape: [100], data_offsets: [0, 800] } };
    const file = safetensors(header, Buffer.alloc(800));
    const [inFile] = await entriesOf(loadSafetensors(file, { maxBytes: 799 }));
    await expect(inFile.read()).rejects.toThrow(tooLarge);
    const pieces = async function* (): AsyncGenerator<Uint8Array> {
      for (;;) yield await Promise.resolve(matrix);
    };
    await expect(loadNpy(pieces(), { maxBytes: 10_000 })).rejects.toThrow('has more than 10000 bytes');
  });

  test('by default is 2 GiB, of an archive 256 MiB or 32 times its length', () => {
    const { bytes, unpacked } = readBudget();
    expect([bytes, unpacked(1), unpacked(2 ** 24), unpacked(2 ** 40)]).toEqual([
      2 ** 31,
      2 ** 28,
      2 ** 29,
      2 ** 31,
    ]);
    expect(readBudget({ maxBytes: 3 }).bytes).toBe(3);
    expect(readBudget({ maxBytes: 3 }).unpacked(2 ** 40)).toBe(3);
  });
});

test('an archive of zip64, in its directory only, is read as NumPy reads it', async () => {
  const bytes = readFileSync(join(__dirname, 'fixtures/zip64_central.npz'));
  const [entry] = await entriesOf(loadNpz(source(bytes)));
  const { name, shape, at } = await entry.read();
  expect([name, shape, [0, 1, 2].map((i) => [at(i, 0), at(i, 1)])]).toEqual([
    'W',
    [3, 2],
    [
      [1, 0],
      [0, 1],
      [1, 1],
    ],
  ]);
});

test.each<[string, (bytes: Buffer) => Bytes]>([
  ['an ArrayBuffer', (bytes) => new Uint8Array(bytes).buffer],
  ['a Uint8Array', (bytes) => new Uint8Array(bytes)],
  ['a Blob', (bytes) => new Blob([new Uint8Array(bytes)])],
  ['a web stream', (bytes) => new Blob([new Uint8Array(bytes)]).stream() as ReadableStream<Uint8Array>],
  ['a source', source],
])('bytes may be %s', async (_, of) => {
  expect(rowsOf(await loadNpy(of(npyMatrix(rows))))).toEqual(rows);
  const archive = zip({ 'W.npy': npyMatrix(rows) }, { deflate: true });
  expect((await whole(await loadNpz(of(archive)))).map(rowsOf)).toEqual([rows]);
  const file = safetensors(
    { W: { dtype: 'F64', shape: [2, 3], data_offsets: [0, 48] } },
    packed(rows.flat(), 'f8', '<'),
  );
  expect((await whole(await loadSafetensors(of(file)))).map(rowsOf)).toEqual([rows]);
});
