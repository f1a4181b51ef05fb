import { decimalNumber, fromJsonNumber, toJsonNumber } from '@argmaxable/core';

test('numbers that JSON has no way to write come back from their words', () => {
  const numbers = [0, -1.5, 1e300, Infinity, -Infinity, NaN];
  const text = JSON.stringify(numbers.map(toJsonNumber));
  expect(text).toBe('[0,-1.5,1e+300,"Infinity","-Infinity","NaN"]');
  expect((JSON.parse(text) as unknown[]).map(fromJsonNumber)).toEqual(numbers);
});

test.each(['infinity', '1', null, undefined, true, {}])('%p is returned as it is', (value) => {
  expect(fromJsonNumber(value)).toBe(value);
});

test('a decimal number is read in every notation, and nothing else', () => {
  expect(['7', '+.5', '-1.', '1e3', '1E-3'].map(decimalNumber)).toEqual([7, 0.5, -1, 1000, 0.001]);
  const others = ['', ' 5', '0x10', 'NaN', 'Infinity', '1e999', '1,5', '1'.repeat(401)];
  for (const text of others) expect(decimalNumber(text)).toBeUndefined();
});
