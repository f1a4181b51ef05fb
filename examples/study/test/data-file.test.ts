import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@argmaxable/node';
import { fileSettings, loadFile } from '../src/data/file.js';

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

const load = (name: string, text: string, options: Record<string, number> = {}) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return loadFile(fileSettings(path, options, 4));
};

test('the examples of a file are parted, each in one part', async () => {
  const data = await load('good.arff', arff, { labelCount: -2 });
  expect([data.numLabels, data.meanActive, data.maxActive]).toEqual([2, 1.5, 2]);
  expect([data.train.size, data.validation.size, data.heldOut.size]).toEqual([14, 2, 4]);
  const first = [data.train, data.validation, data.heldOut].flatMap((part) => {
    const rows = part.inputs(Array.from({ length: part.size }, (_, row) => row));
    const values = rows.arraySync().map(([a]) => Math.round(10 * a));
    rows.dispose();
    return values;
  });
  expect(first.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
});

test('errors name the file', async () => {
  await expect(load('none.arff', arff)).rejects.toThrow(/none\.arff: labelCount must be given/);
  await expect(load('first.arff', arff, { labelCount: 2 })).rejects.toThrow(
    /first\.arff: line 7, column 3 must be 0 or 1/,
  );
  await expect(load('what.md', arff)).rejects.toThrow(/The name of .*what\.md does not say what it holds/);
});
