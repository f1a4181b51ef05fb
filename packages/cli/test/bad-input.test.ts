import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { npy, npyMatrix, packed, safetensors, zip } from '@argmaxable/test-support/files';
import '@tensorflow/tfjs-backend-cpu';
import { layers, type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { fileSystem } from '@argmaxable/node';
import { argmaxable, Files, implication } from './command.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();
const good = files.write('W.npy', npyMatrix(implication));
const labels = files.write('labels.jsonl', '[0]\n[0,2]\n');

/** The command ends with 2, one line on stderr, after notes, and nothing on stdout. */
async function expectError(args: readonly string[], message: string | RegExp): Promise<void> {
  const { code, out, err: all } = await argmaxable(args);
  const err = all.replace(/^note: .*\n/gm, '');
  expect([code, out, err.split('\n').length]).toEqual([2, '', 2]);
  expect(err).toMatch(/^argmaxable: /);
  expect(err).not.toMatch(/\n +at /);
  expect(err).toEqual(
    typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
  );
}

describe('label files', () => {
  test.each<[string, string, string | Uint8Array, string | RegExp]>([
    ['a label out of range', 'x.jsonl', '[0]\n[3]\n', /x\.jsonl: line 2, item 1 .* from 0 to 2; got 3\./],
    ['a label below 0', 'x.jsonl', '[-1]\n', 'x.jsonl: line 1'],
    ['a label out of range, XMLC', 'x.txt', '1 1 3\n7 0:1\n', /x\.txt: line 2.* from 0 to 2; got "7"/],
    ['half a label', 'x.jsonl', '[0.5]\n', /x\.jsonl: line 1, item 1.*got 0\.5/],
    ['a label twice in a set', 'x.jsonl', '[0, 0]\n', 'without repeated labels'],
    ['a label twice in a set, XMLC', 'x.txt', '0,0 0:1\n', /line 1.*not repeated in its row; got "0"/],
    ['an empty file', 'x.jsonl', '', 'x.jsonl: '],
    ['an empty XMLC file', 'x.txt', '', 'x.txt: '],
    ['an empty ARFF file', 'x.arff', '', 'x.arff: '],
    ['a file of empty lines', 'x.jsonl', '\n \n\n', 'x.jsonl: '],
    ['text that is not UTF-8', 'x.jsonl', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), 'not UTF-8'],
    ['text that is not UTF-8, XMLC', 'x.txt', Buffer.from([0x30, 0x20, 0xff, 0x0a]), 'line 1 must be UTF-8'],
    ['text that is not UTF-8, ARFF', 'x.arff', Buffer.from([0x25, 0xff, 0x0a]), 'line 1 must be UTF-8'],
    ['JSON lines cut off', 'x.jsonl', '[0]\n[0,', 'line 2 must be JSON'],
    ['no JSON', 'x.jsonl', '0, 2', 'must be JSON'],
    ['names without their order', 'x.jsonl', '["a"]\n["b"]\n["c"]\n', '--label-names'],
    ['another number of labels', 'x.txt', '1 1 4\n0 0:1\n', 'x.txt: line 1'],
    ['rows cut off', 'x.txt', '3 1 3\n0 0:1\n', 'cut off'],
    ['a file of an unknown kind', 'x.dat', '0,2\n', '--format'],
    ['multi-hot with a 2', 'x.npy', npyMatrix([[0, 2, 1]]), 'row 0, column 1 is 2'],
    ['multi-hot without rows', 'x.npy', npyMatrix([]), 'one or more'],
    ['multi-hot of other labels', 'x.npy', npyMatrix([[0, 1, 0, 1]]), '4 labels, but there must be 3'],
    ['multi-hot cut off', 'x.npy', npyMatrix([[0, 1, 1]]).subarray(0, -1), 'cut off'],
  ])('%s', async (_, name, content, message) => {
    await expectError(['verify', good, '--labels', files.write(name, content)], message);
  });

  test.each([
    ['in its header', '@attribute a {0,1}\n@attribute b', 'line 2'],
    [
      'before its rows',
      '@attribute a {0,1}\n@attribute b {0,1}\n@attribute c {0,1}\n@data\n',
      'one example or more',
    ],
    [
      'in a row',
      '@attribute a {0,1}\n@attribute b {0,1}\n@attribute c {0,1}\n@data\n1,0,0\n1,',
      'line 6 must be 3 values',
    ],
  ])('ARFF cut off %s', async (_, text, message) => {
    const arff = files.write('cut.arff', text);
    await expectError(['verify', good, '--label-count', '3', '--labels', arff], message);
  });

  test('ARFF with other labels than the model has', async () => {
    const arff = files.write('one.arff', '@attribute a {0,1}\n@data\n1\n');
    await expectError(
      ['verify', good, '--labels', arff, '--label-count', '1'],
      '1 labels, but there must be 3',
    );
    await expectError(
      ['verify', good, '--labels', arff],
      /one\.arff: it is not known which attributes are labels/,
    );
    await expectError(
      ['verify', good, '--labels', arff, '--xml', files.path('none.xml')],
      'none.xml: there is no such file',
    );
  });

  test('label names that do not fit', async () => {
    const names = files.write('names.txt', 'a\nb\nc\nd\n');
    await expectError(
      ['verify', good, '--labels', labels, '--label-names', names],
      '4 names, but there are 3',
    );
    await expectError(
      ['verify', good, '--labels', labels, '--label-names', files.write('n.json', '[1]')],
      'one per line',
    );
    await expectError(['verify', good, '--rule', 'argmax', '--label-names', names], '4 names, but');
    const bytes = files.write('bytes.txt', Buffer.from([0xff, 0x0a]));
    await expectError(
      ['verify', good, '--labels', labels, '--label-names', bytes],
      /bytes\.txt: .*not UTF-8/,
    );
    const twice = files.write('twice.txt', 'a\na\nb\n');
    const named = files.write('named.jsonl', '["a"]\n');
    await expectError(['verify', good, '--labels', named, '--label-names', twice], 'some names twice');
  });
});

describe('weight files', () => {
  const f32 = (shape: number[], data_offsets: [number, number]): object => ({
    W: { dtype: 'F32', shape, data_offsets },
  });

  test.each<[string, string, Uint8Array, string | RegExp]>([
    [
      'NaN',
      'y.npy',
      npyMatrix([
        [1, 2],
        [3, NaN],
      ]),
      /y\.npy: weights\[1\]\[1\] must be .*finite.*NaN/,
    ],
    ['an infinity', 'y.npy', npyMatrix([[1, -Infinity]]), 'weights[0][1]'],
    [
      'no features',
      'y.npy',
      npy({ shape: [3, 0] }, Buffer.alloc(0)),
      /number of features .* 1 or more; got 0/,
    ],
    ['no labels', 'y.npy', npy({ shape: [0, 3] }, Buffer.alloc(0)), 'number of labels'],
    ['a vector', 'y.npy', npy({ shape: [3] }, packed([1, 2, 3], 'f8', '<')), 'no matrix'],
    [
      'integers',
      'y.npy',
      npy({ descr: '<i4', shape: [1, 1] }, Buffer.alloc(4)),
      'no matrix of floating-point',
    ],
    ['text', 'y.npy', Buffer.from('1 2 3\n4 5 6\n'), 'not an .npy file'],
    ['a file cut off', 'y.npy', npyMatrix(implication).subarray(0, 100), 'header is cut off'],
    ['data cut off', 'y.npy', npyMatrix(implication).subarray(0, -8), 'too short: 40 bytes'],
    ['an empty file', 'y.npy', Buffer.alloc(0), 'not an .npy file'],
    ['an empty archive', 'y.npz', Buffer.alloc(0), 'zip archive'],
    ['an empty .safetensors', 'y.safetensors', Buffer.alloc(0), 'it has only 0 bytes'],
    ['an archive cut off', 'y.npz', zip({ 'W.npy': npyMatrix(implication) }).subarray(0, -5), 'zip archive'],
    ['an archive without arrays', 'y.npz', zip({ 'W.txt': Buffer.from('x') }), 'tensors: none'],
    [
      'two matrices',
      'y.npz',
      zip({ 'a.npy': npyMatrix([[1]]), 'b.npy': npyMatrix([[1, 2]]) }),
      '--tensor: a [1, 1], b [1, 2]',
    ],
    [
      'a header that lies about its size',
      'y.safetensors',
      safetensors(f32([1, 2], [0, 8]), Buffer.alloc(8), 1n << 40n),
      '1099511627776 bytes',
    ],
    [
      'a header that lies about the data',
      'y.safetensors',
      safetensors(f32([100, 2], [0, 800]), Buffer.alloc(8)),
      'ends at byte 800 of 8',
    ],
    [
      'a .safetensors cut off',
      'y.safetensors',
      safetensors(f32([1, 2], [0, 8]), Buffer.alloc(8)).subarray(0, -1),
      'ends at byte 8 of 7',
    ],
    ['a file of another kind', 'y.mat', Buffer.from('MATLAB'), '.npy, .npz, .safetensors'],
  ])('%s', async (_, name, content, message) => {
    await expectError(['verify', files.write(name, content), '--labels', labels], message);
  });

  test('tensors and biases that are not there or do not fit', async () => {
    const archive = files.write(
      'z.npz',
      zip({ 'W.npy': npyMatrix(implication), 'b.npy': npy({ shape: [2] }, Buffer.alloc(16)) }),
    );
    const run = (...args: string[]): string[] => ['verify', archive, '--labels', labels, ...args];
    await expectError(run('--tensor', 'V'), "no tensor 'V' for --tensor; tensors: W [3, 2], b [2]");
    await expectError(run('--tensor', 'b'), 'must have two axes');
    await expectError(run('--bias', 'c'), "no tensor 'c' for --bias");
    await expectError(run('--bias', 'W'), 'must be a vector');
    await expectError(
      run('--bias', 'b', '--no-transpose'),
      /2 values and the matrix, \[3, 2\], 3 labels.*--transpose/,
    );
    await expectError(
      ['verify', good, '--labels', labels, '--bias', files.path('none.npy')],
      'none.npy: there is no such file',
    );
  });
});

describe('models', () => {
  async function save(model: LayersModel): Promise<string> {
    await model.save(fileSystem(files.path('model')));
    return files.path('model/model.json');
  }

  test('no linear output layer', async () => {
    const ends = [layers.layerNormalization(), layers.activation({ activation: 'softmax' })];
    for (const end of ends) {
      const path = await save(sequential({ layers: [layers.dense({ units: 3, inputShape: [2] }), end] }));
      await expectError(['verify', path, '--labels', labels], 'model.json: model must be');
    }
  });

  test('cut off, or not a model', async () => {
    await save(sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] }));
    const [weights] = readdirSync(files.path('model')).filter((name) => name.endsWith('.bin'));
    const model = files.path('model/model.json');
    files.write(`model/${weights}`, Buffer.alloc(8));
    await expectError(['verify', model], 'too short');
    await expectError(['verify', files.write('m.json', '{"modelTopology":')], 'not complete JSON');
    await expectError(['verify', files.write('m.json', '{}')], 'not a tfjs model');
    await expectError(['verify', good.replace('W.npy', 'none.json')], 'does not exist');
    await expectError(['verify', model, '--transpose'], '--tensor');
  });

  test('a graph model', async () => {
    const json = { format: 'graph-model', modelTopology: { node: [] }, weightsManifest: [] };
    await expectError(
      ['verify', files.write('m.json', JSON.stringify(json))],
      /m\.json: this is a graph model.*--tensor/,
    );
  });

  test('a layer that is not known, and no output layer after it', async () => {
    const topology = {
      class_name: 'Sequential',
      config: { name: 's', layers: [{ class_name: 'Strange', config: { name: 'x' } }] },
    };
    const json = { modelTopology: topology, weightsManifest: [] };
    await expectError(
      ['verify', files.write('m.json', JSON.stringify(json))],
      /m\.json: Unknown layer: Strange\. If .*no later layer changes them.*--tensor/,
    );
  });
});

describe('files', () => {
  test('missing, or a folder', async () => {
    mkdirSync(files.path('folder.npy'), { recursive: true });
    await expectError(
      ['verify', files.path('none.npy'), '--labels', labels],
      'none.npy: there is no such file',
    );
    await expectError(['verify', files.path('none.pt')], 'none.pt: there is no such file');
    await expectError(['verify', files.path('folder.npy')], 'folder.npy: this is a folder');
    await expectError(
      ['verify', good, '--labels', files.path('none.jsonl')],
      'none.jsonl: there is no such file',
    );
    await expectError(['verify', good, '--labels', files.folder, '--format', 'jsonl'], 'this is a folder');
    await expectError(['stats', files.folder, '--format', 'svmlight'], 'this is a folder');
    await expectError(
      ['check-certificates', good, files.path('none.jsonl')],
      'none.jsonl: there is no such file',
    );
    await expectError(['check-certificates', good, files.folder], 'this is a folder');
    await expectError(['merge', files.path('none.json')], 'none.json: there is no such file');
  });

  test('outputs that cannot be written are found before the work, and leave nothing behind', async () => {
    const before = readdirSync(files.folder);
    for (const option of ['--out', '--report', '--certificates']) {
      const run = (path: string): string[] => ['verify', good, '--labels', labels, option, path];
      await expectError(run(files.path('no/such/folder/x')), 'there is no such file or folder');
      await expectError(run(files.folder), 'this is a folder');
      await expectError(run(`${good}/x`), 'a part of the path is a file');
      await expectError(run(labels), `${option} must name another file than an input`);
    }
    await expectError(
      ['verify', good, '--labels', labels, '--out', files.path('a'), '--report', files.path('a')],
      'another file than --out',
    );
    expect(readdirSync(files.folder)).toEqual(before);
  });

  test('a checkpoint of other weights', async () => {
    const checkpoint = files.path('checkpoint.jsonl');
    const other = files.write('other.npy', npyMatrix([[1], [2], [3]]));
    await argmaxable(['verify', other, '--labels', labels, '--quiet', '--checkpoint', checkpoint]);
    await expectError(
      ['verify', good, '--labels', labels, '--checkpoint', checkpoint],
      /^argmaxable: checkpoint must be .*it is about other weights/,
    );
    await expectError(
      ['verify', good, '--labels', labels, '--checkpoint', good],
      'another file than an input',
    );
    const bytes = files.write('bytes.jsonl', Buffer.from([0xff, 0x0a]));
    await expectError(
      ['verify', good, '--labels', labels, '--checkpoint', bytes],
      'not that of a checkpoint',
    );
  });

  test('reports that are none', async () => {
    for (const text of ['', '{}', '[1]', '{"format":"argmaxable-report","version":1,"results":[{}]}']) {
      await expectError(['merge', files.write('r.json', text)], 'not a complete report');
    }
    const out = files.path('out.json');
    await argmaxable(['verify', good, '--labels', labels, '--quiet', '--out', out]);
    const half = readFileSync(out, 'utf8').slice(0, -40);
    await expectError(['merge', files.write('r.json', half)], 'not a complete report');
    await expectError(['merge', files.write('r.json', Buffer.from([0xff]))], 'r.json: the file is not UTF-8');
  });
});

describe('arguments', () => {
  test.each<[string[], string]>([
    [['verfy'], 'Did you mean verify?'],
    [['verify', good, '--lables', labels], 'Did you mean --labels?'],
    [['stats', labels, '--feature', '3'], 'Did you mean --features?'],
    [['verify'], "missing required argument 'model'"],
    [['verify', good, labels], 'too many arguments'],
    [['verify', good, '--mode', 'fast'], 'Allowed choices are verdict, radius'],
    [['verify', good, '--box', '0'], 'a number, above 0'],
    [['verify', good, '--eps', 'x'], 'a number, 0 or more'],
    [['verify', good, '--shard', '3/2'], 'i from 1 to m'],
    [['count', '-n', '4'], "required option '-d <features>'"],
    [['count', '-n', '4.5', '-d', '1'], 'an integer, 1 or more'],
    [['count', '-n', '1e3', '-d', '1'], 'an integer, 1 or more'],
    [['count', '-n', '', '-d', '1'], 'an integer, 1 or more'],
    [['verify', good, '--eps', ' 5 '], 'a number, 0 or more'],
    [['verify', good, '--eps', '0x10'], 'a number, 0 or more'],
    [[], 'Usage: argmaxable'],
  ])('%j', async (args, message) => {
    const { code, out, err } = await argmaxable(args);
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(message)]);
  });

  test('options without effect', async () => {
    for (const [option, value] of [
      ['--shard', '1/2'],
      ['--report', files.path('x.html')],
      ['--label-names', labels],
    ]) {
      await expectError(['verify', good, option, value], `${option} needs label sets`);
    }
    for (const [option, value] of [
      ['-k', '2'],
      ['--samples', '3'],
      ['--seed', 'x'],
    ]) {
      await expectError(['verify', good, '--labels', labels, option, value], 'random label sets');
    }
    await expectError(['verify', good, '--labels', labels, '--xml', labels], '--xml is for ARFF');
    await expectError(['verify', good, '--format', 'jsonl'], '--format needs a file of --labels');
    await expectError(
      ['verify', good, '--label-count', '2', '--rule', 'argmax'],
      '--label-count needs a file',
    );
    await expectError(['verify', good, '--labels', labels, '--exact'], '--exact needs --certificates');
    await expectError(['verify', good, '--labels', labels, '--gap', '0'], '--gap needs --mode radius');
    await expectError(['stats', labels, '--label-count', '2'], '--label-count is for ARFF');
    await expectError(['verify', good, '-k', '9'], /^argmaxable: k\[0\] must be .* from 0 to 3; got 9/);
  });

  test('--debug shows where an error comes from', async () => {
    const { code, err } = await argmaxable(['verify', files.path('none.npy'), '--debug']);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/none\.npy: there is no such file[^]*\n +at [^]*Caused by: .*ENOENT/),
    ]);
  });

  test('numbers too large to count', async () => {
    await expectError(['count', '-n', '1000000000', '-d', '500000000'], 'too many to count');
  });
});
