import * as core from '@argmaxable/core';
import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import {
  notNumbers,
  instance,
  integer,
  optional,
  publicFunction,
  rows,
  type Spec,
  string,
} from '../specs.js';

/** Label sets of 3 labels as lists of indices. */
export const lists = (): Spec => ({
  valid: () => [[0], [1, 2]],
  accepts: (value) => core.isIterable(value) && [...value].every(isSet),
  wrongInside: () => [
    ...[null, undefined, 5, '', 'ab', {}, true, 1n].map((wrong) => ({ value: [[0], wrong], place: '[1]' })),
    ...[...notNumbers, NaN, 9, -1, 0.5, 0].map((wrong) => ({ value: [[0, wrong]], place: '[0][1]' })),
  ],
});

function isSet(value: unknown): boolean {
  return (Array.isArray(value) || ArrayBuffer.isView(value)) && !(value instanceof DataView);
}

export const labelSets = (): Spec => instance(() => core.LabelSets.from([[0], [1, 2], [2]], 3));

/** Scores of 3 examples and 3 labels. Infinities are right. */
export const scores = (): Spec =>
  rows([
    [0.5, -1, 2],
    [-2, 1, 0.3],
    [1, -1, 3],
  ]);

/** What is true of them. */
export const targets = (): Spec => ({
  ...rows(
    [
      [1, 0, 0],
      [0, 1, 1],
      [0, 0, 1],
    ],
    { alsoWrong: [NaN, 0.5, 2, -1], allowed: [true] },
  ),
  accepts: (value) => scores().accepts(value) || (Array.isArray(value) && value.length > 0),
});

export const name = '@argmaxable/core';
export { core as exports };

export const seed: Spec = {
  ...string('seed'),
  accepts: (value) => typeof value === 'string' || Number.isFinite(value),
};

const set = () => core.LabelSets.from([[0], [1, 2], [2]], 3);

export const functions = [
  publicFunction(
    'LabelSets.from',
    (sets: number[][], n: number) => core.LabelSets.from(sets, n),
    lists(),
    integer(3, 1),
  ),
  publicFunction(
    'LabelSets.fromMultiHot',
    (multiHot: number[][]) => core.LabelSets.fromMultiHot(multiHot),
    targets(),
  ),
  publicFunction(
    'LabelSets.fromPadded',
    (padded: Tensor2D, n: number) => core.LabelSets.fromPadded(padded, n),
    instance(() => tensor2d([[0, -1]], [1, 2], 'int32')),
    integer(3, 1),
  ),
  publicFunction('LabelSets.get', (i: number) => set().get(i), integer(0, 0, 2)),
  publicFunction('LabelSets.select', (examples: number[]) => set().select(examples), {
    ...rows([[0]]),
    valid: () => [0, 2],
    accepts: core.isIterable,
    wrongInside: () => [null, '', true, 9, 0.5].map((wrong) => ({ value: [0, wrong], place: '[1]' })),
  }),
  publicFunction('LabelSets.toPadded', (width?: number) => set().toPadded(width), optional(integer(3, 2, 4))),
  publicFunction('seededRandom', core.seededRandom, seed),
  publicFunction('readScores', core.readScores, scores(), optional(integer(3, 1))),
  publicFunction('readTargets', core.readTargets, targets(), integer(3, 1)),
  publicFunction('readExamples', core.readExamples, targets(), scores()),
  publicFunction(
    'cyclicSignChanges',
    core.cyclicSignChanges,
    {
      ...rows([[0]]),
      valid: () => [0, 2],
      accepts: (value) => Array.isArray(value) || ArrayBuffer.isView(value),
      wrongInside: () =>
        [null, '', true, [5], 9, 0.5, 0].map((wrong) => ({ value: [0, wrong], place: '[1]' })),
    },
    integer(5, 1),
  ),
  publicFunction('toCsv', core.toCsv, {
    valid: () => [['a', 1]],
    accepts: (value) => Array.isArray(value) && value.every((row) => isSet(row)),
    wrongInside: () =>
      [true, [5], {}, 1n, Symbol('x')].map((wrong) => ({ value: [['a', wrong]], place: '[0][1]' })),
  }),
  publicFunction('printable', core.printable, string('a')),
  publicFunction('printableLine', core.printableLine, string('a')),
];

const inside = 'for the other packages, which hand over what they have checked';

export const others: Record<string, string> = {
  ValueError: 'an error',
  checkBoolean: 'the gate itself: gate.test.ts',
  checkFunction: 'the gate itself',
  checkInteger: 'the gate itself',
  checkNumber: 'the gate itself',
  checkOneOf: 'the gate itself',
  checkOptions: 'the gate itself',
  checkString: 'the gate itself',
  checkTensor: 'the gate itself',
  decimalNumber: inside,
  describeValue: 'the gate itself',
  didYouMean: 'the gate itself',
  isArrayLike: 'tells any value',
  isAsyncIterable: 'tells any value',
  isIterable: 'tells any value',
  isNumberArray: 'tells any value',
  isPlainObject: 'tells any value',
  isTensor: 'tells any value',
  parseJson: 'the gate itself',
  readNumbers: 'the gate itself',
  readNumberRows: 'the gate itself',
  shapeText: inside,
  sizeOfShape: inside,
  dot: inside,
  fromLoadedConfig: inside,
  fromJsonNumber: 'takes any value',
  toJsonNumber: inside,
  inversePermutation: inside,
  isSparse: inside,
  log2OfBigInt: inside,
  defineKernel: inside,
  hasKernel: inside,
  isWasmTrainingLoaded: 'takes nothing',
  kernelContract: inside,
  runKernel: inside,
  identify: inside,
  register: inside,
  saveByName: inside,
  announceKeys: inside,
  checkOrder: inside,
  knownKeys: inside,
  mixCallbacks: inside,
};
