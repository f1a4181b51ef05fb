import { join } from 'node:path';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { LabelScale } from '@argmaxable/layers';
import { useBackend } from '@argmaxable/node';
import { npyMatrix } from '@argmaxable/test-support/files';
import '@tensorflow/tfjs-backend-cpu';
import { tensor1d } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { argmaxable, Files, implication } from './command.js';
import { bentThenImplied, denseOf, saved, withStrangeLayer } from './saved-models.js';
import { float32Tensors } from './tensors.js';

process.env.ARGMAXABLE_BACKEND = 'cpu';
const files = new Files();
const fixture = (name: string): string => join(__dirname, 'fixtures', name);
const [yes, no] = ['argmaxable', 'unargmaxable'];
const everySet = [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];
const labels = files.write('labels.jsonl', everySet.map((set) => `${JSON.stringify(set)}\n`).join(''));
/** Of rows that add up: neither 0 and 1 without 2, nor 2 alone. */
const implied = [yes, yes, yes, no, no, yes, yes, yes];
/** Of the same with features that are 0 or more: none is below 0. */
const impliedFromAbove = [no, no, no, no, no, no, no, yes];

interface Report {
  settings: { about: string; featureRange: { words: string; lower: unknown; upper: unknown } };
  results: { verdict: string; confirmed?: boolean }[];
}

/** Verdicts with their proofs, which are checked in both arithmetics. */
async function verified(model: string, ...args: string[]): Promise<Report & { verdicts: string[] }> {
  const path = files.path('proofs.jsonl');
  const run = await argmaxable([
    'verify',
    model,
    ...args,
    '--quiet',
    '--json',
    '--certificates',
    path,
    '--exact',
  ]);
  expect(run.err.replace(/^note: .*\n/gm, '')).toBe('');
  const report = JSON.parse(run.out) as Report;
  const verdicts = report.results.map(({ verdict }) => verdict);
  const counts = { invalid: 0, [yes]: verdicts.filter((verdict) => verdict === yes).length };
  for (const exact of [[], ['--exact']]) {
    const check = await argmaxable(['check-certificates', model, path, '--json', ...exact]);
    expect([check.code, JSON.parse(check.out)]).toMatchObject([0, { counts }]);
  }
  return { ...report, verdicts };
}

beforeAll(() => useBackend('cpu', { log: false }));

test('features behind a ReLU are 0 or more; about the matrix alone they are any', async () => {
  const relu = layers.dense({ units: 2, inputShape: [2], activation: 'relu', name: 'hidden' });
  const model = await saved(files, 'relu', bentThenImplied(relu));
  const report = await verified(model, '--labels', labels);
  expect(report.settings).toMatchObject({
    about: 'model',
    featureRange: { words: "0 or more (relu of 'hidden')", lower: 0, upper: 'Infinity' },
  });
  expect(report.verdicts).toEqual(impliedFromAbove);
  expect(report.results[7].confirmed).toBe(true);
  const alone = await verified(model, '--labels', labels, '--about', 'classifier');
  expect(alone.settings).toMatchObject({ about: 'classifier', featureRange: { words: 'any real numbers' } });
  expect(alone.verdicts).toEqual(implied);
  expect((await verified(model, '--labels', labels, '--feature-range', 'any')).verdicts).toEqual(implied);
  const box = await verified(model, '--labels', labels, '--box', '1');
  expect([box.settings.about, box.verdicts]).toEqual(['model', implied]);
});

test('the saved graph says what features lie between, whatever else is in front', async () => {
  const model = await withStrangeLayer((strange) => {
    const front = [
      layers.dense({ units: 2, inputShape: [3] }),
      strange,
      layers.reLU({ maxValue: 6, name: 'six' }),
    ];
    return saved(files, 'strange', bentThenImplied(...front));
  });
  const report = await verified(model, '--labels', labels);
  expect(report.settings.featureRange).toEqual({ words: "from 0 to 6 (relu6 of 'six')", lower: 0, upper: 6 });
  expect(report.verdicts).toEqual(impliedFromAbove);
  const radius = await verified(model, '--labels', labels, '--mode', 'radius');
  expect(radius.verdicts).toEqual(impliedFromAbove);
  const explored = await argmaxable(['verify', model, '-k', '1', '--samples', '5', '--quiet']);
  expect(explored.out).toMatch(/sets of 1: 0\.0 % of 5|sets of 1: 0 /);
});

test.each(['keras3-functional', 'bias-first'])('a folder of the converter: %s', async (folder) => {
  const report = await verified(fixture(folder), '--labels', fixture(`${folder}/labels.jsonl`));
  expect(report.verdicts).toEqual(implied);
  expect(report.results.every(({ verdict, confirmed }) => verdict === no || confirmed)).toBe(true);
});

test('a LabelScale behind the scores counts', async () => {
  const scale = new LabelScale();
  const model = sequential({ layers: [denseOf(implication, { inputShape: [2] }), scale] });
  scale.setWeights(
    scale
      .getWeights()
      .map(({ shape }, i) => tensor1d(i === 0 ? Array<number>(shape[0]).fill(2) : [0, 0, -5])),
  );
  const report = await verified(await saved(files, 'scaled', model), '--labels', labels);
  // Label 2 is 5 lower: 0 and 1 without it can be, 2 alone still not.
  expect(report.verdicts).toEqual([yes, yes, yes, no, yes, yes, yes, yes]);
});

test('a softmax layer keeps the order of scores, and hides their signs', async () => {
  // prettier-ignore
  const ring = [[1, 0], [-1, 1], [-1, -1], [0, 0.125]];
  const model = await saved(
    files,
    'softmax',
    sequential({ layers: [denseOf(ring, { inputShape: [2] }), layers.softmax()] }),
  );
  const report = await verified(model, '--rule', 'argmax');
  expect(report.verdicts).toEqual([yes, yes, yes, no]);
  expect((await argmaxable(['verify', model, '--labels', labels])).err).toContain(
    'use --rule topK or argmax',
  );
});

test('a bias beside the weight makes a set argmaxable', async () => {
  const report = await verified(fixture('flip.safetensors'), '--labels', fixture('flip.jsonl'));
  expect(report.verdicts).toEqual([yes]);
});

describe('names in config.json', () => {
  const folder = files.path('bert');
  const tensors = float32Tensors({ 'classifier.weight': [[3, 2], implication.flat()] });
  const write = (names: string[]): void => {
    mkdirSync(folder, { recursive: true });
    files.write('bert/model.safetensors', tensors);
    files.write('bert/config.json', JSON.stringify({ id2label: { ...names } }));
  };
  const named = files.write('named.jsonl', '["sports"]\n["sports","politics"]\n');

  test('tell the labels of a file of names', async () => {
    write(['sports', 'politics', 'both']);
    expect((await verified(folder, '--labels', named)).verdicts).toEqual([yes, no]);
    const other = files.write('other.txt', 'politics\nx\nsports\n');
    // Now they are labels 2 and 0.
    expect((await verified(folder, '--labels', named, '--label-names', other)).verdicts).toEqual([no, yes]);
  });

  test('cannot tell labels where one is there twice', async () => {
    write(['sports', 'sports', 'both']);
    expect((await argmaxable(['verify', folder, '--labels', named])).err).toContain(
      "the model's config.json has some names twice; give --label-names.",
    );
  });
});

describe('check-certificates', () => {
  const proofs = files.path('of-keras.jsonl');
  const keras = files.path('keras');

  beforeAll(async () => {
    cpSync(fixture('keras3-functional'), keras, { recursive: true });
    await argmaxable(['verify', keras, '--labels', labels, '--certificates', proofs, '--quiet']);
  });

  test.each([
    ['the projection', 0],
    ["the projection's bias", 8],
    ['the kernel', 10],
    ['the bias', 16],
  ])('finds %s changed', async (_, place) => {
    const bytes = readFileSync(fixture('keras3-functional/group1-shard1of1.bin'));
    bytes.writeFloatLE(0.5, 4 * place);
    files.write('keras/group1-shard1of1.bin', bytes);
    const { code, err } = await argmaxable(['check-certificates', keras, proofs]);
    expect([code, err]).toEqual([2, expect.stringContaining(`about other weights than those of ${keras}.`)]);
  });

  test('of a whole model does not go by its last matrix', async () => {
    cpSync(fixture('keras3-functional'), keras, { recursive: true, force: true });
    expect((await argmaxable(['check-certificates', keras, proofs])).code).toBe(0);
    const { err } = await argmaxable(['check-certificates', keras, proofs, '--tensor', 'tags/kernel']);
    expect(err).toContain('about a whole model, and this is a matrix: name the model.json.');
  });

  test('of the last matrix goes by the model, too', async () => {
    const matrix = files.write('W.npy', npyMatrix(implication));
    const path = files.path('of-matrix.jsonl');
    await argmaxable(['verify', matrix, '--labels', labels, '--certificates', path, '--quiet']);
    const model = files.path('relu');
    expect((await argmaxable(['check-certificates', model, path])).out).toContain(
      'About the classifier: features any real numbers',
    );
  });
});
