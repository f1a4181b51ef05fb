import { coverCount } from '../../src/index.js';

test('counts by hand', () => {
  expect(coverCount(1, 1)).toBe(2n);
  expect(coverCount(4, 2)).toBe(8n);
  expect(coverCount(6, 3)).toBe(32n);
  expect(coverCount(8, 4)).toBe(128n);
});

test('with as many features as labels, every set', () => {
  for (let n = 1; n <= 12; n++) {
    expect(coverCount(n, n)).toBe(2n ** BigInt(n));
    expect(coverCount(n, n + 5)).toBe(2n ** BigInt(n));
  }
});

test('is exact where floats are not', () => {
  expect(coverCount(200, 100)).toBe(2n ** 199n); // by symmetry half of 2^200
});

test.each([
  [0, 1, 'n'],
  [1.5, 1, 'n'],
  [3, 0, 'd'],
])('coverCount(%p, %p) names %s', (n, d, argument) => {
  expect(() => coverCount(n, d)).toThrow(expect.objectContaining({ name: 'ValueError', argument }) as Error);
});
