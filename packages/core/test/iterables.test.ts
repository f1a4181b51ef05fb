import { dot, isAsyncIterable, isIterable } from '../src/index.js';

async function* later() {
  await Promise.resolve();
  yield 1;
}

test.each([
  ['an array', [], true, false],
  ['a Set', new Set(), true, false],
  ['a typed array', new Float32Array(1), true, false],
  ['an async generator', later(), false, true],
  ['text', 'ab', false, false],
  ['null', null, false, false],
  ['undefined', undefined, false, false],
  ['a number', 5, false, false],
  ['a function', () => [], false, false],
  ['an object', {}, false, false],
  ['an object whose iterator is none', { [Symbol.iterator]: 5 }, false, false],
])('%s', (_, value, iterable, asyncIterable) => {
  expect([isIterable(value), isAsyncIterable(value)]).toEqual([iterable, asyncIterable]);
});

test('dot takes any arrays of numbers', () => {
  expect(dot([1, 2, 3], Float32Array.of(4, -5, 6))).toBe(12);
  expect(dot([], [])).toBe(0);
});
