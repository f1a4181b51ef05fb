import fc from 'fast-check';
import { seededRandom } from '../src/index.js';

test('a seed decides the numbers, and a number is the text it is written as', () => {
  const draw = (seed: string | number) => {
    const random = seededRandom(seed);
    return [random.next(), random.integer(100), random.normal(), random.permutation(9), random.subset(9, 4)];
  };
  expect(draw('a')).toEqual(draw('a'));
  expect(draw(12)).toEqual(draw('12'));
  expect(draw('a')).not.toEqual(draw('b'));
});

test('the stream is that of seedrandom, by which label sets of earlier reports were drawn', () => {
  // node -e "r = require('seedrandom')('argmaxable 8 3'); console.log(r(), r())"
  const random = seededRandom('argmaxable 8 3');
  expect([random.next(), random.next()]).toEqual([0.7667025648008398, 0.8562787463796631]);
});

test('normal numbers have mean 0, standard deviation 1, and few far out', () => {
  const random = seededRandom('normal');
  const values = Array.from({ length: 20_000 }, () => random.normal());
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Standard deviations of the two: 0.007 and 0.01; five times those.
  expect(Math.abs(mean)).toBeLessThan(0.035);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  expect(values.every(Number.isFinite)).toBe(true);
  // 0.27 % beyond 3: 54, standard deviation 7.3.
  expect(Math.abs(values.filter((value) => Math.abs(value) > 3).length - 54)).toBeLessThan(37);
});

test('a permutation has each number once, and its seed decides it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 50 }), fc.string(), (size, seed) => {
      const order = seededRandom(seed).permutation(size);
      expect(order).toEqual(seededRandom(seed).permutation(size));
      expect(order.sort((a, b) => a - b)).toEqual([...Array(size).keys()]);
    }),
  );
});

test('permutations are all as likely, and so are subsets', () => {
  const random = seededRandom(3);
  const counted = (times: number, draw: () => number[]): number[] => {
    const counts = new Map<string, number>();
    for (let i = 0; i < times; i++) {
      const key = draw().join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return [...counts.values()];
  };
  for (const counts of [
    counted(6000, () => random.permutation(3)),
    counted(10_000, () => random.subset(5, 3).sort()),
  ]) {
    expect([6, 10]).toContain(counts.length);
    // 1000 each, standard deviation up to 30; five times that.
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  }
});

test.each([undefined, null, NaN, Infinity, true, {}, [], 1n])('%p is no seed', (seed) => {
  expect(() => seededRandom(seed as string)).toThrow('seed');
});

test('sizes have to be integers in their range', () => {
  const random = seededRandom('sizes');
  for (const wrong of [-1, 0.5, NaN, Infinity, '3', null]) {
    expect(() => random.integer(wrong as number)).toThrow('below');
    expect(() => random.permutation(wrong as number)).toThrow('size');
    expect(() => random.subset(wrong as number, 0)).toThrow('n');
    expect(() => random.subset(5, wrong as number)).toThrow('size');
  }
  expect(() => random.integer(0)).toThrow('below');
  expect(() => random.subset(3, 4)).toThrow('size');
});
