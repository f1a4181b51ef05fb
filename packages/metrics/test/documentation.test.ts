import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as metrics from '../src/index.js';

const names = metrics.allMetrics.map(({ name }) => name);
const read = (...path: string[]): string => readFileSync(join(__dirname, ...path), 'utf8');

/** The cells of the first column of all tables, without what is no code. */
function firstCells(text: string): string[] {
  return text.split('\n').flatMap((line) => line.match(/^\| (`.*?) +\|/)?.[1].match(/(?<=`)\w+(?=`)/g) ?? []);
}

test('every metric is exported, as a function and as a class', () => {
  for (const entry of metrics.allMetrics) {
    const exported = metrics as unknown as Record<string, unknown>;
    expect(exported[entry.name]).toBe(entry.function);
    expect(exported[(entry.Class as unknown as { name: string }).name]).toBe(entry.Class);
  }
});

test('every metric has a row in docs/metrics.md', () => {
  expect(names.filter((name) => !firstCells(read('../../../docs/metrics.md')).includes(name))).toEqual([]);
});

test('every metric stands in the table of the README', () => {
  expect(names.filter((name) => !firstCells(read('../README.md')).includes(name))).toEqual([]);
});
