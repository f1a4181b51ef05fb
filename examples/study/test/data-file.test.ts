import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@argmaxable/node';
import type { EncoderName } from '../src/data/encoders.js';
import { type FileOptions, fileSettings, loadFile } from '../src/data/file.js';
import type { Part } from '../src/data/study-data.js';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'argmaxable-study-'));
  await useBackend('cpu', { log: false });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 20 examples of two features, and of two labels, the last attributes. */
const arff = `@relation r
@attribute a numeric
@attribute b numeric
@attribute x {0,1}
@attribute y {0,1}
@data
${Array.from({ length: 20 }, (_, i) => `${i / 10},0.5,${i % 2},1`).join('\n')}
`;

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const load = async (name: string, text: string, options: Omit<FileOptions, 'data'> = {}) =>
  loadFile(fileSettings({ data: write(name, text), ...options }, 4));

/** All features of a part. */
async function featuresOf(part: Part): Promise<number[][]> {
  const inputs = part.inputs(Array.from({ length: part.size }, (_, row) => row));
  const values = await inputs.array();
  inputs.dispose();
  return values;
}

const csv = `a,b,x,y\n${arff.slice(arff.indexOf('@data') + 6)}`;

test.each([
  ['good.arff', arff],
  ['good.csv', csv],
])('the examples of a file are parted, each in one part: %s', async (name, text) => {
  const data = await load(name, text, { dataOptions: { labelCount: -2 } });
  expect([data.numLabels, data.meanActive, data.maxActive]).toEqual([2, 1.5, 2]);
  expect([data.train.size, data.validation.size, data.heldOut.size]).toEqual([13, 3, 4]);
  const all = (await Promise.all([data.train, data.validation, data.heldOut].map(featuresOf))).flat();
  const first = all.map(([a]) => a).sort((a, b) => a - b);
  // 0, 0.1, ... 1.9 in another scale; the other feature is the same in all rows. Floats of float32.
  const step = (first[19] - first[0]) / 19;
  expect(first).toEqual(first.map((_, i) => expect.closeTo(first[0] + i * step, 5) as number));
  expect(all.every(([, b]) => b === 0)).toBe(true);
});

test('dense features have mean 0 and deviation 1 over the training examples', async () => {
  const { train } = await load('scale.arff', arff, { dataOptions: { labelCount: -2 } });
  const first = (await featuresOf(train)).map(([a]) => a);
  expect(first.reduce((sum, a) => sum + a, 0) / 13).toBeCloseTo(0, 6);
  expect(first.reduce((sum, a) => sum + a * a, 0) / 13).toBeCloseTo(1, 6);
});

/** Three examples of four features, one or two of which are not 0. */
const sparse = (rows: readonly string[]): string => rows.map((row, i) => `${i % 2} ${row}`).join('\n');

test('sparse features are multiplied by one number, also those of a file of held-out examples', async () => {
  const rows = ['0:3 3:4', '1:5', '2:5', '0:5', '3:5'];
  const heldOut = write('others.svm', sparse(['1:10', '3:1']));
  const data = await load('sparse.svm', sparse(rows), { heldOut });
  expect([data.train.size, data.validation.size, data.heldOut.size]).toEqual([4, 1, 2]);
  // Rows have length 5: the factor is 2 / 5.
  const all = await featuresOf(data.train);
  for (const row of all) expect(Math.hypot(...row)).toBeCloseTo(2, 6);
  const others = (await featuresOf(data.heldOut)).map((row) => row.filter((value) => value !== 0));
  expect(others).toEqual([[expect.closeTo(4, 6)], [expect.closeTo(0.4, 6)]]);
});

test('a file of held-out examples has the features and labels of the other', async () => {
  const heldOut = write('narrow.svm', sparse(['0:1', '1:1']));
  await expect(load('wide.svm', sparse(['0:1', '3:1', '1:1']), { heldOut })).rejects.toThrow(
    /narrow\.svm has 2 features and 2 labels\. It needs those of the other file: 4 features and 2 labels/,
  );
});

test('the encoder of a file is a dense layer, with a leaky ReLU or without', async () => {
  const names = async (encoder: EncoderName) => {
    const data = await load('e.arff', arff, { encoder, dataOptions: { labelCount: -2 } });
    return data.encoder(1).map((layer) => layer.getClassName());
  };
  expect([await names('leaky'), await names('linear')]).toEqual([['Dense', 'LeakyReLU'], ['Dense']]);
  await expect(names('cnn')).rejects.toThrow("The encoder 'cnn' reads words.");
});

test('errors name the file', async () => {
  await expect(load('none.arff', arff)).rejects.toThrow(/none\.arff: labelCount must be given/);
  await expect(load('first.arff', arff, { dataOptions: { labelCount: 2 } })).rejects.toThrow(
    /first\.arff: line 7, column 3 must be 0 or 1/,
  );
  await expect(load('what.md', arff)).rejects.toThrow(/The name of .*what\.md does not say what it holds/);
});
