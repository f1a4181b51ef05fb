import '@tensorflow/tfjs-backend-cpu';
import { type DataType, zeros } from '@tensorflow/tfjs-core';
import { isSparse, type TargetFormat } from '@argmaxable/core';

const n = 7;

test.each<[DataType, number[], TargetFormat, boolean]>([
  ['float32', [2, n], 'auto', false],
  ['bool', [2, n], 'auto', false],
  ['float32', [2, 3, n], 'auto', false],
  ['int32', [2, 3], 'auto', true],
  ['int32', [2, n + 1], 'auto', true],
  ['int32', [2, n], 'dense', false],
  ['int32', [2, n], 'sparse', true],
])('%s of shape %j under %s: sparse %s', (dtype, shape, format, sparse) => {
  expect(isSparse(zeros(shape, dtype), n, format)).toBe(sparse);
});

test.each<[DataType, number[], TargetFormat, RegExp]>([
  ['int32', [2, n], 'auto', /yTrue .*as wide as there are labels \(7\).*int32 of shape \[2, 7\].*'dense' or/],
  ['float32', [2, n - 1], 'auto', /as many columns as there are labels \(7\).*\[2, 6\].*dtype int32/],
  ['int32', [2, 3], 'dense', /as many columns as there are labels/],
  ['float32', [2, n], 'sparse', /int32 of shape \[batch, width\] where targets are sparse/],
  ['int32', [2, 2, 3], 'auto', /int32 of shape \[batch, width\]/],
  ['complex64', [2, n], 'auto', /float32, int32 or bool/],
])('%s of shape %j under %s is refused', (dtype, shape, format, message) => {
  expect(() => isSparse(zeros(shape, dtype), n, format)).toThrow(message);
});
