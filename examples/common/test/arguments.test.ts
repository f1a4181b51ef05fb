import { defined, integer, integers, nonNegative, positive } from '../src/arguments.js';

test('numbers are read, and others refused with what is allowed', () => {
  expect(integer(2)('17')).toBe(17);
  for (const text of ['1', '2.5', 'two', 'Infinity']) expect(() => integer(2)(text)).toThrow('2 or more');
  expect(integers(1)('3', [1, 2])).toEqual([1, 2, 3]);
  expect(positive('1e-3')).toBe(0.001);
  for (const text of ['0', '-1', 'x', '', 'Infinity']) expect(() => positive(text)).toThrow('above 0');
  expect(nonNegative('0')).toBe(0);
  for (const text of ['-1', 'x', '', 'Infinity']) expect(() => nonNegative(text)).toThrow('0 or more');
});

test('defined keeps the entries that have a value', () => {
  expect(defined({ a: 0, b: undefined, c: null })).toEqual({ a: 0, c: null });
});
