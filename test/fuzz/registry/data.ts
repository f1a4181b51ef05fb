import * as core from '@argmaxable/core';
import * as data from '@argmaxable/data';
import { npyMatrix, safetensors, zip } from '@argmaxable/test-support/files';
import {
  boolean,
  callback,
  instance,
  integer,
  nullable,
  number,
  numbers,
  oneOf,
  options,
  optional,
  publicFunction,
  type Spec,
  string,
} from '../specs.js';
import { labelSets, seed } from './core.js';

export const name = '@argmaxable/data';
export { data as exports };

/** Text, bytes, or pieces of either. */
const text = (valid: string): Spec => ({
  ...instance(
    () => valid,
    (value) => typeof value === 'string' || value instanceof Uint8Array || isPieces(value),
  ),
  wrongInside: () => [null, 5, {}, true, [['x']]].map((wrong) => ({ value: [valid, wrong], place: '[1]' })),
});

function isPieces(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if (!(Symbol.iterator in value)) return false;
  return [...(value as Iterable<unknown>)].every((piece) => typeof piece === 'string');
}

/** The bytes of a file. */
const bytes = (valid: Uint8Array): Spec => ({
  ...instance(
    () => valid,
    (value) => value instanceof Uint8Array || value instanceof ArrayBuffer || value instanceof Blob,
  ),
  wrongInside: () =>
    [{ length: 5 }, { length: -1, read: () => valid }, { length: 0.5, read: () => valid }].map((value) => ({
      value,
      place: '.length',
    })),
});
const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));
const byteLimits = { maxBytes: integer(2 ** 20, 1) };
const emptyTensor = safetensors({ w: { dtype: 'F32', shape: [0], data_offsets: [0, 0] } }, Buffer.alloc(0));
const multiHot = npyMatrix([[1, 0]]);

const isArray = (value: unknown): boolean => ArrayBuffer.isView(value) && !(value instanceof DataView);

const count = integer(3, 1, 1e6);
const order = { ...numbers([2, 0, 1], { alsoWrong: [NaN, 2, 9, -1, 0.5] }), accepts: () => false };
const aboveZero = (valid: number): Spec => number(valid, (value) => value > 0 && value <= 1);
const shares = { ...numbers([0.5, 0.5], { alsoWrong: [NaN, 0.4, 0, -0.5] }), accepts: () => false };
const names: Spec = instance(
  () => ['a', 'b', 'c'],
  (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
);
const limits = { maxLabels: integer(10, 1), maxLineLength: integer(1000, 1) };
const arff = '@relation r\n@attribute f numeric\n@attribute l {0,1}\n@data\n1,0\n';
const noun =
  '00001740 03 n 01 entity 0 000 | that which exists\n' +
  '00001930 03 n 01 thing 0 001 @ 00001740 n 0000 | a separate entity\n';

const columns = (valid: string): Spec =>
  nullable(
    instance(
      () => valid,
      (value) =>
        typeof value === 'string' || (Array.isArray(value) && value.length > 0 && value.every(isText)),
    ),
  );
const isText = (value: unknown): boolean => typeof value === 'string';
const taggedTexts = {
  format: oneOf('csv', 'tsv', 'jsonl', 'json', 'fasttext'),
  text: columns('text'),
  tags: columns('tags'),
  separator: nullable(string('|', (value) => value !== '')),
  delimiter: string(',', (value) => value.length === 1),
  quotes: boolean(),
  header: boolean(),
  maxLineLength: integer(1000, 1),
};

export const functions = [
  publicFunction(
    'readTaggedTexts',
    data.readTaggedTexts,
    text('text,tags\na,x|y\n'),
    optional(options(taggedTexts)),
  ),
  publicFunction(
    'loadTaggedTexts',
    data.loadTaggedTexts,
    text('text,tags\na,x|y\n'),
    optional(
      options({
        ...taggedTexts,
        minCount: integer(1, 1),
        top: integer(1, 1),
        dropRepeated: boolean(),
        fields: boolean(),
        maxLabels: integer(10, 1),
      }),
    ),
  ),
  publicFunction(
    'loadArff',
    data.loadArff,
    text(arff),
    // With neither option the text has to say which attributes are labels.
    {
      ...options(
        { xml: text('<labels><label name="l"/></labels>'), labelCount: integer(-1), features: boolean() },
        ['labelCount'],
      ),
    },
  ),
  publicFunction(
    'loadCsv',
    data.loadCsv,
    text('x,a,b\n1,0,1\n2,1,0\n'),
    // With neither option it is not known which columns are labels.
    options({ labelCount: integer(-2), features: boolean() }, ['labelCount']),
  ),
  publicFunction(
    'loadJsonLines',
    data.loadJsonLines,
    text('[0, 2]\n[1]\n'),
    optional(options({ numLabels: count, labelNames: names, field: string('labels'), ...limits })),
  ),
  publicFunction(
    'loadSvmlight',
    data.loadSvmlight,
    text('0,2 0:1\n1 1:2\n'),
    optional(options({ numLabels: count, numFeatures: integer(2, 0), features: boolean(), ...limits })),
  ),
  publicFunction('labelFrequencies', data.labelFrequencies, labelSets()),
  publicFunction(
    'labelStatistics',
    data.labelStatistics,
    labelSets(),
    optional(options({ labelOrder: order, features: integer(8, 1), slack: integer(0, 0) })),
  ),
  publicFunction(
    'recommendLayer',
    data.recommendLayer,
    labelSets(),
    optional(
      options({
        share: aboveZero(0.5),
        radius: aboveZero(1e-3),
        features: integer(8, 1),
        slack: integer(0, 0),
        labelOrder: order,
      }),
    ),
  ),
  publicFunction(
    'expectedRadius',
    data.expectedRadius,
    numbers([0, 3], { alsoWrong: [NaN, 9, -1, 0.5] }),
    options({ numLabels: integer(9, 3), k: integer(2, 1, 4) }, ['numLabels', 'k']),
  ),
  publicFunction(
    'suggestLabelOrder',
    data.suggestLabelOrder,
    labelSets(),
    optional(options({ seed: integer(1), kicksPerLabel: integer(1, 0, 100) })),
  ),
  publicFunction('reorderLabels', data.reorderLabels, labelSets(), order),
  publicFunction(
    'keepLabels',
    data.keepLabels,
    labelSets(),
    options({ minCount: integer(1, 1, 2) }, ['minCount']),
  ),
  publicFunction(
    'keepLabels().reduce',
    data.keepLabels(core.LabelSets.from([[0], [1, 2], [2]], 3), { top: 2 }).reduce,
    labelSets(),
  ),
  publicFunction(
    'keepLabels().restore',
    data.keepLabels(core.LabelSets.from([[0], [1, 2], [2]], 3), { top: 3 }).restore,
    labelSets(),
  ),
  publicFunction('stratifiedSplit', data.stratifiedSplit, labelSets(), optional(options({ shares, seed }))),
  publicFunction(
    'wordNetNouns',
    data.wordNetNouns,
    string(noun, () => false),
    optional(options({ numLabels: integer(1, 1, 1) })),
  ),
  publicFunction(
    'SparseRows',
    (...args: [never, never, never, never]) => new data.SparseRows(...args),
    integer(3, 0),
    instance(() => Int32Array.of(0, 1), isArray),
    instance(() => Int32Array.of(2), isArray),
    instance(() => Float32Array.of(1), isArray),
  ),
  publicFunction(
    'SparseRows.toDense',
    (rows?: never) =>
      new data.SparseRows(3, Int32Array.of(0, 1), Int32Array.of(2), Float32Array.of(1)).toDense(rows),
    nullable({
      ...numbers([0], { alsoWrong: [NaN, 9, -1, 0.5] }),
      accepts: (value) =>
        value === undefined || (typeof value === 'object' && value !== null && Symbol.iterator in value),
    }),
  ),
  publicFunction(
    'loadXmlc',
    data.loadXmlc,
    text('2 3\n0:1 2:1\n1:1\n'),
    optional(
      options({
        numLabels: count,
        features: boolean(false),
        featureText: text('2 1\n0:1\n0:2\n'),
        ...limits,
      }),
    ),
  ),
  publicFunction(
    'loadMulanLabels',
    data.loadMulanLabels,
    text('<labels><label name="l"/></labels>'),
    optional(options(limits)),
  ),
  publicFunction('loadNpyLabels', data.loadNpyLabels, bytes(multiHot), optional(options(byteLimits))),
  publicFunction(
    'loadVectors',
    data.loadVectors,
    bytes(multiHot),
    optional(options({ ...byteLimits, array: string('') })),
  ),
  publicFunction('loadNpy', data.loadNpy, bytes(multiHot), optional(options(byteLimits))),
  publicFunction('loadNpz', data.loadNpz, bytes(zip({ 'w.npy': multiHot })), optional(options(byteLimits))),
  publicFunction('loadSafetensors', data.loadSafetensors, bytes(emptyTensor), optional(options(byteLimits))),
  publicFunction(
    'loadSafetensorsIndex',
    data.loadSafetensorsIndex,
    bytes(json({ weight_map: { w: 'a.safetensors' } })),
    options({ beside: callback(() => emptyTensor), ...byteLimits }, ['beside']),
  ),
  publicFunction(
    'loadTfjsWeights',
    data.loadTfjsWeights,
    bytes(json({ weightsManifest: [{ paths: [], weights: [] }] })),
    options({ beside: callback(() => new Uint8Array()), ...byteLimits }, ['beside']),
  ),
  publicFunction(
    'formatsOf',
    data.formatsOf,
    instance(
      () => data.labelFormats,
      (value) => Array.isArray(value),
    ),
    string('a.npy'),
  ),
  publicFunction('loadLabelNames', data.loadLabelNames, text('a\nb\n'), optional(options(limits))),
];

export const others: Record<string, string> = {
  FormatError: 'an error',
  radiusLaw: 'a constant',
};
