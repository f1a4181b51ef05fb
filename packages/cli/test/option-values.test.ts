import { optionValues } from '../src/index.js';

const { defined, integer, integers, number, numbers, shard } = optionValues;

/** What JavaScript would make numbers of, or what is none. */
const neverNumbers = ['', ' ', ' 5 ', '5\n', '0x10', '0b1', '1_000', 'x', 'NaN', 'Infinity', '1e999', '5px'];

test('integers are digits, and others are refused with what is allowed', () => {
  expect(integer(2)('17')).toBe(17);
  expect(integer(-5)('-5')).toBe(-5);
  expect(integers(1)('3', [1, 2])).toEqual([1, 2, 3]);
  expect(integers(1)('3', undefined)).toEqual([3]);
  for (const text of [...neverNumbers, '1', '2.5', 'two', '1e3', '9007199254740993']) {
    expect(() => integer(2)(text)).toThrow('It must be an integer, 2 or more.');
    expect(() => integers(2)(text, [])).toThrow('It must be an integer, 2 or more.');
  }
});

test('numbers are decimal, and others are refused with what is allowed', () => {
  for (const [text, value] of Object.entries({
    '1e-3': 0.001,
    '1e3': 1000,
    '.5': 0.5,
    '5.': 5,
    '2E+1': 20,
  })) {
    expect(number('above 0')(text)).toBe(value);
    expect(number('0 or more')(text)).toBe(value);
  }
  expect(number('0 or more')('0')).toBe(0);
  expect(numbers('above 0')('.5', undefined)).toEqual([0.5]);
  expect(numbers('above 0')('.5', [1])).toEqual([1, 0.5]);
  for (const text of [...neverNumbers, '-1', '0']) {
    expect(() => number('above 0')(text)).toThrow('It must be a number, above 0.');
    expect(() => numbers('above 0')(text, [])).toThrow('It must be a number, above 0.');
  }
  for (const text of [...neverNumbers, '-1']) {
    expect(() => number('0 or more')(text)).toThrow('It must be a number, 0 or more.');
  }
});

test('shards are i/m', () => {
  expect(shard('2/3')).toBe('2/3');
  for (const text of ['', '0/3', '4/3', '1/', ' 1/2', '1e0/2']) expect(() => shard(text)).toThrow('i/m');
});

test('defined keeps the entries that have a value', () => {
  expect(defined({ a: 0, b: undefined, c: null })).toEqual({ a: 0, c: null });
});
