import '@tensorflow/tfjs-backend-cpu';
import { tensor2d, zeros } from '@tensorflow/tfjs-core';
import {
  LabelSets,
  readExamples,
  readScores,
  readTargets,
  type Scores,
  type Targets,
} from '@argmaxable/core';

const sets = LabelSets.from([[0, 2], [], [1]], 3);
const multiHot = [
  [1, 0, 1],
  [0, 0, 0],
  [0, 1, 0],
];
const rows = [
  [0.5, -1, 2],
  [0.25, 0, 1],
  [-Infinity, 3, -2],
];

const targets: [string, Targets][] = [
  ['LabelSets', sets],
  ['multi-hot tensor', sets.toMultiHot()],
  ['bool tensor', tensor2d(multiHot, [3, 3], 'bool')],
  ['sparse tensor', sets.toPadded()],
  ['rows', multiHot],
  ['rows of booleans', multiHot.map((row) => row.map(Boolean))],
  ['flat array', Uint8Array.from(multiHot.flat())],
];
const scores: [string, Scores][] = [
  ['tensor', tensor2d(rows)],
  ['rows', rows],
  ['typed rows', rows.map((row) => Float32Array.from(row))],
  ['flat array', Float64Array.from(rows.flat())],
];

describe.each(targets)('targets as %s', (form, yTrue) => {
  test.each(scores)('scores as %s', (scoreForm, yPred) => {
    if (form === 'flat array' || form.endsWith('tensor')) {
      // Nothing tells how many labels a flat array of scores has: a tensor of targets may be sparse.
      if (scoreForm === 'flat array') {
        expect(() => readExamples(yTrue, yPred)).toThrow(/yPred must be in rows or a tensor.*LabelSets/);
        return;
      }
    }
    const read = readExamples(yTrue, yPred);
    expect([...read.targets]).toEqual([...sets]);
    expect(read.scores).toMatchObject({ size: 3, numLabels: 3 });
    expect(Array.from(read.scores.values)).toEqual(rows.flat());
  });
});

test.each<[string, () => unknown, RegExp]>([
  [
    'a NaN',
    () =>
      readScores([
        [1, 2],
        [0, NaN],
      ]),
    /yPred\[1\]\[1\] must be a number; got NaN/,
  ],
  ['a tensor of rank 1', () => readScores(zeros([3])), /yPred must be of shape \[size, numLabels\]/],
  ['another width', () => readScores([[1, 2]], 3), /yPred must be of 3 columns.*\[1, 2\]/],
  ['rows of unequal length', () => readScores([[1, 2], [1]]), /yPred\[1\] must be a row of 2 numbers/],
  ['a flat array cut short', () => readScores(new Float32Array(7), 3), /a multiple of 3 numbers/],
  ['no example', () => readScores(zeros([0, 3])), /one example and one label or more/],
  ['no row', () => readExamples(sets.select([]), []), /one example and one label or more/],
  ['a number', () => readScores(3 as never), /a tensor, rows, or a flat Float32Array; got 3/],
  ['no targets', () => readExamples(undefined as never, rows), /yTrue must be LabelSets, a tensor, rows/],
  ['null', () => readScores(null as never), /yPred must be a tensor, rows/],
  ['a probability as target', () => readTargets([[0.5, 1]], 2), /multiHot\[0\]\[0\] must be 0 or 1/],
  [
    'a label out of range',
    () => readTargets(tensor2d([[5, -1]], [1, 2], 'int32'), 3),
    /labelSets\[0\] .*from 0 to 2.*5/,
  ],
  ['a label below -1', () => readTargets(tensor2d([[-2]], [1, 1], 'int32'), 3), /labelSets\[0\].*-2/],
  ['a label twice', () => readTargets(tensor2d([[1, 1]], [1, 2], 'int32'), 3), /without repeats/],
  ['label sets of other labels', () => readExamples(sets, [[1, 2]]), /yPred must be of 3 columns/],
  ['other label sets', () => readTargets(sets, 4), /label sets of 4 labels/],
  [
    'another number of examples',
    () => readExamples(sets, [[1, 2, 3]]),
    /as many examples as yTrue, 3; got "1 examples"/,
  ],
  ['flat targets cut short', () => readTargets(new Uint8Array(4), 3), /yTrue must be a multiple of 3/],
])('%s is refused', (_, read, message) => {
  expect(read).toThrow(message);
});

test('padded targets come back as they went', () => {
  const padded = sets.toPadded(4);
  expect(padded.dtype).toBe('int32');
  expect(padded.arraySync()).toEqual([
    [0, 2, -1, -1],
    [-1, -1, -1, -1],
    [1, -1, -1, -1],
  ]);
  expect([...LabelSets.fromPadded(padded, 3)]).toEqual([...sets]);
  expect(LabelSets.from([[], []], 3).toPadded().shape).toEqual([2, 1]);
  expect(() => sets.toPadded(1)).toThrow(
    /width must be an integer from 2 to 4; got 1. No label may be cut off/,
  );
  expect(() => LabelSets.fromPadded(sets.toMultiHot(), 3)).toThrow(/int32 tensor of shape/);
});
