import { date, decimal, duration, percent, powerOfTen, scientific, share, whole } from '../src/index.js';

const texts: [(...args: never[]) => string, unknown[], string][] = [
  [whole, [0], '0'],
  [whole, [12_345], '12,345'],
  [whole, [NaN], 'NaN'],
  [decimal, [0.01234], '0.0123'],
  [decimal, [8.25], '8.25'],
  [decimal, [1234], '1,230'],
  [percent, [0.41], '41.0 %'],
  [percent, [0], '0.0 %'],
  [percent, [1], '100.0 %'],
  [percent, [NaN], 'n/a'],
  [percent, [Infinity], 'n/a'],
  [share, [1, 3], '33.3 %'],
  [share, [0, 7], '0 %'],
  [share, [7, 7], '100 %'],
  [share, [0, 0], 'n/a'],
  [share, [1, 10_000], '< 0.1 %'],
  [share, [9999, 10_000], '> 99.9 %'],
  [share, [1, 1000], '0.1 %'],
  [share, [999, 1000], '99.9 %'],
  [duration, [0], '0 s'],
  [duration, [8.44], '8.4 s'],
  [duration, [9.99], '10 s'],
  [duration, [59.4], '59 s'],
  [duration, [59.6], '1 min 00 s'],
  [duration, [200], '3 min 20 s'],
  [duration, [3599.4], '59 min 59 s'],
  [duration, [3600], '1 h 00 min'],
  [duration, [3900], '1 h 05 min'],
  [duration, [7199], '2 h 00 min'],
  [date, ['2025-03-09'], 'March 9, 2025'],
  [date, ['2025-03-09T23:59:00Z'], 'March 9, 2025'],
  [date, ['yesterday'], 'yesterday'],
  [powerOfTen, [-3], '10⁻³'],
  [powerOfTen, [12], '10¹²'],
  [powerOfTen, [0], '10⁰'],
  [scientific, [0], '0'],
  [scientific, [0.001], '0.001'],
  [scientific, [1.2e-9], '1.2 × 10⁻⁹'],
  [scientific, [999_999], '1,000,000'],
  [scientific, [1e6], '1 × 10⁶'],
  [scientific, [-2e-5], '-2 × 10⁻⁵'],
  [scientific, [Infinity], '∞'],
  [scientific, [-Infinity], '−∞'],
  [scientific, [NaN], 'n/a'],
];

test.each(texts.map(([format, args, text]) => ({ name: format.name, format, args, text })))(
  '$name of $args is $text',
  ({ format, args, text }) => {
    expect(format(...(args as never[]))).toBe(text);
  },
);

test.each([whole, decimal, percent, share, duration, powerOfTen, scientific])(
  '%p refuses what is no number',
  (format) => {
    for (const wrong of [undefined, null, '1', 1n, {}]) {
      expect(() => format(wrong as never, 1)).toThrow('must be a number');
    }
  },
);

test('share refuses a total that is no number, and date what is no text', () => {
  expect(() => share(1, '2' as never)).toThrow('total must be a number');
  expect(() => date(5 as never)).toThrow('iso must be a date as text');
});
