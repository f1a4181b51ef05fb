import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { BSLOutput, DFTOutput } from '@argmaxable/layers';
import { fileSystem } from '@argmaxable/node';
import { npy, npyMatrix, packed, safetensors, zip } from '@argmaxable/test-support/files';
import { memory, serialization, tensor2d } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, type LayersModel, model as functional, input, sequential } from '@tensorflow/tfjs-layers';
import { main } from '../src/index.js';
import { argmaxable, Files, implication } from './command.js';
import { Strange } from './saved-models.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();

/** What `--json` prints. */
interface Report {
  outputLayer: string | null;
  verified: { numLabels: number; numFeatures: number; hasBias: boolean };
  settings: Record<string, unknown>;
  results: {
    labels: number[];
    verdict: string;
    radius: [number | string, number | string];
    failure?: string;
    witness?: number[];
    guaranteed?: boolean;
  }[];
  order: number[];
}

/** The verdicts of a run, one per label set as given. */
async function verdicts(...args: string[]): Promise<string[]> {
  const { out, err } = await argmaxable(['verify', ...args, '--json', '--quiet']);
  expect(err).toBe('');
  const { results, order } = JSON.parse(out) as Report;
  return order.map((place) => results[place].verdict);
}

const matrix = files.write('W.npy', npyMatrix(implication));
// All eight sets: 0 and 1 without 2 cannot be, and 2 without 0 and 1 neither.
const everySet = [[], [0], [1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]];
const [yes, no] = ['argmaxable', 'unargmaxable'];
const expected = [yes, yes, yes, no, no, yes, yes, yes];
const jsonLines = files.write('labels.jsonl', everySet.map((set) => `${JSON.stringify(set)}\n`).join(''));

describe('label files', () => {
  const hot = everySet.map((set) => [0, 1, 2].map((label) => (set.includes(label) ? 1 : 0)));
  const arff = [
    '@attribute x numeric',
    '@attribute a {0,1}',
    '@attribute b {0,1}',
    '@attribute c {0,1}',
    '@data',
  ]
    .concat(hot.map((row) => `1.5,${row.join(',')}`))
    .join('\n');
  const xml = files.write(
    'labels.xml',
    '<labels><label name="a"/><label name="b"/><label name="c"/></labels>',
  );
  const xmlc = `8 1 3\n${everySet.map((set) => `${set.join(',')} 0:1`).join('\n')}\n`;
  const named = everySet.map((set) => JSON.stringify({ tags: set.map((label) => 'xyz'[label]) })).join('\n');
  const names = files.write('names.txt', 'x\ny\nz\n');
  const transposed = [0, 1, 2].flatMap((label) => hot.map((row) => row[label]));

  test.each<[string, string[]]>([
    ['JSON lines', [jsonLines]],
    ['JSON lines of names', [files.write('named.ndjson', named), '--field', 'tags', '--label-names', names]],
    ['XMLC', [files.write('xmlc.txt', xmlc)]],
    ['SVMlight, by --format', [files.write('svm.data', xmlc.replace(/^.*\n/, '')), '--format', 'svmlight']],
    ['Mulan ARFF', [files.write('mulan.arff', arff), '--xml', xml]],
    ['MEKA ARFF', [files.write('meka.arff', arff), '--label-count', '-3']],
    [
      'multi-hot .npy',
      [files.write('hot.npy', npy({ descr: '|u1', shape: [8, 3] }, Uint8Array.from(hot.flat())))],
    ],
    [
      'multi-hot .npy of float32',
      [files.write('hot4.npy', npy({ descr: '<f4', shape: [8, 3] }, packed(hot.flat(), 'f4', '<')))],
    ],
    [
      'multi-hot .npy of truth values, Fortran order',
      [
        files.write(
          'hotF.npy',
          npy({ descr: '|b1', order: 'F', shape: [8, 3] }, Uint8Array.from(transposed)),
        ),
      ],
    ],
  ])('%s', async (_, args) => {
    expect(await verdicts(matrix, '--labels', ...args)).toEqual(expected);
  });
});

describe('weight files', () => {
  const keras = npy({ shape: [2, 3] }, packed([1, 0, 1, 0, 1, 1], 'f8', '<'));
  const data = Buffer.concat([packed(implication.flat(), 'f4', '<'), packed([0, 0, 0], 'f4', '<')]);
  const tensors = safetensors(
    {
      'out.weight': { dtype: 'F32', shape: [3, 2], data_offsets: [0, 24] },
      'out.bias': { dtype: 'F32', shape: [3], data_offsets: [24, 36] },
    },
    data,
  );
  const archive = zip({ 'W.npy': keras, 'other.npy': npyMatrix([[1]]) }, { deflate: true });

  test.each<[string, string[]]>([
    [
      'big-endian',
      [files.write('big.npy', npy({ descr: '>f4', shape: [3, 2] }, packed(implication.flat(), 'f4', '>')))],
    ],
    [
      'Fortran order',
      [files.write('F.npy', npy({ order: 'F', shape: [3, 2] }, packed([1, 0, 1, 0, 1, 1], 'f8', '<')))],
    ],
    ['--transpose', [files.write('keras.npy', keras), '--transpose']],
    ['.npz', [files.write('W.npz', archive), '--tensor', 'W', '--transpose']],
    ['.safetensors', [files.write('W.safetensors', tensors), '--no-bias']],
    [
      '.safetensors with its bias, all 0',
      [files.path('W.safetensors'), '--bias', 'out.bias', '--tensor', 'out.weight'],
    ],
  ])('%s', async (_, args) => {
    expect(await verdicts(...args, '--labels', jsonLines)).toEqual(expected);
  });

  test('a bias counts: with it the second label is always there', async () => {
    const bias = files.write('b.npy', npy({ shape: [3, 1] }, packed([0, 9, 0], 'f8', '<')));
    const found = await verdicts(matrix, '--labels', jsonLines, '--bias', bias, '--box', '1');
    const anywhere = await verdicts(matrix, '--labels', jsonLines, '--bias', bias);
    expect(anywhere).toEqual([yes, yes, yes, yes, no, yes, yes, yes]); // x_2 = -9 turns label 1 off
    expect(found).toEqual(everySet.map((set) => (set.includes(1) ? expect.any(String) : no) as string));
    expect(found[2]).toBe(yes); // x = (-1, -1)
    expect(found[3]).toBe(yes); // x = (0.5, -1): the bias is not in label 2
  });

  test('a rank-deficient matrix, more features than labels, and a row of zeros are read as they are', async () => {
    const flat = files.write(
      'rank1.npy',
      npyMatrix([
        [1, 2],
        [2, 4],
        [-1, -2],
      ]),
    );
    expect(await verdicts(flat, '--labels', jsonLines)).toEqual([no, no, no, yes, yes, no, no, no]);
    const wide = files.write(
      'wide.npy',
      npyMatrix([
        [1, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 1, 0],
      ]),
    );
    expect(await verdicts(wide, '--no-transpose', '--labels', jsonLines)).toEqual(everySet.map(() => yes));
    const zero = files.write(
      'zero.npy',
      npyMatrix([
        [1, 0],
        [0, 0],
        [0, 1],
      ]),
    );
    // A label without weights is never predicted.
    expect(await verdicts(zero, '--labels', jsonLines)).toEqual(
      everySet.map((set) => (set.includes(1) ? no : yes)),
    );
  });
});

describe('models', () => {
  async function save(name: string, model: LayersModel): Promise<string> {
    await model.save(fileSystem(files.path(name)));
    model.dispose();
    return files.path(`${name}/model.json`);
  }

  const dense = (): layers.Layer =>
    layers.dense({
      units: 3,
      inputShape: [2],
      useBias: false,
      weights: [tensor2d([1, 0, 1, 0, 1, 1], [2, 3])],
    });

  test('a dense layer', async () => {
    const path = await save(
      'dense',
      sequential({ layers: [dense(), layers.activation({ activation: 'sigmoid' })] }),
    );
    expect(await verdicts(path, '--labels', jsonLines)).toEqual(expected);
    expect(
      await verdicts(path, '--labels', jsonLines, '--tensor', 'dense_Dense1/kernel', '--transpose'),
    ).toEqual(expected);
  });

  test('one within a model, and one applied at each step, which are loaded whole', async () => {
    const nested = sequential({
      layers: [layers.dense({ units: 2, inputShape: [4] }), sequential({ layers: [dense()] })],
    });
    expect(await verdicts(await save('nested', nested), '--labels', jsonLines)).toEqual(expected);
    const kernel = tensor2d([1, 0, 1, 0, 1, 1], [2, 3]);
    const layer = layers.dense({ units: 3, useBias: false });
    const steps = sequential({ layers: [layers.timeDistributed({ layer, inputShape: [5, 2] })] });
    layer.setWeights([kernel]); // a wrapper does not look at the option `weights`
    expect(await verdicts(await save('steps', steps), '--labels', jsonLines)).toEqual(expected);
  });

  test('one that was compiled with a loss of its own', async () => {
    const model = sequential({ layers: [sequential({ layers: [dense()] })] });
    model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const path = await save('compiled', model);
    const json = JSON.parse(readFileSync(path, 'utf8')) as object;
    const own = { optimizer_config: { class_name: 'SGD', config: {} }, loss: 'myOwnLoss' };
    files.write('compiled/model.json', JSON.stringify({ ...json, trainingConfig: own }));
    expect(await verdicts(path, '--labels', jsonLines)).toEqual(expected);
  });

  test.each(['sequential', 'functional'])('one with a layer that is not known here, %s', async (kind) => {
    serialization.registerClass(Strange);
    const head = [layers.dense({ units: 5, inputShape: [4], name: 'encoder' }), new Strange({ name: 'own' })];
    const tail = [new DFTOutput({ units: 7, k: 2, slack: 1, name: 'labels' }), layers.dropout({ rate: 0.1 })];
    const all = [...head, ...tail];
    const features = input({ shape: [4] });
    const outputs = all.reduce((tensor, layer) => layer.apply(tensor) as typeof features, features);
    const model =
      kind === 'sequential' ? sequential({ layers: all }) : functional({ inputs: features, outputs });
    const path = await save(`own-${kind}`, model);
    const sets = files.write('sets7.jsonl', '[0,1]\n[1,4]\n[0,2,4]\n');
    const { numTensors } = memory();
    const run = ['verify', path, '--labels', sets, '--json', '--quiet', '--mode', 'radius', '--box', '1'];
    const before = await argmaxable(run);
    const { classNameMap } = serialization.SerializationMap.getMap();
    const known = classNameMap.Strange;
    delete classNameMap.Strange;
    const after = await argmaxable(run);
    classNameMap.Strange = known;
    expect(memory().numTensors).toBe(numTensors);
    const essence = ({ out }: { out: string }): unknown => {
      const { verified, results } = JSON.parse(out) as Report;
      return { verified, results: results.map((result) => ({ ...result, milliseconds: 0 })) };
    };
    expect(essence(after)).toEqual(essence(before));
    expect((JSON.parse(after.out) as Report).results.map(({ guaranteed }) => guaranteed)).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('without labels: what it reaches at all', async () => {
    const path = await save(
      'bsl',
      sequential({ layers: [new BSLOutput({ units: 30, features: 2, inputShape: [4] })] }),
    );
    const { code, out, err } = await argmaxable([
      'verify',
      path,
      '-k',
      '1',
      '4',
      '--samples',
      '20',
      '--seed',
      'x',
    ]);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^verified 4 of 40 [^]* 40 of 40 label sets \(100 %\)\n$/),
    ]);
    expect(out).toMatch(/30 labels, 3 features, rank 3\n[^]*sets of 1: .* of 20 random[^]*sets of 4: /);
    const json = await argmaxable(['verify', path, '-k', '4', '--samples', '20', '--seed', 'x', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ rank: 3, seed: 'x', sampled: [{ k: 4, samples: 20 }] });
  });

  test('no tensor is left behind', async () => {
    const bias = files.write('zeros.npy', npy({ shape: [3] }, Buffer.alloc(24)));
    const runs = [
      [files.path('dense/model.json'), '--labels', jsonLines],
      [
        files.path('dense/model.json'),
        '--labels',
        jsonLines,
        '--tensor',
        'dense_Dense1/kernel',
        '--transpose',
      ],
      [files.path('bsl/model.json'), '-k', '2', '--samples', '3'],
      [matrix, '-k', '2', '--samples', '3', '--bias', bias],
    ];
    for (const run of runs) {
      const { numTensors } = memory();
      expect((await argmaxable(['verify', ...run, '--quiet'])).err).toBe('');
      expect(memory().numTensors).toBe(numTensors);
    }
  });
});

test('without labels a matrix is explored, in its own precision', async () => {
  const { code, out } = await argmaxable(['verify', matrix, '-k', '1', '--samples', '30']);
  expect(code).toBe(0);
  expect(out).toContain('matrix: 3 labels, 2 features, rank 2');
  // {0} and {1}, not {2}.
  expect(out).toMatch(/sets of 1: \d+\.\d % of 30/);
  // In float32 these rows are one.
  const fine = files.write(
    'fine.npy',
    npyMatrix([
      [1, 1],
      [1, 1 + 1e-12],
    ]),
  );
  expect((await argmaxable(['verify', fine, '--quiet'])).out).toContain('rank 2');
});

test('without labels, too, a run goes on from its checkpoint', async () => {
  const checkpoint = files.path('explored.jsonl');
  const args = ['verify', matrix, '--samples', '20', '--json', '--quiet', '--checkpoint', checkpoint];
  const first = await argmaxable(args);
  const lines = readFileSync(checkpoint, 'utf8');
  expect(await argmaxable(args)).toEqual(first);
  expect(readFileSync(checkpoint, 'utf8')).toBe(lines);
});

test('the exit code says whether all sets are argmaxable', async () => {
  const good = files.write('good.jsonl', '[0]\n[0,2]\n');
  const { code, out, err } = await argmaxable(['verify', matrix, '--labels', good]);
  expect([code, err]).toEqual([0, 'verified 1 of 2 label sets (50 %)\nverified 2 of 2 label sets (100 %)\n']);
  expect(out).toContain('argmaxable   2 (100.0 %), 2 distinct');
  expect((await argmaxable(['verify', matrix, '--labels', jsonLines, '--quiet'])).code).toBe(1);
  // Without time nothing is decided, and what is not decided is not argmaxable.
  expect((await argmaxable(['verify', matrix, '--labels', good, '--quiet', '--time-limit', '0'])).code).toBe(
    1,
  );
});

test('a set that takes too long is undecided, with the reason and the bounds so far', async () => {
  const args = ['verify', matrix, '--labels', jsonLines, '--quiet', '--json', '--time-limit', '0'];
  const { results } = JSON.parse((await argmaxable(args)).out) as Report;
  results.forEach(({ verdict, failure, radius: [lower, upper] }, i) => {
    // Some of these tiny sets are settled before anybody looks at the time.
    expect([expected[i], 'undecided']).toContain(verdict);
    if (verdict === 'undecided') expect(failure).toBe('The time limit for one label set was reached.');
    expect(Number(lower)).toBeLessThanOrEqual(1);
    expect(Number(upper)).toBeGreaterThanOrEqual(Number(lower));
  });
});

test('rules other than the sign', async () => {
  const singles = files.write('singles.jsonl', '[0]\n[1]\n[2]\n');
  expect(await verdicts(matrix, '--rule', 'topK', '--labels', singles)).toEqual([yes, yes, yes]);
  const ring = files.write(
    'inside.npy',
    npyMatrix([
      [1, 0],
      [-1, 1],
      [-1, -1],
      [0, 0.1],
    ]),
  );
  const found = await argmaxable(['verify', ring, '--rule', 'argmax', '--quiet']);
  expect(found.code).toBe(1);
  expect(found.out).toContain('argmaxable   3 (75.0 %)');
});

test('options reach the verifier', async () => {
  const args = ['verify', matrix, '--labels', jsonLines, '--quiet', '--json'];
  const { out } = await argmaxable([
    ...args,
    '--mode',
    'radius',
    '--gap',
    '1e-3',
    '--box',
    '2',
    '--eps',
    '1e-6',
    '--rule',
    'topK',
    '--shard',
    '2/3',
  ]);
  const { settings, order } = JSON.parse(out) as Report;
  expect(settings).toEqual({
    about: 'classifier',
    featureRange: { words: 'from -2 to 2', lower: -2, upper: 2 },
    mode: 'radius',
    gap: 1e-3,
    eps: 1e-6,
    tolerance: 2e-10,
    rule: 'topK',
    shard: { index: 2, of: 3 },
  });
  expect(order).toHaveLength(3);
});

test('shards that are merged are as one run', async () => {
  const parts = await Promise.all(
    [1, 2, 3].map(async (i) => {
      const path = files.path(`part${i}.json`);
      await argmaxable([
        'verify',
        matrix,
        '--labels',
        jsonLines,
        '--quiet',
        '--shard',
        `${i}/3`,
        '--out',
        path,
      ]);
      return path;
    }),
  );
  const out = files.path('merged.json');
  const merged = await argmaxable(['merge', ...parts.reverse(), '--out', out, '--json']);
  expect([merged.code, merged.err]).toEqual([1, '']);
  expect(readFileSync(out, 'utf8')).toBe(merged.out);
  const { results, order } = JSON.parse(merged.out) as Report;
  expect(order.map((place) => results[place].verdict)).toEqual(expected);
  expect((await argmaxable(['merge', parts[0], parts[1]])).code).toBe(2);
});

test('a run goes on from its checkpoint, also from a torn last line', async () => {
  const checkpoint = files.path('checkpoint.jsonl');
  const args = ['verify', matrix, '--labels', jsonLines, '--quiet', '--json', '--checkpoint', checkpoint];
  const whole = JSON.parse((await argmaxable(args)).out) as Report;
  const lines = readFileSync(checkpoint, 'utf8');
  files.write('checkpoint.jsonl', lines.slice(0, lines.length / 2));
  const again = JSON.parse((await argmaxable(args)).out) as Report;
  expect(again.results.map(({ labels, verdict }) => [labels, verdict])).toEqual(
    whole.results.map(({ labels, verdict }) => [labels, verdict]),
  );
  // The torn line, and that of the second run's beginning, are two more.
  expect(readFileSync(checkpoint, 'utf8').split('\n')).toHaveLength(lines.split('\n').length + 2);
});

test('a run can be stopped in its midst', async () => {
  const stop = new AbortController();
  const stderr = new Writable({
    write(_chunk, _encoding, done) {
      stop.abort(); // at the first line of progress
      done();
    },
  });
  const out = files.path('half.json');
  const code = await main(['verify', matrix, '--labels', jsonLines, '--out', out], {
    stderr,
    signal: stop.signal,
  });
  expect(code).toBe(130);
  expect(() => readFileSync(out)).toThrow('ENOENT');
});

test('a run that is stopped ends with 130 and writes nothing', async () => {
  const out = files.path('stopped.json');
  const { code, err } = await argmaxable(
    ['verify', matrix, '--labels', jsonLines, '--out', out],
    AbortSignal.abort(),
  );
  expect([code, err]).toEqual([130, 'argmaxable: stopped.\n']);
  expect(() => readFileSync(out)).toThrow('ENOENT');
});
