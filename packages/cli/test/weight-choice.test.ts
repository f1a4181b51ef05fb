import { join } from 'node:path';
import { npy, npyMatrix, packed, safetensors, vector, zip } from '@argmaxable/test-support/files';
import { argmaxable, Files, implication } from './command.js';
import { float32Tensors, unit } from './tensors.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();
const fixture = (name: string): string => join(__dirname, 'fixtures', name);
const labels = files.write('labels.jsonl', '[0]\n[0,2]\n');

const first = files.write('first.jsonl', '[0]\n');

/** What a run says: what it verified, and its notes or error. */
async function run(...args: string[]): Promise<{ size: string; err: string; code: number }> {
  const sets = args.includes('--labels') ? [] : ['--labels', first];
  const { code, out, err } = await argmaxable(['verify', ...args, ...sets, '--quiet', '--json']);
  if (code === 2) return { size: '', err, code };
  // Nothing but the report is on stdout.
  const { verified } = JSON.parse(out) as Record<'verified', Record<string, unknown>>;
  const bias = verified.hasBias ? ' + bias' : '';
  return { size: `${String(verified.numLabels)} x ${String(verified.numFeatures)}${bias}`, err, code };
}

describe('the bias', () => {
  test('beside the matrix decides the verdict, and the command says that it is used', async () => {
    const args = [fixture('flip.safetensors'), '--labels', fixture('flip.jsonl')];
    const note =
      "note: uses the bias 'classifier.bias' beside 'classifier.weight'; --no-bias leaves it out\n";
    expect(await run(...args)).toEqual({ size: '2 x 1 + bias', err: note, code: 0 });
    expect(await run(...args, '--no-bias')).toEqual({ size: '2 x 1', err: '', code: 1 });
    expect(await run(...args, '--bias', 'classifier.bias')).toEqual({
      size: '2 x 1 + bias',
      err: '',
      code: 0,
    });
  });

  test.each([
    ['weight', 'bias'],
    ['fc_weight', 'fc_bias'],
    ['a.b.weight', 'a.b.bias'],
    ['W', 'b'],
    ['coef_', 'intercept_'],
    ['kernel', 'bias'],
    ['dense/kernel', 'dense/bias'],
    ['dense.kernel:0', 'dense.bias:0'],
  ])('of %s is %s', async (matrix, bias) => {
    // As many labels as features: only the names can tell.
    const archive = zip({
      [`${matrix}.npy`]: npyMatrix([
        [1, 0],
        [1, 1],
      ]),
      [`${bias}.npy`]: vector([1, 2]),
    });
    const { size, err } = await run(files.write('pair.npz', archive));
    expect(size).toBe('2 x 2 + bias');
    expect(err).toContain(`note: uses the bias '${bias}' beside '${matrix}'; --no-bias leaves it out\n`);
  });

  test.each<[string, Buffer, string]>([
    [
      'another length',
      vector([1, 2, 3, 4]),
      "note: leaves out 'fc.bias': it has 4 values, and there are 3 labels\n",
    ],
    // prettier-ignore
    ['a matrix', npyMatrix([[1, 2], [3, 4]]), ''],
    ['of integers', npy({ descr: '<i4', shape: [3] }, Buffer.alloc(12)), ''],
  ])('is left out where it does not fit: %s', async (_, bias, err) => {
    const archive = zip({ 'fc.weight.npy': npyMatrix(implication), 'fc.bias.npy': bias });
    expect(await run(files.write('unfit.npz', archive), '--tensor', 'fc.weight')).toEqual({
      size: '3 x 2',
      err,
      code: 0,
    });
  });

  test('of another name is not used by itself', async () => {
    const archive = files.write(
      'other.npz',
      zip({ 'fc.weight.npy': npyMatrix(implication), 'offset.npy': vector([1, 2, 3]) }),
    );
    expect((await run(archive)).size).toBe('3 x 2');
    expect((await run(archive, '--bias', 'offset')).size).toBe('3 x 2 + bias');
  });

  test('of other than finite numbers is refused with the place', async () => {
    for (const value of [NaN, -Infinity]) {
      const archive = zip({ 'fc.weight.npy': npyMatrix(implication), 'fc.bias.npy': vector([1, value, 3]) });
      const { err } = await run(files.write('nan.npz', archive));
      expect(err).toContain(`bias[1] must be a finite number; got ${value} in 'fc.bias'`);
    }
    expect(
      (
        await run(
          files.write(
            'nan.npz',
            zip({ 'fc.weight.npy': npyMatrix(implication), 'fc.bias.npy': vector([1, NaN, 3]) }),
          ),
          '--no-bias',
        )
      ).code,
    ).toBe(0);
  });
});

describe('the orientation', () => {
  test('of a Keras kernel is [features, labels], because of its name', async () => {
    const args = [fixture('kt.npz'), '--labels', fixture('kt.jsonl')];
    const { size, err } = await run(...args);
    expect(size).toBe('30 x 40');
    expect(err).toBe(
      'note: reads the matrix, [40, 30], as [features, labels], because of its name; --no-transpose takes its rows as labels\n',
    );
    expect(await run(...args, '--transpose')).toMatchObject({ size: '30 x 40', err: '' });
    expect(await run(...args, '--no-transpose')).toMatchObject({ size: '40 x 30', err: '' });
  });

  const wide = unit(3, 5);
  const archive = (name: string, bias?: number): string =>
    files.write(
      'named.npz',
      zip({
        [`${name}.npy`]: npy({ shape: wide[0] }, packed(wide[1], 'f8', '<')),
        ...(bias === undefined ? {} : { 'bias.npy': vector(Array<number>(bias).fill(1)) }),
      }),
    );

  test.each<[string, string, string]>([
    ['weight', '3 x 5', ''],
    ['dense/kernel:0', '5 x 3', 'because of its name'],
    ['head_kernel', '5 x 3', 'because of its name'],
    ['coef_', '3 x 5', ''],
    ['arr_0', '3 x 5', 'takes the rows of the matrix, [3, 5], as labels'],
    ['kernels', '3 x 5', 'takes the rows of the matrix, [3, 5], as labels'],
  ])('%s [3, 5] is %s', async (name, size, note) => {
    const found = await run(archive(name));
    expect(found.size).toBe(size);
    expect(found.err).toContain(note);
    expect(found.err === '').toBe(note === '');
  });

  test('follows the bias, whatever the name', async () => {
    expect(await run(archive('weight', 5))).toMatchObject({
      size: '5 x 3 + bias',
      err: expect.stringContaining(
        'as [features, labels], because there are 5 labels by the bias;',
      ) as string,
    });
    expect((await run(archive('kernel', 3))).size).toBe('3 x 5 + bias');
    const matrix = files.write('wide.npy', npy({ shape: wide[0] }, packed(wide[1], 'f8', '<')));
    const five = files.write('five.npy', vector([1, 2, 3, 4, 5]));
    expect((await run(matrix, '--bias', five)).size).toBe('5 x 3 + bias');
    expect((await run(matrix, '--bias', five, '--no-transpose')).err).toContain('Is --transpose missing');
  });

  test('follows the number of labels that the label files say', async () => {
    const matrix = files.write('wide.npy', npy({ shape: wide[0] }, packed(wide[1], 'f8', '<')));
    const names = files.write('names.txt', 'a\nb\nc\nd\ne\n');
    const hot = files.write('hot.npy', npyMatrix([[0, 1, 0, 0, 1]]));
    const xmlc = files.write('sets.txt', '1 1 5\n4 0:1\n');
    const arff =
      '@attribute a {0,1}\n@attribute b {0,1}\n@attribute c {0,1}\n@attribute d {0,1}\n@attribute e {0,1}\n';
    const meka = files.write('sets.arff', `${arff}@data\n1,0,0,0,0\n`);
    for (const [args, source] of [
      [['--labels', labels, '--label-names', names], '5 labels by the label names'],
      [['--labels', hot], '5 labels by the label file'],
      [['--labels', xmlc], '5 labels by the label file'],
      [['--labels', meka, '--label-count', '5'], '5 labels by --label-count'],
    ] as const) {
      const { size, err } = await run(matrix, ...args);
      expect([size, err]).toEqual(['5 x 3', expect.stringContaining(source)]);
    }
    const three = files.write('three.npy', npyMatrix([[0, 1, 1]]));
    expect(await run(matrix, '--labels', three)).toMatchObject({ size: '3 x 5', err: '' });
  });

  test('is not guessed where only the columns can be the labels', async () => {
    const matrix = files.write('wide.npy', npy({ shape: wide[0] }, packed(wide[1], 'f8', '<')));
    const high = files.write('high.jsonl', '[0]\n[4]\n');
    const { code, err } = await run(matrix, '--labels', high);
    expect([code, err]).toEqual([
      2,
      `argmaxable: ${matrix}: label 4 is asked about, and the matrix, [3, 5], has 3 rows, from 0 to 2: ` +
        'give --transpose if its columns are the labels, or correct the label.\n',
    ]);
    expect((await run(matrix, '--labels', high, '--transpose')).size).toBe('5 x 3');
    expect((await run(matrix, '--labels', high, '--no-transpose')).err).toContain(
      'line 2, item 1 must be an integer',
    );
    // No orientation has a label 9.
    const wrong = files.write('wrong.jsonl', '[9]\n');
    expect((await run(matrix, '--labels', wrong)).err).toContain(
      'line 1, item 1 must be an integer from 0 to 2',
    );
    const svm = files.write('high.svm', '4 0:1\n');
    expect((await run(matrix, '--labels', svm)).err).toContain('--transpose');
    expect((await run(matrix, '--labels', labels)).err).toContain('--transpose takes its columns');
  });

  test('of a square matrix is said', async () => {
    // prettier-ignore
    const square = files.write('square.npy', npyMatrix([[1, 0], [1, 1]]));
    const { size, err } = await run(square);
    expect([size, err]).toEqual([
      '2 x 2',
      expect.stringContaining('takes the rows of the matrix, [2, 2], as labels'),
    ]);
    expect((await run(square, '--no-transpose')).err).toBe('');
    expect((await run(square, '--transpose')).err).toBe('');
    expect((await run(files.write('tall.npy', npyMatrix(implication)))).err).toBe('');
  });
});

describe('numbers', () => {
  test('that are quantised are named with their type', async () => {
    for (const dtype of ['I8', 'U8', 'F8_E4M3']) {
      const header = { W: { dtype, shape: [3, 2], data_offsets: [0, 6] } };
      const path = files.write('quantised.safetensors', safetensors(header, Buffer.alloc(6)));
      const says = `'W' is of type ${dtype}: quantised weights need their scales; save them as float32.`;
      expect((await run(path)).err).toContain(says);
      expect((await run(path, '--tensor', 'W')).err).toContain(says);
    }
    const archive = files.write(
      'i8.npz',
      zip({ 'fc.weight.npy': npy({ descr: '|i1', shape: [3, 2] }, Buffer.alloc(6)) }),
    );
    expect((await run(archive)).err).toContain("'fc.weight' is of type i1: quantised");
  });

  test('of a quantised classifier: no other matrix takes its place', async () => {
    const header = {
      emb: { dtype: 'F32', shape: [3, 2], data_offsets: [0, 24] },
      'classifier.weight': { dtype: 'I8', shape: [3, 2], data_offsets: [24, 30] },
    };
    const path = files.write('mixed.safetensors', safetensors(header, Buffer.alloc(30)));
    expect((await run(path)).err).toContain("'classifier.weight' is of type I8");
  });

  test('that are not finite are named with their place in the file', async () => {
    // prettier-ignore
    const kernel = zip({ 'kernel.npy': npyMatrix([[1, 2, NaN], [3, 4, 5]]) });
    expect((await run(files.write('nan.npz', kernel))).err).toContain(
      "weights[2][0] must be a finite number; got NaN at 'kernel' [0, 2]",
    );
    // prettier-ignore
    const weight = zip({ 'weight.npy': npyMatrix([[1, 2], [-Infinity, 4], [5, 6]]) });
    expect((await run(files.write('inf.npz', weight))).err).toContain("got -Infinity at 'weight' [1, 0]");
  });

  test.each([
    [[1e15, 0], 'number of features'],
    [[0, 1e15], 'number of labels'],
    [[0, 0], 'number of labels'],
  ])('that are none at all: %j', async (shape, message) => {
    const header = { W: { dtype: 'F32', shape, data_offsets: [0, 0] } };
    const path = files.write('empty.safetensors', safetensors(header, Buffer.alloc(0)));
    expect((await run(path)).err).toContain(message);
    expect((await run(files.write('empty.npy', npy({ shape }, Buffer.alloc(0))))).err).toContain(message);
    const bias = { ...header, W: { dtype: 'F32', shape: [1, 1], data_offsets: [0, 4] }, b: header.W };
    const both = files.write(
      'empty-bias.safetensors',
      safetensors({ ...bias, b: { ...header.W, data_offsets: [4, 4] } }, Buffer.alloc(4)),
    );
    expect((await run(both, '--tensor', 'W', '--bias', 'b')).err).toContain('must be a vector');
  });
});

test('names and paths are printed without what they would do to a terminal', async () => {
  const escape = '\u001b[31m';
  const tensors = float32Tensors({ [`a${escape}`]: unit(3, 2), 'b\u009b31m\u202e': unit(3, 2) });
  const { err } = await run(files.write('names.safetensors', tensors));
  expect(err).toContain(String.raw`a\u001b[31m [3, 2], b\u009b31m\u202e [3, 2]`);
  const missing = await run(files.path(`no${escape}.npy`));
  expect(missing.err).toContain(String.raw`no\u001b[31m.npy: there is no such file`);
  const option = await argmaxable(['verify', files.path('x.npy'), `--no${escape}`]);
  const beside = float32Tensors({ [`${escape}.weight`]: unit(3, 2), [`${escape}.bias`]: [[3], [1, 2, 3]] });
  const note = await run(files.write('note.safetensors', beside));
  expect(note.err).toContain(String.raw`uses the bias '\u001b[31m.bias'`);
  for (const text of [err, missing.err, option.err, note.err]) expect(text).not.toMatch(/[^\P{C}\n]/u);
});
