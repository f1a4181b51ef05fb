import { checkBoolean, checkInteger, checkNumber, checkOneOf, ValueError } from '../src/index.js';

test('what is allowed comes back', () => {
  expect(checkInteger('k', 3, { min: 1, max: 3 })).toBe(3);
  expect(checkNumber('beta', 0.5)).toBe(0.5);
  expect(checkBoolean('normalize', false)).toBe(false);
  expect(checkOneOf('average', 'micro', ['macro', 'micro'])).toBe('micro');
});

test.each([
  [() => checkInteger('k', 0, { min: 1 }), 'k must be an integer, 1 or more; got 0.'],
  [
    () => checkInteger('k', 4, { min: 1, max: 3 }, 'Take fewer.'),
    'k must be an integer from 1 to 3; got 4. Take fewer.',
  ],
  [() => checkInteger('k', '3'), 'k must be an integer; got "3".'],
  [() => checkInteger('k', undefined), 'got undefined'],
  [() => checkNumber('beta', NaN), 'beta must be a finite number; got NaN.'],
  [() => checkNumber('beta', 2, { max: 1 }), 'beta must be a finite number, 1 or less; got 2.'],
  [() => checkBoolean('normalize', 1), 'normalize must be true or false; got 1.'],
  [
    () => checkOneOf('average', 'Micro', ['macro', 'micro']),
    `average must be one of 'macro', 'micro'; got "Micro".`,
  ],
])('what is not allowed %# is named with its range', (call, message) => {
  expect(call).toThrow(ValueError);
  expect(call).toThrow(message);
});

test('the error carries its parts', () => {
  const error = new ValueError('k', 0, '1 or more');
  expect([error.name, error.argument, error.given, error.allowed]).toEqual([
    'ValueError',
    'k',
    0,
    '1 or more',
  ]);
});
