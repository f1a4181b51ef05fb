import '@tensorflow/tfjs-backend-cpu';
import { complex, memory, tensor2d, tidy } from '@tensorflow/tfjs-core';
import {
  checkFunction,
  checkOneOf,
  checkOptions,
  checkString,
  checkTensor,
  describeValue,
  isPlainObject,
  LabelSets,
  readExamples,
  readNumbers,
  readNumberRows,
  readScores,
  readTargets,
  ValueError,
} from '../src/index.js';

const hole = Array<unknown>(3);
[hole[0], hole[2]] = [1, 3];
const unsized = { length: 1e9 };

/** What JavaScript would turn into a number, or into nothing, without a word. */
const notNumbers: unknown[] = [null, undefined, '', '1', true, false, [5], [], {}, 1n, new Date(0), () => 1];

test.each(notNumbers)('%p is no number', (value) => {
  const given = value as never;
  const call = (f: () => unknown, place: string) => {
    expect(f).toThrow(ValueError);
    expect(f).toThrow(place);
  };
  call(() => readNumbers('bias', [1, given]), 'bias[1] must be a finite number');
  call(() => readNumberRows('weights', [[1], [given]]), 'weights[1][0] must be a finite number');
  call(
    () =>
      readScores([
        [0.5, 1],
        [2, given],
      ]),
    'yPred[1][1] must be a number',
  );
  call(() => LabelSets.from([[0], [given]], 3), 'labelSets[1] must be an integer');
  if (typeof value !== 'boolean') call(() => readTargets([[0, given]], 2), 'multiHot[0][1] must be 0 or 1');
});

test('holes, NaN and infinities are refused where they are not allowed, with their place', () => {
  expect(() => readNumbers('bias', hole)).toThrow('bias[1] must be a finite number; got undefined.');
  expect(() => readNumbers('bias', Float32Array.of(0, NaN))).toThrow(
    'bias[1] must be a finite number; got NaN.',
  );
  expect(() => readNumbers('bias', [-Infinity])).toThrow('bias[0] must be a finite number; got -Infinity.');
  expect([...readNumbers('bias', [NaN, -Infinity], { nan: true, infinite: true })]).toEqual([NaN, -Infinity]);
  expect(() => readScores([[NaN]])).toThrow('yPred[0][0] must be a number; got NaN.');
});

test('an array of float64 is not copied, others are', () => {
  const values = Float64Array.of(1, 2);
  expect(readNumbers('bias', values)).toBe(values);
  expect(readNumbers('bias', Int8Array.of(1, -2))).toEqual(Float64Array.of(1, -2));
  expect(readNumberRows('weights', [[1, 2], Float32Array.of(3, 4)])).toEqual({
    values: Float64Array.of(1, 2, 3, 4),
    shape: [2, 2],
  });
});

test.each<[unknown]>([
  [null],
  [undefined],
  [3],
  ['12'],
  [''],
  [{}],
  [() => 1],
  [BigInt64Array.of(1n)],
  [new DataView(new ArrayBuffer(8))],
  [unsized],
])('%p is no array of numbers', (values) => {
  expect(() => readNumbers('bias', values)).toThrow(ValueError);
  expect(() => readNumberRows('weights', values)).toThrow(ValueError);
  expect(() => readNumberRows('weights', [values])).toThrow(ValueError);
  expect(() => readScores(values as never, 2)).toThrow(ValueError);
  expect(() => readScores([values] as never, 2)).toThrow(ValueError);
  expect(() => readExamples(values as never, [[1]])).toThrow(ValueError);
  expect(() => readExamples([values] as never, [[1]])).toThrow(ValueError);
  expect(() => LabelSets.from([values] as never, 3)).toThrow(ValueError);
});

test('label sets that are numbers are not empty sets', () => {
  expect(() => LabelSets.from([0, 1] as never, 3)).toThrow(
    'labelSets[0] must be an array of label indices; got 0.',
  );
  expect(() => LabelSets.from(5 as never, 3)).toThrow('labelSets must be arrays of label indices');
  expect(() => LabelSets.from([[0]], 2 ** 31)).toThrow('numLabels must be an integer from 1 to 2147483647');
});

test('a disposed tensor, and one of other things than numbers, is said to be one', () => {
  const disposed = tensor2d([[1]]);
  disposed.dispose();
  expect(() => checkTensor('x', disposed)).toThrow(
    'x must be a tensor of numbers; got a disposed tensor of shape [1, 1].',
  );
  expect(() => readScores(disposed)).toThrow('a disposed tensor');
  expect(() => readTargets(disposed, 1)).toThrow('a disposed tensor');
  expect(() => LabelSets.fromPadded(disposed, 1)).toThrow('a disposed tensor');
  expect(() => LabelSets.fromMultiHot(disposed)).toThrow('a disposed tensor');
  tidy(() => {
    expect(() => readScores(tensor2d([['a']]))).toThrow('dtype string');
    expect(() => checkTensor('x', complex([1], [1]))).toThrow('dtype complex64');
  });
  expect(() => checkTensor('x', [1] as never)).toThrow('x must be a tensor of numbers; got [1].');
  expect(memory().numTensors).toBe(0);
});

test('an option that is misspelt is told from the nearest right one', () => {
  const names = ['units', 'k', 'slack'];
  expect(() => checkOptions('DFTOutput', { slak: 4 }, names)).toThrow(
    `options of DFTOutput must be among units, k, slack; got "slak". Did you mean 'slack'?`,
  );
  expect(() => checkOptions('DFTOutput', { Units: 4 }, names)).toThrow(`Did you mean 'units'?`);
  expect(() => checkOptions('DFTOutput', { momentum: 4 }, names)).toThrow(/got "momentum"\.$/);
  expect(() => checkOneOf('average', 'mircro', ['micro', 'macro'])).toThrow(`Did you mean 'micro'?`);
});

test.each<[unknown]>([
  [null],
  [undefined],
  [3],
  ['k'],
  [[]],
  [new Map()],
  [new Date()],
  [() => 1],
  [Int8Array.of(1)],
])('%p holds no options', (options) => {
  expect(() => checkOptions('topK', options as object, ['k'])).toThrow(ValueError);
  expect(isPlainObject(options)).toBe(false);
});

test('options may come from JSON and without a prototype', () => {
  expect(isPlainObject(JSON.parse('{"k":1}'))).toBe(true);
  expect(isPlainObject(Object.create(null))).toBe(true);
});

test('strings and functions', () => {
  expect(checkString('path', 'x')).toBe('x');
  expect(() => checkString('path', 5, 'a path')).toThrow('path must be a path; got 5.');
  expect(checkFunction('onProgress', Math.abs)).toBe(Math.abs);
  expect(() => checkFunction('onProgress', true as never)).toThrow(
    'onProgress must be a function; got true.',
  );
});

test('what was given is shown in short, whatever it is', () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  expect(describeValue(cycle)).toBe('[[an array of length 1]]');
  expect(describeValue('x'.repeat(1000))).toHaveLength(205);
  expect(describeValue(Object.create(null))).toBe('an object of class null');
  expect(describeValue(5n)).toBe('5n');
  expect(describeValue(hole)).toBe('[1, undefined, 3]');
});
