import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npy, npyMatrix, packed, vector, zip } from '@argmaxable/test-support/files';
import { FormatError, loadVectors, SparseRows } from '../src/index.js';

const fixture = (name: string): Buffer => readFileSync(join(__dirname, 'fixtures', name));

/** The matrix of the fixtures. */
const matrix = [
  [0, 1.5, 0, 0],
  [0, 0, 0, 0],
  [2, 0, -3, 0.25],
];

test.each(['csr', 'csc', 'coo'])('a sparse matrix that scipy wrote as %s', async (format) => {
  const rows = (await loadVectors(fixture(`sparse-${format}.npz`))) as SparseRows;
  expect(rows).toBeInstanceOf(SparseRows);
  expect([rows.size, rows.width]).toEqual([3, 4]);
  expect([[...rows.indptr], [...rows.indices], [...rows.values]]).toEqual([
    [0, 1, 1, 4],
    [1, 0, 2, 3],
    [1.5, 2, -3, 0.25],
  ]);
});

test('other formats of scipy are refused in words', async () => {
  await expect(loadVectors(fixture('sparse-bsr.npz'))).rejects.toThrow(
    "the sparse matrix has the format 'bsr'; csr, csc and coo are read: use tocsr().",
  );
});

test('a dense array, by itself or in an archive, whatever it comes as', async () => {
  const expected = { values: Float32Array.from(matrix.flat()), shape: [3, 4] };
  const file = npyMatrix(matrix);
  const archive = zip({ 'x.npy': file, 'ids.npy': vector([1, 2, 3]) }, { deflate: true });
  for (const source of [file, archive, new Blob([new Uint8Array(file)]).stream()]) {
    expect(await loadVectors(source)).toEqual(expected);
  }
  expect(await loadVectors(zip({ 'x.npy': file, 'y.npy': npyMatrix([[1]]) }), { array: 'y' })).toEqual({
    values: Float32Array.of(1),
    shape: [1, 1],
  });
});

test.each<[string, Buffer, string]>([
  ['NaN', npyMatrix([[1], [NaN]]), 'row 1, column 0 is NaN; vectors hold finite numbers'],
  ['an infinity', npyMatrix([[1, -Infinity]]), 'row 0, column 1 is -Infinity'],
  ['a number beyond float32', npyMatrix([[1e39]]), 'row 0, column 0 is 1e+39'],
  ['a vector', vector([1, 2]), 'the array has shape [2]; vectors are [size, width]'],
  ['no rows', npy({ shape: [0, 3] }, Buffer.alloc(0)), 'the array has shape [0, 3]'],
  ['another file', Buffer.from('text,tags\n'), "it does not start with NumPy's magic string"],
  ['nothing', Buffer.alloc(0), "it does not start with NumPy's magic string"],
])('%s is refused', async (_, file, message) => {
  await expect(loadVectors(file)).rejects.toThrow(message);
  await expect(loadVectors(file)).rejects.toBeInstanceOf(FormatError);
});

test('the array of an archive has to be plain', async () => {
  const file = npyMatrix([[1]]);
  const two = zip({ 'x.npy': file, 'y.npy': file });
  await expect(loadVectors(two)).rejects.toThrow(
    "array must be the name of one of the archive's arrays: 'x', 'y'",
  );
  await expect(loadVectors(two, { array: 'xx' })).rejects.toThrow("Did you mean 'x'?");
  await expect(loadVectors(file, { array: 'x' })).rejects.toThrow('array must be omitted for .npy');
});

const integers = (...values: number[]): Buffer =>
  npy({ descr: '|u1', shape: [values.length] }, Buffer.from(values));
const sparse = (arrays: Readonly<Record<string, Buffer>>): Buffer =>
  zip(
    Object.fromEntries(
      Object.entries({
        format: npy({ descr: '|S3', shape: [] }, Buffer.from('csr')),
        shape: integers(2, 3),
        data: vector([1, 2]),
        indices: integers(2, 0),
        indptr: integers(0, 1, 2),
        ...arrays,
      }).map(([name, content]) => [`${name}.npy`, content]),
    ),
  );

test('columns may be in any order, and the format in wide letters', async () => {
  const wide = Buffer.from('c\0\0\0s\0\0\0r\0\0\0');
  const file = sparse({ indptr: integers(0, 2, 2), format: npy({ descr: '<U3', shape: [] }, wide) });
  const rows = (await loadVectors(file)) as SparseRows;
  expect([[...rows.indptr], [...rows.indices], [...rows.values]]).toEqual([
    [0, 2, 2],
    [0, 2],
    [2, 1],
  ]);
});

test.each<[string, Readonly<Record<string, Buffer>>, string]>([
  [
    'a column out of range',
    { indices: integers(2, 3) },
    "array 'indices': item 1 is 3; it must be an integer from 0 to 2",
  ],
  ['too few indices', { indices: integers(2) }, "array 'indices': its shape is [1]; it must be [2]"],
  ['offsets that descend', { indptr: integers(0, 2, 1) }, "array 'indptr': item 2 is below the one before"],
  ['offsets that end early', { indptr: integers(0, 1, 1) }, "array 'indptr': it must run from 0 to 2"],
  ['offsets beyond the end', { indptr: integers(0, 1, 3) }, "array 'indptr': item 2 is 3"],
  ['NaN', { data: vector([1, NaN]) }, "array 'data': item 1 is NaN"],
  ['fractions for indices', { indices: vector([0.5, 1]) }, "array 'indices': item 0 is 0.5"],
  ['three axes', { shape: integers(2, 3, 4) }, "array 'shape': its shape is [3]; it must be [2]"],
  [
    'rows beyond memory',
    { shape: npy({ shape: [2] }, packed([2 ** 30, 3], 'f8', '<')) },
    'the matrix has 1073741824 rows',
  ],
])('a sparse matrix of %s is refused', async (_, arrays, message) => {
  await expect(loadVectors(sparse(arrays))).rejects.toThrow(message);
});
