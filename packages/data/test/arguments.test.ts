import '@tensorflow/tfjs-backend-cpu';
import { LabelSets } from '@argmaxable/core';
import { disposed } from '@argmaxable/test-support/wrong-values';
import {
  labelFrequencies,
  labelStatistics,
  loadArff,
  loadJsonLines,
  loadLabelNames,
  loadMulanLabels,
  loadSvmlight,
  loadXmlc,
  reorderLabels,
  SparseRows,
  suggestLabelOrder,
  wordNetNouns,
} from '../src/index.js';

/** What is no argument of any of them. */
const odd: ReadonlyArray<[string, unknown]> = [
  ['null', null],
  ['a number', 3],
  ['NaN', NaN],
  ['true', true],
  ['a function', () => 3],
  ['a bigint', 3n],
  ['a symbol', Symbol('x')],
  ['an object', {}],
  ['an object without prototype', Object.create(null)],
  ['a map', new Map([[1, 2]])],
  ['a date', new Date(0)],
  ['a disposed tensor', disposed()],
  ['an array of null', [null]],
  ['an array of true', [true]],
  ['an array of arrays', [[5]]],
  ['an array with a hole', [,] as unknown[]], // eslint-disable-line no-sparse-arrays
  ['a buffer that is no view', new ArrayBuffer(8)],
  ['numbers', new Float64Array(2)],
];

type Call = (value: unknown) => unknown;

const noun = '00000010 03 n 01 a 0 000 | a\n00000020 03 n 01 b 0 001 @ 00000010 n 0000 | b\n';
const sets = LabelSets.from([[0, 1], [2]], 4);
const calls: ReadonlyArray<[name: string, call: Call, allowed?: readonly string[]]> = [
  ['loadArff', (value) => loadArff(value as string)],
  [
    'loadArff.options',
    (value) => loadArff('@attribute y {0,1}\n@data\n0', value as object),
    ['an object', 'an object without prototype'],
  ],
  ['loadArff.xml', (value) => loadArff('@attribute y {0,1}\n@data\n0', { xml: value as string })],
  [
    'loadArff.labelNames',
    (value) => loadArff('@attribute y {0,1}\n@data\n0', { labelNames: value as string[] }),
  ],
  [
    'loadArff.labelCount',
    (value) => loadArff('@attribute y {0,1}\n@data\n0', { labelCount: value as number }),
  ],
  [
    'loadArff.features',
    (value) => loadArff('@attribute y {0,1}\n@data\n0', { labelCount: 1, features: value as boolean }),
    ['true'],
  ],
  ['loadJsonLines', (value) => loadJsonLines(value as string)],
  [
    'loadJsonLines.options',
    (value) => loadJsonLines('[0]', value as object),
    ['an object', 'an object without prototype'],
  ],
  ['loadJsonLines.field', (value) => loadJsonLines('[0]', { field: value as string })],
  ['loadJsonLines.labelNames', (value) => loadJsonLines('[0]', { labelNames: value as string[] })],
  ['loadJsonLines.numLabels', (value) => loadJsonLines('[0]', { numLabels: value as number }), ['a number']],
  [
    'loadJsonLines.maxNesting',
    (value) => loadJsonLines('[0]', { maxNesting: value as number }),
    ['a number'],
  ],
  ['loadJsonLines.maxLabels', (value) => loadJsonLines('[0]', { maxLabels: value as number }), ['a number']],
  [
    'loadJsonLines.maxLineLength',
    (value) => loadJsonLines('[0]', { maxLineLength: value as number }),
    ['a number'],
  ],
  ['loadLabelNames', (value) => loadLabelNames(value as string)],
  [
    'loadLabelNames.options',
    (value) => loadLabelNames('a', value as object),
    ['an object', 'an object without prototype'],
  ],
  ['loadMulanLabels', (value) => loadMulanLabels(value as string)],
  [
    'loadMulanLabels.options',
    (value) => loadMulanLabels('<labels><label name="a"/></labels>', value as object),
    ['an object', 'an object without prototype'],
  ],
  ['loadSvmlight', (value) => loadSvmlight(value as string)],
  [
    'loadSvmlight.options',
    (value) => loadSvmlight('0', value as object),
    ['an object', 'an object without prototype'],
  ],
  ['loadSvmlight.numFeatures', (value) => loadSvmlight('0', { numFeatures: value as number }), ['a number']],
  ['loadSvmlight.firstFeature', (value) => loadSvmlight('0', { firstFeature: value as 0 })],
  ['loadXmlc', (value) => loadXmlc(value as string)],
  [
    'loadXmlc.options',
    (value) => loadXmlc('1 1\n0:1', value as object),
    ['an object', 'an object without prototype'],
  ],
  ['loadXmlc.featureText', (value) => loadXmlc('1 1\n0:1', { featureText: value as string })],
  ['labelFrequencies', (value) => labelFrequencies(value as LabelSets)],
  ['labelStatistics', (value) => labelStatistics(value as LabelSets)],
  [
    'labelStatistics.options',
    (value) => labelStatistics(sets, value as object),
    ['an object', 'an object without prototype'],
  ],
  ['labelStatistics.labelOrder', (value) => labelStatistics(sets, { labelOrder: value as number[] })],
  ['labelStatistics.features', (value) => labelStatistics(sets, { features: value as number }), ['a number']],
  ['labelStatistics.slack', (value) => labelStatistics(sets, { slack: value as number }), ['a number']],
  ['suggestLabelOrder', (value) => suggestLabelOrder(value as LabelSets)],
  [
    'suggestLabelOrder.options',
    (value) => suggestLabelOrder(sets, value as object),
    ['an object', 'an object without prototype'],
  ],
  ['suggestLabelOrder.seed', (value) => suggestLabelOrder(sets, { seed: value as number }), ['a number']],
  [
    'suggestLabelOrder.kicksPerLabel',
    (value) => suggestLabelOrder(sets, { kicksPerLabel: value as number }),
    ['a number'],
  ],
  ['reorderLabels', (value) => reorderLabels(value as LabelSets, [0, 1, 2, 3])],
  ['reorderLabels order', (value) => reorderLabels(sets, value as number[])],
  ['wordNetNouns', (value) => wordNetNouns(value as string)],
  [
    'wordNetNouns.options',
    (value) => wordNetNouns(noun, value as object),
    ['an object', 'an object without prototype'],
  ],
  ['wordNetNouns.numLabels', (value) => wordNetNouns(noun, { numLabels: value as number })],
  [
    'SparseRows width',
    (value) => new SparseRows(value as number, Int32Array.of(0, 0), new Int32Array(0), new Float32Array(0)),
    ['a number'],
  ],
  [
    'SparseRows indptr',
    (value) => new SparseRows(1, value as Int32Array, new Int32Array(0), new Float32Array(0)),
  ],
  [
    'SparseRows indices',
    (value) => new SparseRows(1, Int32Array.of(0, 0), value as Int32Array, new Float32Array(0)),
  ],
  [
    'SparseRows values',
    (value) => new SparseRows(1, Int32Array.of(0, 0), new Int32Array(0), value as Float32Array),
  ],
  [
    'toDense rows',
    (value) =>
      new SparseRows(1, Int32Array.of(0, 0), new Int32Array(0), new Float32Array(0)).toDense(
        value as number[],
      ),
    ['numbers'],
  ],
];

test.each(calls)('%s refuses what it cannot mean', async (_, call, allowed = []) => {
  for (const [name, value] of odd) {
    if (allowed.includes(name)) continue;
    const outcome = await new Promise((resolve) => resolve(call(value))).then(
      (result: unknown) => [name, result],
      (error: Error) => [name, error.name, error.message.split(' must be ').length > 1],
    );
    expect(outcome).toEqual([name, 'ValueError', true]);
  }
});

test.each<[string, Call]>([
  ['labelStatistics', (value) => labelStatistics(sets, { features: value as number })],
  ['labelStatistics', (value) => labelStatistics(sets, { slack: value as number })],
  ['suggestLabelOrder', (value) => suggestLabelOrder(sets, { kicksPerLabel: value as number })],
  [
    'toDense',
    (value) => new SparseRows(value as number, Int32Array.of(0), new Int32Array(0), new Float32Array(0)),
  ],
])('%s refuses numbers beyond all', (_, call) => {
  for (const value of [-1, 0.5, 2 ** 31, 1e300, Infinity]) {
    expect(() => call(value)).toThrow('must be an integer');
  }
});

test.each([
  ['offsets that do not start at 0', 3, [1, 1], [2], [1], 'indptr must be offsets from 0 to 1'],
  ['offsets that end early', 3, [0, 0], [2], [1], 'indptr must be offsets from 0 to 1'],
  ['no offsets', 3, [], [], [], 'indptr must be offsets from 0 to 0'],
  [
    'offsets that descend',
    3,
    [0, 2, 1, 2],
    [0, 1],
    [1, 1],
    'indptr[2] must be 2 or more, the one before; got 1.',
  ],
  ['offsets beyond the end', 3, [0, 9, 2], [0, 1], [1, 1], 'indices[2] must be an integer'],
  ['a column out of range', 3, [0, 1], [3], [1], 'indices[0] must be an integer from 0 to 2; got 3.'],
  ['a column below 0', 3, [0, 1], [-1], [1], 'indices[0] must be an integer from 0 to 2; got -1.'],
  ['columns that descend', 3, [0, 2], [1, 0], [1, 1], 'indices[1] must be an integer from 2 to 2; got 0.'],
  ['another number of values', 3, [0, 1], [1], [1, 1], 'values must be a Float32Array of length 1'],
  ['NaN', 3, [0, 1], [1], [NaN], 'values[0] must be a finite number; got NaN.'],
])('SparseRows: %s are refused', (_, width, indptr, indices, values, message) => {
  const make = () =>
    new SparseRows(width, Int32Array.from(indptr), Int32Array.from(indices), Float32Array.from(values));
  expect(make).toThrow(message);
});

test('a dense tensor that no memory holds is refused', () => {
  const rows = new SparseRows(2 ** 31 - 1, Int32Array.of(0, 0), new Int32Array(0), new Float32Array(0));
  expect(() => rows.toDense()).toThrow(
    'rows must be at most 2^30 values in all; got "1 rows of 2147483647 columns". Take fewer rows at a time.',
  );
});
